"""What single elements of a Word document say: switches, styles, placeholders, sizes of pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from recommender.profile.formats.docx_package import Part
from recommender.profile.formats.xml_tree import local_name

#: What is deleted, or says how something looks and not what it says.
DROPPED: Final = frozenset(
    "del moveFrom delText instrText delInstrText sectPr pPr rPr tblPr tblGrid trPr tcPr sdtPr sdtEndPr rt "
    "fldData bookmarkStart bookmarkEnd proofErr commentRangeStart commentRangeEnd".split()
)
#: Smaller pictures are portraits, logos and icons: 6 cm by 6 cm, in square English Metric Units.
_LARGE_PICTURE: Final = 36 * 360_000**2
#: A banner of 12 cm.
_WIDE_PICTURE: Final = 12 * 360_000
_POINTS: Final = re.compile(r"(?:^|;)\s*(width|height):\s*([\d.]+)pt")
_POINT: Final = 12_700
#: What placeholders say.
_PROMPT: Final = re.compile(
    r"\b(?:click|tap|choose|enter|select|type|insert|klicken|w\u00e4hlen|geben sie|cliquez|saisir|haga clic|escriba)\b",
    re.IGNORECASE,
)


def unwrapped(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, out of the content controls and tracked changes around them."""
    for child in element:
        if local_name(child) == name:
            yield child
        elif local_name(child) not in DROPPED and not is_placeholder(child):
            yield from unwrapped(child, name)


def attribute(element: etree._Element, name: str) -> str:
    """An attribute by its local name."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def is_on(element: etree._Element) -> bool:
    """Whether a property is switched on: one that is named without a value is."""
    return attribute(element, "val") not in {"0", "false", "off"}


def has_property(element: etree._Element, properties: str, name: str, *, on: bool = True) -> bool:
    """Whether ``name`` stands among the properties of ``element``, and is switched on, or off."""
    return any(
        local_name(each) == name and is_on(each) is on
        for child in element
        if local_name(child) == properties
        for each in child
    )


def style_of(element: etree._Element, properties: str, name: str) -> str:
    """The style that an element's properties name."""
    return next(
        (
            attribute(each, "val")
            for child in element
            if local_name(child) == properties
            for each in child
            if local_name(each) == name
        ),
        "",
    )


def hidden_styles(main: Part) -> frozenset[str]:
    """Styles whose text is hidden, by themselves or by the style that they are based on."""
    styles = [style for sheet in main.whole("styles") for style in sheet.root if local_name(style) == "style"]
    hidden = {attribute(style, "styleId") for style in styles if has_property(style, "rPr", "vanish")}
    based = {
        attribute(style, "styleId"): attribute(child, "val")
        for style in styles
        for child in style
        if local_name(child) == "basedOn" and not has_property(style, "rPr", "vanish", on=False)
    }
    while more := {style for style, base in based.items() if base in hidden} - hidden:
        hidden |= more
    return frozenset(hidden)


def goes_on(paragraph: etree._Element) -> bool:
    """Whether a paragraph goes on in the next: the mark at its end is deleted, or it is the large first letter."""
    properties = next((child for child in paragraph if local_name(child) == "pPr"), None)
    if properties is None:
        return False
    framed = (each for each in properties if local_name(each) == "framePr")
    return has_property(properties, "rPr", "del") or any(
        attribute(each, "dropCap") in {"drop", "margin"} for each in framed
    )


def is_placeholder(element: etree._Element) -> bool:
    """Whether a content control shows what to type into it; what somebody typed may still be marked so."""
    if local_name(element) != "sdt" or not has_property(element, "sdtPr", "showingPlcHdr"):
        return False
    runs = [each for each in element.iter() if local_name(each) == "r" and "".join(map(str, each.itertext())).strip()]
    styled = all("placeholder" in style_of(run, "rPr", "rStyle").lower() for run in runs)
    return styled or bool(_PROMPT.search("".join(map(str, element.itertext()))))


def wrapped_choice(alternate: etree._Element) -> etree._Element | None:
    """The first choice of alternate content that wraps text; ``None`` where it is a drawing."""
    choice = next(iter(alternate), None)
    inner = set() if choice is None else {local_name(child) for child in choice}
    return choice if inner & {"p", "r", "tbl", "sdt", "hyperlink", "ins"} else None


def is_symbols(run: etree._Element) -> bool:
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


def chosen_entry(begin: etree._Element) -> list[str]:
    """The entry that is chosen in the list of a form's field."""
    lists = [each for each in begin.iter() if local_name(each) == "ddList"]
    for each in lists:
        entries = [attribute(child, "val") for child in each if local_name(child) == "listEntry"]
        result = next((attribute(child, "val") for child in each if local_name(child) == "result"), "0")
        if result.isdigit() and int(result) < len(entries):
            return [entries[int(result)]]
    return []


def continues_above(cell: etree._Element) -> bool:
    """Whether a cell is only the lower part of one that spans rows."""
    return any(
        local_name(each) == "vMerge" and attribute(each, "val") in {"", "continue"}
        for child in cell
        if local_name(child) == "tcPr"
        for each in child
    )


def is_large(picture: etree._Element) -> bool:
    """Whether a picture may hold a text: by the size of the drawing around it; where none is stated it may."""
    for around in picture.iterancestors():
        for child in around:
            if local_name(child) == "extent":
                sides = [attribute(child, side) for side in ("cx", "cy")]
                if all(side.isdigit() for side in sides):
                    return _may_hold_text(float(sides[0]), float(sides[1]))
        found = dict(_POINTS.findall(attribute(around, "style")))
        if len(found) == 2:
            return _may_hold_text(float(found["width"]) * _POINT, float(found["height"]) * _POINT)
        if local_name(around) in {"drawing", "pict", "object"}:
            break
    return True


def _may_hold_text(width: float, height: float) -> bool:
    return width * height >= _LARGE_PICTURE or width >= _WIDE_PICTURE


def is_chart_text(element: etree._Element) -> bool:
    """A category or a name of a chart: its text, never its numbers."""
    if local_name(element) == "t":
        return True
    return local_name(element) == "v" and any(local_name(around) == "strCache" for around in element.iterancestors())


def paragraph_of(text: str) -> etree._Element:
    """A box with one paragraph of this text."""
    box = etree.Element("box")
    etree.SubElement(etree.SubElement(etree.SubElement(box, "p"), "r"), "t").text = text
    return box
