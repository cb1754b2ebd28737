"""Word documents (.docx), as a reader sees them: headers, text boxes, content controls, tables in tables, notes.

docs/profiles.md says how docx2python and mammoth do on the same files; neither tells what it left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from recommender.profile.formats.docx_elements import (
    DROPPED,
    attribute,
    chosen_entry,
    continues_above,
    goes_on,
    has_property,
    hidden_styles,
    is_chart_text,
    is_large,
    is_on,
    is_placeholder,
    is_symbols,
    paragraph_of,
    style_of,
    unwrapped,
    wrapped_choice,
)
from recommender.profile.formats.docx_package import Package, Part
from recommender.profile.formats.xml_tree import local_name
from recommender.profile.reading import Reading, ReadingDraft

_CHARACTERS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "sym": "\u2022", "ptab": "\t"}
_MARKED: Final = frozenset(("AlternateContent", "drawing", "pict", "object"))
#: Elements whose paragraphs do not go on outside.
_CONTAINERS: Final = frozenset("body hdr ftr tc txbxContent footnote endnote".split())
#: Notes between the text and the notes proper.
_SEPARATORS: Final = frozenset(("separator", "continuationSeparator", "continuationNotice"))


def read(content: bytes) -> Reading:
    """`ProfileError` for a file that is no Word document, is encrypted, or holds more than a profile does."""
    package = Package(content)
    main = package.main()
    draft = ReadingDraft("docx")
    hidden = hidden_styles(main)
    for part in _margins(main, "header"):
        _Walk(part, draft, hidden).blocks(part.root, "header")
    _Walk(main, draft, hidden).blocks(main.root, "text")
    for kind in ("footnote", "endnote"):
        for part in main.whole(f"{kind}s"):
            for note in part.root:
                if attribute(note, "type") not in _SEPARATORS:
                    _Walk(part, draft, hidden).blocks(note, kind)
    for part in _margins(main, "footer"):
        _Walk(part, draft, hidden).blocks(part.root, "footer")
    for part in main.whole("comments"):
        draft.skip("comment", count=sum(local_name(child) == "comment" for child in part.root))
    return draft.finished()


def _margins(main: Part, kind: str) -> Iterator[Part]:
    """The headers or footers that a reader sees, each text once."""
    settings = next(main.whole("settings"), None)
    alternate = settings is not None and any(local_name(e) == "evenAndOddHeaders" and is_on(e) for e in settings.root)
    seen: set[str] = set()
    for section in (e for e in main.root.iter() if local_name(e) == "sectPr"):
        titled = any(local_name(child) == "titlePg" and is_on(child) for child in section)
        # The first page comes first.
        for reference in sorted(section, key=lambda each: attribute(each, "type") != "first"):
            page = attribute(reference, "type")
            if (
                local_name(reference) != f"{kind}Reference"
                or (page == "first" and not titled)
                or (page == "even" and not alternate)
            ):
                continue
            part = main.target(attribute(reference, "id"))
            if part is None or not part.is_whole:
                continue
            text = " ".join("".join(map(str, part.root.itertext())).split())
            if text not in seen:
                seen.add(text)
                yield part


class _Walk:
    """Goes through the elements of one part in reading order."""

    def __init__(self, part: Part, draft: ReadingDraft, hidden: frozenset[str]) -> None:
        self._part, self._draft, self._hidden = part, draft, hidden
        self._sink = draft.add
        self._boxes: list[tuple[etree._Element, str]] = []
        #: Of each field that is open, innermost last: whether its instruction is being given, and not yet its result.
        self._fields: list[bool] = []
        self._style = ""
        #: Text of a paragraph whose end is deleted: it goes on in the next.
        self._begun = ""

    def blocks(self, element: etree._Element, place: str) -> None:
        """Everything that stands in ``element``, whatever wraps it."""
        for child in element:
            name = local_name(child)
            if name == "p":
                self._paragraph(child, place)
            elif name == "tbl":
                self._finish(place)
                self._table(child, place)
            elif name in {"altChunk", "subDoc"}:
                self._draft.skip("embedded")
            elif name == "AlternateContent" and (choice := wrapped_choice(child)) is not None:
                self.blocks(choice, place)
            elif name in _MARKED:
                self._drawing(child)
                self._empty_boxes()
            elif name not in DROPPED and not is_placeholder(child):
                self.blocks(child, place)
        if local_name(element) in _CONTAINERS:
            self._finish(place)

    def _finish(self, place: str) -> None:
        """A paragraph that would have gone on in the next ends here."""
        begun, self._begun = self._begun, ""
        if begun:
            self._sink(place, begun)

    def _paragraph(self, element: etree._Element, place: str) -> None:
        parts = [self._begun]
        self._style = style_of(element, "pPr", "pStyle")
        waiting, self._boxes = self._boxes, []
        self._inline(element, parts)
        # A field that is still in its instruction has lost its end.
        self._fields = [instructing for instructing in self._fields if not instructing]
        self._begun = "".join(parts) if goes_on(element) else ""
        if not self._begun:
            self._sink(place, "".join(parts))
        self._empty_boxes()
        self._boxes = waiting

    def _empty_boxes(self) -> None:
        """Text boxes come behind the paragraph that they are anchored in."""
        while self._boxes:
            box, place = self._boxes.pop(0)
            waiting, self._boxes = self._boxes, []
            self.blocks(box, place)
            self._boxes = waiting

    def _inline(self, element: etree._Element, parts: list[str]) -> None:
        for child in element:
            name = local_name(child)
            if name == "fldChar":
                self._field(child, parts)
            elif name in {"del", "moveFrom"}:
                self._unseen(child, parts)
            elif name == "t" or name in _CHARACTERS:
                if not any(self._fields):
                    parts.append(_CHARACTERS.get(name) or child.text or "")
            elif name == "AlternateContent" and (choice := wrapped_choice(child)) is not None:
                self._inline(choice, parts)
            elif name in _MARKED:
                self._drawing(child)
            elif name == "subDoc":
                self._draft.skip("embedded")
            elif name == "r" and self._is_hidden(child):
                self._draft.skip("hidden", count=int(bool("".join(map(str, child.itertext())).strip())))
                self._unseen(child, parts)
            elif name == "r" and is_symbols(child):
                parts.append("\u2022 ")
            elif name not in DROPPED and not is_placeholder(child):
                self._inline(child, parts)

    def _unseen(self, element: etree._Element, parts: list[str]) -> None:
        """Of what is deleted or hidden, only the beginnings and ends of fields count."""
        for child in element.iter():
            if local_name(child) == "fldChar":
                self._field(child, parts)

    def _field(self, element: etree._Element, parts: list[str]) -> None:
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            self._fields.append(True)
            parts += chosen_entry(element)
        elif self._fields and kind == "separate":
            self._fields[-1] = False
        elif self._fields and kind == "end":
            self._fields.pop()

    def _is_hidden(self, run: etree._Element) -> bool:
        if has_property(run, "rPr", "vanish"):
            return True
        styles = {style_of(run, "rPr", "rStyle"), self._style}
        return bool(self._hidden & styles) and not has_property(run, "rPr", "vanish", on=False)

    # Drawings

    def _drawing(self, element: etree._Element) -> bool:
        """Note text boxes and what is not read; whether there was anything."""
        name = local_name(element)
        if name == "AlternateContent":
            # The same drawing for newer and for older programs.
            return any(self._drawing(choice) for choice in element)
        if name in {"txbxContent", "txBody"}:
            self._boxes.append((element, "text box"))
            return True
        if name in {"blip", "imagedata"}:
            large = is_large(element)
            self._draft.skip("picture", count=int(large))
            return True
        if name == "textpath":
            self._boxes.append((paragraph_of(attribute(element, "string")), "text box"))
            return True
        if name in {"OLEObject", "chart", "relIds", "control"}:
            return self._elsewhere(element, name)
        # Every part of it, not only the first.
        return any([self._drawing(child) for child in element])  # noqa: C419

    def _elsewhere(self, element: etree._Element, name: str) -> bool:
        """What a drawing only points to."""
        if name in {"OLEObject", "control"}:
            self._draft.skip("embedded")
            return True
        part = self._part.target(attribute(element, "dm") or attribute(element, "id"))
        if name == "chart":
            self._draft.skip("chart")
            names = [] if part is None else [e.text or "" for e in part.root.iter() if is_chart_text(e)]
            self._boxes += [(paragraph_of(text), "chart") for text in dict.fromkeys(names)]
        elif part is not None:
            self._boxes.append((part.root, "diagram"))
        else:
            self._draft.skip("chart")
        return True

    # Tables

    def _table(self, element: etree._Element, place: str) -> None:
        """Rows whose cells are of one line each stay together; else each cell is read by itself, left to right."""
        inside = "table" if place == "text" else place
        for row in unwrapped(element, "tr"):
            if has_property(row, "trPr", "del"):
                continue
            if has_property(row, "trPr", "hidden"):
                self._draft.skip("hidden")
                continue
            cells = [self._caught(cell, inside) for cell in unwrapped(row, "tc") if not continues_above(cell)]
            if all(len(cell) <= 1 and "\n" not in "".join(text for _, text in cell) for cell in cells):
                self._sink(inside, " | ".join(text for cell in cells for _, text in cell if text.strip()))
            else:
                for cell in cells:
                    for where, text in cell:
                        self._sink(where, text)

    def _caught(self, cell: etree._Element, place: str) -> list[tuple[str, str]]:
        """The blocks of a cell, held back."""
        found: list[tuple[str, str]] = []

        def catch(place: str, text: str) -> None:
            if text.strip():
                found.append((place, text))

        sink, self._sink = self._sink, catch
        self.blocks(cell, place)
        self._sink = sink
        return found
