"""A small writer of Word files, which can write what python-docx cannot: text boxes, controls, tracked changes."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DRAWING_TYPE: Final = "application/vnd.openxmlformats-officedocument.drawingml"

NAMESPACES: Final = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": f"{_OFFICE}/relationships",
    "m": f"{_OFFICE}/math",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "dsp": "http://schemas.microsoft.com/office/drawing/2008/diagram",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "wpc": "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}
DECLARED: Final = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
_STRICT: Final = {
    NAMESPACES["w"]: "http://purl.oclc.org/ooxml/wordprocessingml/main",
    f"{_OFFICE}/relationships": "http://purl.oclc.org/ooxml/officeDocument/relationships",
    f"{_OFFICE}/math": "http://purl.oclc.org/ooxml/officeDocument/math",
    "http://schemas.openxmlformats.org/drawingml/2006/": "http://purl.oclc.org/ooxml/drawingml/",
}
_DATE: Final = (2024, 1, 15, 9, 30, 0)
TRACKED: Final = 'w:author="Reviewer" w:date="2024-01-15T09:30:00Z"'

_TYPES: Final = {
    "header": f"{_WORD_TYPE}.header+xml",
    "footer": f"{_WORD_TYPE}.footer+xml",
    "footnotes": f"{_WORD_TYPE}.footnotes+xml",
    "endnotes": f"{_WORD_TYPE}.endnotes+xml",
    "comments": f"{_WORD_TYPE}.comments+xml",
    "numbering": f"{_WORD_TYPE}.numbering+xml",
    "styles": f"{_WORD_TYPE}.styles+xml",
    "settings": f"{_WORD_TYPE}.settings+xml",
    "glossaryDocument": f"{_WORD_TYPE}.document.glossary+xml",
    "chart": f"{_DRAWING_TYPE}.chart+xml",
    "diagramData": f"{_DRAWING_TYPE}.diagramData+xml",
    "diagramLayout": f"{_DRAWING_TYPE}.diagramLayout+xml",
    "diagramQuickStyle": f"{_DRAWING_TYPE}.diagramStyle+xml",
    "diagramColors": f"{_DRAWING_TYPE}.diagramColors+xml",
    "diagramDrawing": "application/vnd.ms-office.drawingml.diagramDrawing+xml",
    "customXml": "application/xml",
    "image": "image/png",
    "aFChunk": "text/html",
    "package": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part beside the document: what kind it is, its path in the file, its bytes and the id that names it."""

    kind: str
    path: str
    data: bytes
    rid: str

    @property
    def relation(self) -> str:
        if self.kind == "diagramDrawing":
            return "http://schemas.microsoft.com/office/2007/relationships/diagramDrawing"
        return f"{_OFFICE}/relationships/{self.kind}"


def xml(root: str, content: str, attributes: str = "") -> bytes:
    """One XML part with every namespace declared at its root."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f"{head}<{root} {DECLARED} {attributes}>{content}</{root}>".encode()


def zipped(parts: dict[str, bytes]) -> bytes:
    """The parts as a zip whose entries bear a fixed date, so that the bytes are the same each time."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for path, data in parts.items():
            entry = zipfile.ZipInfo(path, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return file.getvalue()


def _relations(rows: list[tuple[str, str, str, str]]) -> bytes:
    content = "".join(
        f'<Relationship Id="{rid}" Type="{kind}" Target="{escape(target)}"{mode}/>' for rid, kind, target, mode in rows
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<Relationships xmlns="{_PACKAGE}/relationships">{content}</Relationships>'.encode()


def _content_types(main: str, parts: tuple[Part, ...]) -> bytes:
    rows = [("/" + main, f"{_WORD_TYPE}.document.main+xml"), *(("/" + part.path, _TYPES[part.kind]) for part in parts)]
    content = "".join(f'<Override PartName="{path}" ContentType="{kind}"/>' for path, kind in rows)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{content}</Types>'
    ).encode()


def docx(
    body: str,
    *parts: Part,
    section: str = "",
    links: dict[str, str] | None = None,
    main: str = "word/document.xml",
    document: bytes | None = None,
) -> bytes:
    """A Word file of a body and its parts; ``document`` gives the bytes of the main part where they are peculiar."""
    size = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440"/>'
    before, _, after = section.partition("|")
    whole = f"<w:body>{body}<w:sectPr>{before}{size}{after}</w:sectPr></w:body>"
    folder = main.rpartition("/")[0]
    rows = [(part.rid, part.relation, "/" + part.path, "") for part in parts]
    rows += [
        (rid, f"{_OFFICE}/relationships/hyperlink", target, ' TargetMode="External"')
        for rid, target in (links or {}).items()
    ]
    return zipped(
        {
            "[Content_Types].xml": _content_types(main, parts),
            "_rels/.rels": _relations([("rId1", f"{_OFFICE}/relationships/officeDocument", main, "")]),
            main: document or xml("w:document", whole),
            f"{folder}/_rels/{main.rpartition('/')[2]}.rels": _relations(rows),
            **{part.path: part.data for part in parts},
        },
    )


def strict(transitional: bytes) -> bytes:
    """The same file in the namespaces of Strict Open XML, as Word saves it on demand."""
    with zipfile.ZipFile(io.BytesIO(transitional)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for path, data in parts.items():
        for old, new in _STRICT.items():
            data = data.replace(old.encode(), new.encode())  # noqa: PLW2901 - each name is replaced in turn
        parts[path] = data.replace(b"<w:document ", b'<w:document w:conformance="strict" ')
    return zipped(parts)


def t(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def run(*content: str, props: str = "") -> str:
    """A run of texts; what begins with ``<`` is markup already."""
    inner = "".join(item if item.startswith("<") else t(item) for item in content)
    return f"<w:r>{f'<w:rPr>{props}</w:rPr>' if props else ''}{inner}</w:r>"


def p(*content: str, props: str = "") -> str:
    """A paragraph of texts, each in a run of its own; what begins with ``<`` is markup already."""
    inner = "".join(item if item.startswith("<") else run(item) for item in content)
    return f"<w:p>{f'<w:pPr>{props}</w:pPr>' if props else ''}{inner}</w:p>"


def paragraphs(*texts: str) -> str:
    return "".join(p(text) for text in texts)


def cell(content: str, props: str = "", width: int = 4000) -> str:
    """A cell of a text or of whole paragraphs."""
    inner = content if content.startswith("<") else p(content)
    # A cell must end in a paragraph, or Word calls the file broken.
    inner += p() if inner.endswith("</w:tbl>") else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{props}</w:tcPr>{inner}</w:tc>'


def row(*cells: str, props: str = "") -> str:
    """A row of cells, or of their contents."""
    inner = "".join(item if item.startswith(("<w:tc>", "<w:sdt>")) else cell(item) for item in cells)
    return f"<w:tr>{f'<w:trPr>{props}</w:trPr>' if props else ''}{inner}</w:tr>"


def table(*rows: str, columns: int = 2, props: str = "") -> str:
    grid = '<w:gridCol w:w="4000"/>' * columns
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'<w:tbl><w:tblPr>{props}<w:tblW w:w="0" w:type="auto"/><w:tblBorders>{borders}</w:tblBorders></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def control(content: str, props: str = "", number: int = 1001) -> str:
    """A content control around a block, a run, a row or a cell."""
    return f'<w:sdt><w:sdtPr><w:id w:val="{number}"/>{props}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'


def inserted(content: str, number: int = 1) -> str:
    return f'<w:ins w:id="{number}" {TRACKED}>{content}</w:ins>'


def deleted(text: str, number: int = 2) -> str:
    inner = f'<w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r>'
    return f'<w:del w:id="{number}" {TRACKED}>{inner}</w:del>'


def field(instruction: str, *result: str) -> str:
    """A complex field: the result is what the person sees."""
    inner = "".join(item if item.startswith("<") else run(item) for item in result)
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{inner}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _placed(graphic: str, *, width: int, height: int, down: int, number: int) -> str:
    """A drawing that floats, ``down`` below the paragraph that it is anchored in; lengths in EMU."""
    return (
        '<wp:anchor distT="0" distB="0" distL="114300" distR="114300" simplePos="0" relativeHeight="251659264" '
        'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="paragraph"><wp:posOffset>{down}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/>'
        f'<wp:docPr id="{number}" name="Drawing {number}"/><wp:cNvGraphicFramePr/>{graphic}</wp:anchor>'
    )


def _inline(graphic: str, *, width: int, height: int, number: int) -> str:
    return (
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{number}" name="Drawing {number}"/><wp:cNvGraphicFramePr/>{graphic}</wp:inline>'
    )


def _graphic(uri: str, content: str) -> str:
    return f'<a:graphic><a:graphicData uri="{uri}">{content}</a:graphicData></a:graphic>'


def _shape_properties(width: int, height: int, top: int = 0) -> str:
    return (
        f'<wps:spPr><a:xfrm><a:off x="0" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
    )


def shape(content: str, top: int = 0, box: str = "") -> str:
    """A shape with text in it; ``box`` stands for the text where the shape goes on with another's."""
    text = box or f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"
    return f'<wps:wsp><wps:cNvSpPr txBox="1"/>{_shape_properties(2800000, 900000, top)}{text}<wps:bodyPr/></wps:wsp>'


def vml_box(content: str, number: int = 1) -> str:
    style = "position:relative;margin-left:0;margin-top:0;width:220pt;height:70pt"
    return (
        f'<w:pict><v:shape id="_x0000_s10{number}" type="#_x0000_t202" style="{style}">'
        f"<v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict>"
    )


def drawing(graphic: str, *, inline: bool = False, down: int = 0, number: int = 1) -> str:
    size = {"width": 2800000, "height": 900000}
    placed = _inline(graphic, **size, number=number) if inline else _placed(graphic, **size, down=down, number=number)
    return f"<w:drawing>{placed}</w:drawing>"


def either(choice: str, fallback: str, requires: str = "wps") -> str:
    """The two forms in which Word writes a drawing: for itself, and for programs older than it."""
    return (
        f'<mc:AlternateContent><mc:Choice Requires="{requires}">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )


def text_box(content: str, *, inline: bool = False, down: int = 0, number: int = 1) -> str:
    """A run with a text box as Word 2010 and later write it, whose text therefore stands in the file twice."""
    graphic = _graphic(NAMESPACES["wps"], shape(content))
    new = drawing(graphic, inline=inline, down=down, number=number)
    return f"<w:r>{either(new, vml_box(content, number))}</w:r>"


def new_text_box(content: str, number: int = 1) -> str:
    """A text box without the form for older programs, as online editors write it."""
    return f"<w:r>{drawing(_graphic(NAMESPACES['wps'], shape(content)), number=number)}</w:r>"


def group(*contents: str) -> str:
    """A run with text boxes that are grouped."""
    shapes = "".join(shape(content, 1000000 * index) for index, content in enumerate(contents))
    extent = f'<a:off x="0" y="0"/><a:ext cx="2800000" cy="{1000000 * len(contents)}"/>'
    inner = extent.replace("a:off", "a:chOff").replace("a:ext", "a:chExt")
    properties = f"<wpg:grpSpPr><a:xfrm>{extent}{inner}</a:xfrm></wpg:grpSpPr>"
    new = drawing(_graphic(NAMESPACES["wpg"], f"<wpg:wgp><wpg:cNvGrpSpPr/>{properties}{shapes}</wpg:wgp>"))
    boxes = "".join(vml_box(content, index).removeprefix("<w:pict>") for index, content in enumerate(contents))
    old = f'<w:pict><v:group style="width:220pt;height:150pt">{boxes.replace("</w:pict>", "")}</v:group></w:pict>'
    return f"<w:r>{either(new, old, 'wpg')}</w:r>"


def canvas(*contents: str) -> str:
    shapes = "".join(shape(content, 1000000 * index) for index, content in enumerate(contents))
    return f"<w:r>{drawing(_graphic(NAMESPACES['wpc'], f'<wpc:wpc><wpc:bg/><wpc:whole/>{shapes}</wpc:wpc>'))}</w:r>"


def linked_boxes(content: str) -> str:
    """Two text boxes, the second of which goes on with the text of the first."""
    first = f'<wps:txbx id="1"><w:txbxContent>{content}</w:txbxContent></wps:txbx>'
    second = '<wps:linkedTxbx id="1" seq="1"/>'
    return "".join(
        f"<w:r>{drawing(_graphic(NAMESPACES['wps'], shape('', box=box)), number=number)}</w:r>"
        for number, box in enumerate((first, second), 1)
    )


def picture(width: int, height: int, rid: str = "rImage", number: int = 7) -> str:
    """A run with a picture; lengths in EMU, 360000 to the centimetre."""
    inner = (
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="image1.png"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{rid}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    )
    graphic = _graphic(NAMESPACES["pic"], inner)
    return f"<w:r><w:drawing>{_inline(graphic, width=width, height=height, number=number)}</w:drawing></w:r>"


def png(width: int, height: int) -> bytes:
    """A grey picture with bands across it, as lines of writing seen from afar."""
    rows = b"".join(b"\0" + bytes([90 if y % 12 < 4 else 235]) * width for y in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def image_part(width: int = 120, height: int = 160) -> Part:
    return Part("image", "word/media/image1.png", png(width, height), "rImage")


def header(content: str, number: int = 1) -> Part:
    return Part("header", f"word/header{number}.xml", xml("w:hdr", content), f"rHeader{number}")


def footer(content: str, number: int = 1) -> Part:
    return Part("footer", f"word/footer{number}.xml", xml("w:ftr", content), f"rFooter{number}")


def shown(number: int = 1, kind: str = "default", part: str = "header") -> str:
    """What a section says to bear a header or a footer."""
    return f'<w:{part}Reference w:type="{kind}" r:id="r{part.title()}{number}"/>'


def settings(content: str) -> Part:
    return Part("settings", "word/settings.xml", xml("w:settings", content), "rSettings")


def styles(content: str) -> Part:
    return Part("styles", "word/styles.xml", xml("w:styles", content), "rStyles")


def section_end(content: str, kind: str = "nextPage") -> str:
    """The paragraph that closes a section before the last."""
    head = f'<w:sectPr>{content}<w:type w:val="{kind}"/><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    return f"<w:p><w:pPr>{head}</w:pPr></w:p>"


def notes(kind: str, *texts: str) -> Part:
    """The part of footnotes or of endnotes, with the separators that Word puts before them."""
    one = kind.removesuffix("s")
    content = f'<w:{one} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{one}>'
    content += "".join(
        f'<w:{one} w:id="{number}">{p(f"<w:r><w:{one}Ref/></w:r>", " " + text)}</w:{one}>'
        for number, text in enumerate(texts, 1)
    )
    return Part(kind, f"word/{kind}.xml", xml(f"w:{kind}", content), f"r{kind.title()}")


PAGE_BREAK: Final = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
