"""Word documents (.docx), as a reader sees them: headers, text boxes, content controls, tables in tables, notes.

docs/profiles.md says how docx2python and mammoth do on the same files; neither tells what it left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from recommender.profile.formats.docx_package import Package, Part
from recommender.profile.formats.xml_tree import local_name
from recommender.profile.reading import Reading, ReadingDraft

#: What is deleted, or says how something looks and not what it says.
_DROPPED: Final = frozenset(
    "del moveFrom delText instrText delInstrText sectPr pPr rPr tblPr tblGrid trPr tcPr sdtPr sdtEndPr rt "
    "fldData bookmarkStart bookmarkEnd proofErr commentRangeStart commentRangeEnd".split()
)
_CHARACTERS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "sym": "\u2022", "ptab": "\t"}
_MARKED: Final = frozenset(("AlternateContent", "drawing", "pict", "object"))
#: Smaller pictures are portraits, logos and icons: 6 cm by 6 cm, in square English Metric Units.
_LARGE_PICTURE: Final = 36 * 360_000**2
#: A banner of 12 cm.
_WIDE_PICTURE: Final = 12 * 360_000
_POINTS: Final = re.compile(r"(?:^|;)\s*(width|height):\s*([\d.]+)pt")
_POINT: Final = 12_700
#: Elements whose paragraphs do not go on outside.
_CONTAINERS: Final = frozenset("body hdr ftr tc txbxContent footnote endnote".split())
#: What placeholders say.
_PROMPT: Final = re.compile(
    r"\b(?:click|tap|choose|enter|select|type|insert|klicken|w\u00e4hlen|geben sie|cliquez|saisir|haga clic|escriba)\b",
    re.IGNORECASE,
)
#: Notes between the text and the notes proper.
_SEPARATORS: Final = frozenset(("separator", "continuationSeparator", "continuationNotice"))


def read(content: bytes) -> Reading:
    """`ProfileError` for a file that is no Word document, is encrypted, or holds more than a profile does."""
    package = Package(content)
    main = package.main()
    draft = ReadingDraft("docx")
    hidden = _hidden_styles(main)
    for part in _margins(main, "header"):
        _Walk(part, draft, hidden).blocks(part.root, "header")
    _Walk(main, draft, hidden).blocks(main.root, "text")
    for kind in ("footnote", "endnote"):
        for part in filter(_readable, main.related(f"{kind}s")):
            for note in part.root:
                if _attribute(note, "type") not in _SEPARATORS:
                    _Walk(part, draft, hidden).blocks(note, kind)
    for part in _margins(main, "footer"):
        _Walk(part, draft, hidden).blocks(part.root, "footer")
    for part in filter(_readable, main.related("comments")):
        draft.skip("comment", count=sum(local_name(child) == "comment" for child in part.root))
    return draft.finished()


def _readable(part: Part) -> bool:
    return part.is_readable


def _margins(main: Part, kind: str) -> Iterator[Part]:
    """The headers or footers that a reader sees, each text once."""
    settings = next((part for part in main.related("settings") if part.is_readable), None)
    alternate = settings is not None and any(local_name(e) == "evenAndOddHeaders" and _on(e) for e in settings.root)
    seen: set[str] = set()
    for section in (e for e in main.root.iter() if local_name(e) == "sectPr"):
        titled = any(local_name(child) == "titlePg" and _on(child) for child in section)
        # The first page comes first.
        for reference in sorted(section, key=lambda each: _attribute(each, "type") != "first"):
            page = _attribute(reference, "type")
            if (
                local_name(reference) != f"{kind}Reference"
                or (page == "first" and not titled)
                or (page == "even" and not alternate)
            ):
                continue
            part = main.target(_attribute(reference, "id"))
            if part is None or not part.is_readable:
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
            elif name == "AlternateContent" and (choice := _wrapped(child)) is not None:
                self.blocks(choice, place)
            elif name in _MARKED:
                self._drawing(child)
                self._empty_boxes()
            elif name not in _DROPPED and not _is_placeholder(child):
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
        self._style = _style(element, "pPr", "pStyle")
        waiting, self._boxes = self._boxes, []
        self._inline(element, parts)
        # A field that is still in its instruction has lost its end.
        self._fields = [instructing for instructing in self._fields if not instructing]
        self._begun = "".join(parts) if _goes_on(element) else ""
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
            elif name == "AlternateContent" and (choice := _wrapped(child)) is not None:
                self._inline(choice, parts)
            elif name in _MARKED:
                self._drawing(child)
            elif name == "subDoc":
                self._draft.skip("embedded")
            elif name == "r" and self._is_hidden(child):
                self._draft.skip("hidden", count=int(bool("".join(map(str, child.itertext())).strip())))
                self._unseen(child, parts)
            elif name == "r" and _is_symbols(child):
                parts.append("\u2022 ")
            elif name not in _DROPPED and not _is_placeholder(child):
                self._inline(child, parts)

    def _unseen(self, element: etree._Element, parts: list[str]) -> None:
        """Of what is deleted or hidden, only the beginnings and ends of fields count."""
        for child in element.iter():
            if local_name(child) == "fldChar":
                self._field(child, parts)

    def _field(self, element: etree._Element, parts: list[str]) -> None:
        kind = _attribute(element, "fldCharType")
        if kind == "begin":
            self._fields.append(True)
            parts += _chosen(element)
        elif self._fields and kind == "separate":
            self._fields[-1] = False
        elif self._fields and kind == "end":
            self._fields.pop()

    def _is_hidden(self, run: etree._Element) -> bool:
        if _has(run, "rPr", "vanish"):
            return True
        styles = {_style(run, "rPr", "rStyle"), self._style}
        return bool(self._hidden & styles) and not _has(run, "rPr", "vanish", on=False)

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
            large = _is_large(element)
            self._draft.skip("picture", count=int(large))
            return True
        if name == "textpath":
            self._boxes.append((_paragraph_of(_attribute(element, "string")), "text box"))
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
        part = self._part.target(_attribute(element, "dm") or _attribute(element, "id"))
        if name == "chart":
            self._draft.skip("chart")
            names = [] if part is None else [e.text or "" for e in part.root.iter() if _is_chart_text(e)]
            self._boxes += [(_paragraph_of(text), "chart") for text in dict.fromkeys(names)]
        elif part is not None:
            self._boxes.append((part.root, "diagram"))
        else:
            self._draft.skip("chart")
        return True

    # Tables

    def _table(self, element: etree._Element, place: str) -> None:
        """Rows whose cells are of one line each stay together; else each cell is read by itself, left to right."""
        inside = "table" if place == "text" else place
        for row in _unwrapped(element, "tr"):
            if _has(row, "trPr", "del"):
                continue
            if _has(row, "trPr", "hidden"):
                self._draft.skip("hidden")
                continue
            cells = [self._caught(cell, inside) for cell in _unwrapped(row, "tc") if not _continues(cell)]
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


def _unwrapped(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, out of the content controls and tracked changes around them."""
    for child in element:
        if local_name(child) == name:
            yield child
        elif local_name(child) not in _DROPPED and not _is_placeholder(child):
            yield from _unwrapped(child, name)


def _attribute(element: etree._Element, name: str) -> str:
    """An attribute by its local name."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def _on(element: etree._Element) -> bool:
    return _attribute(element, "val") not in {"0", "false", "off"}


def _has(element: etree._Element, properties: str, name: str, *, on: bool = True) -> bool:
    """Whether ``name`` stands among the properties of ``element``, and is switched on, or off."""
    return any(
        local_name(each) == name and _on(each) is on
        for child in element
        if local_name(child) == properties
        for each in child
    )


def _style(element: etree._Element, properties: str, name: str) -> str:
    """The style that an element's properties name."""
    return next(
        (
            _attribute(each, "val")
            for child in element
            if local_name(child) == properties
            for each in child
            if local_name(each) == name
        ),
        "",
    )


def _hidden_styles(main: Part) -> frozenset[str]:
    """Styles whose text is hidden, by themselves or by the style that they are based on."""
    sheets = [part.root for part in main.related("styles") if part.is_readable]
    styles = [style for sheet in sheets for style in sheet if local_name(style) == "style"]
    hidden = {_attribute(style, "styleId") for style in styles if _has(style, "rPr", "vanish")}
    based = {
        _attribute(style, "styleId"): _attribute(child, "val")
        for style in styles
        for child in style
        if local_name(child) == "basedOn" and not _has(style, "rPr", "vanish", on=False)
    }
    while more := {style for style, base in based.items() if base in hidden} - hidden:
        hidden |= more
    return frozenset(hidden)


def _goes_on(paragraph: etree._Element) -> bool:
    """Whether a paragraph goes on in the next: the mark at its end is deleted, or it is the large first letter."""
    properties = next((child for child in paragraph if local_name(child) == "pPr"), None)
    if properties is None:
        return False
    framed = (each for each in properties if local_name(each) == "framePr")
    return _has(properties, "rPr", "del") or any(_attribute(each, "dropCap") in {"drop", "margin"} for each in framed)


def _is_placeholder(element: etree._Element) -> bool:
    """Whether a content control shows what to type into it; what somebody typed may still be marked so."""
    if local_name(element) != "sdt" or not _has(element, "sdtPr", "showingPlcHdr"):
        return False
    runs = [each for each in element.iter() if local_name(each) == "r" and "".join(map(str, each.itertext())).strip()]
    styled = all("placeholder" in _style(run, "rPr", "rStyle").lower() for run in runs)
    return styled or bool(_PROMPT.search("".join(map(str, element.itertext()))))


def _wrapped(alternate: etree._Element) -> etree._Element | None:
    """The first choice of alternate content that wraps text; ``None`` where it is a drawing."""
    choice = next(iter(alternate), None)
    inner = set() if choice is None else {local_name(child) for child in choice}
    return choice if inner & {"p", "r", "tbl", "sdt", "hyperlink", "ins"} else None


def _is_symbols(run: etree._Element) -> bool:
    """Whether a run is one sign of a font of symbols, such as the letter that is a tick in Wingdings."""
    text = "".join(child.text or "" for child in run if local_name(child) == "t").strip()
    fonts = (
        str(value)
        for child in run
        if local_name(child) == "rPr"
        for each in child
        if local_name(each) == "rFonts"
        for value in each.attrib.values()
    )
    return len(text) == 1 and any(font.startswith(("Wingdings", "Symbol", "Webdings")) for font in fonts)


def _chosen(begin: etree._Element) -> list[str]:
    """The entry that is chosen in the list of a form's field."""
    lists = [each for each in begin.iter() if local_name(each) == "ddList"]
    for each in lists:
        entries = [_attribute(child, "val") for child in each if local_name(child) == "listEntry"]
        result = next((_attribute(child, "val") for child in each if local_name(child) == "result"), "0")
        if result.isdigit() and int(result) < len(entries):
            return [entries[int(result)]]
    return []


def _continues(cell: etree._Element) -> bool:
    """Whether a cell is only the lower part of one that spans rows."""
    return any(
        local_name(each) == "vMerge" and _attribute(each, "val") in {"", "continue"}
        for child in cell
        if local_name(child) == "tcPr"
        for each in child
    )


def _is_large(picture: etree._Element) -> bool:
    """Whether a picture may hold a text: by the size of the drawing around it; where none is stated it may."""
    for around in picture.iterancestors():
        for child in around:
            if local_name(child) == "extent":
                sides = [_attribute(child, side) for side in ("cx", "cy")]
                if all(side.isdigit() for side in sides):
                    return _may_hold_text(float(sides[0]), float(sides[1]))
        found = dict(_POINTS.findall(_attribute(around, "style")))
        if len(found) == 2:
            return _may_hold_text(float(found["width"]) * _POINT, float(found["height"]) * _POINT)
        if local_name(around) in {"drawing", "pict", "object"}:
            break
    return True


def _may_hold_text(width: float, height: float) -> bool:
    return width * height >= _LARGE_PICTURE or width >= _WIDE_PICTURE


def _is_chart_text(element: etree._Element) -> bool:
    """A category or a name of a chart: its text, never its numbers."""
    if local_name(element) == "t":
        return True
    return local_name(element) == "v" and any(local_name(around) == "strCache" for around in element.iterancestors())


def _paragraph_of(text: str) -> etree._Element:
    box = etree.Element("box")
    etree.SubElement(etree.SubElement(etree.SubElement(box, "p"), "r"), "t").text = text
    return box
