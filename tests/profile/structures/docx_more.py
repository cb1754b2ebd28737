"""Word files, further ones: what the page shows of tables, pictures and headers, and files that are not in order."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from tests.profile.structures import docx_writer as w
from tests.profile.structures.docx_writer import (
    Part,
    cell,
    control,
    docx,
    header,
    p,
    paragraphs,
    row,
    run,
    shown,
    table,
    text_box,
)
from tests.profile.structures.found import found
from tests.profile.structures.structure import Structure

_word = found("docx")
_BREAK: Final = "<w:br/>"
_LARGE: Final = '<wp:extent cx="9000000" cy="9000000"/>'


def _drawing(graphic: str, *, extent: str = _LARGE, about: str = "") -> str:
    return f"<w:drawing><wp:inline>{extent}{about}{graphic}</wp:inline></w:drawing>"


def _in_line(graphic: str, *, extent: str = _LARGE, about: str = "") -> str:
    return f"<w:r>{_drawing(graphic, extent=extent, about=about)}</w:r>"


def _graphic(content: str, uri: str = "x") -> str:
    return f'<a:graphic><a:graphicData uri="{uri}">{content}</a:graphicData></a:graphic>'


_TABLES: Final = (
    _word(
        "template-of-two-cells-with-header",
        lambda: docx(
            table(
                row(
                    cell(paragraphs("CONTACT", "Lyon", "SKILLS", "Sewing", "Pattern cutting")),
                    cell(paragraphs("PROFILE", "Costume maker for theatres", "WORK", "Opera house 2010–2020")),
                )
            )
            + p(),
            header(table(row("Page header left", "Page header right"))),
            section=shown(),
        ),
        "CONTACT",
        "Lyon",
        "SKILLS",
        "Sewing",
        "Pattern cutting",
        "PROFILE",
        "Costume maker for theatres",
        "WORK",
        "Opera house 2010–2020",
    ),
    _word(
        "cells-of-several-paragraphs",
        lambda: docx(
            table(
                row(cell(paragraphs("Jan 2020 –", "May 2021")), cell(paragraphs("Warehouse picker", "RF scanner"))),
                row("Feb 2022", "Forklift driver"),
            )
        ),
        "Jan 2020 –",
        "May 2021",
        "Warehouse picker",
        "RF scanner",
        "Feb 2022",
        "Forklift driver",
    ),
    _word(
        "cells-merged-across-the-old-way",
        lambda: docx(
            table(
                row(
                    cell("Works below ground", '<w:hMerge w:val="restart"/>'), cell("", '<w:hMerge w:val="continue"/>')
                ),
                row("Trench shoring", "Pump hire"),
            )
        ),
        "Works below ground",
        "Trench shoring",
        "Pump hire",
    ),
    _word(
        "row-in-custom-xml",
        lambda: docx(
            '<w:customXml w:element="all"><w:customXmlPr/>'
            + table(f'<w:customXml w:element="row">{row("Spice grinding", "Tea blending")}</w:customXml>')
            + "</w:customXml>"
        ),
        "Spice grinding",
        "Tea blending",
    ),
    _word(
        "rating-dots",
        lambda: docx("".join(table(row(skill, "●●●○○")) for skill in ("Whittling", "Turning", "Veneering"))),
        "Whittling",
        "Turning",
        "Veneering",
    ),
    _word(
        "controls-at-all-levels-of-a-table",
        lambda: docx(
            control(
                table(control(row(control(cell(control(p("Dairy farming")))), control(cell(p(control(run("1999"))))))))
            )
        ),
        "Dairy farming",
        "1999",
    ),
    _word(
        "headings-and-lists-in-rows-of-a-table",
        lambda: docx(
            table(
                row("SKILLS", "WORK"),
                row(cell(paragraphs("Glazing", "Leading")), cell(paragraphs("Mill Ltd", "Window maker"))),
                row("LANGUAGES", "SCHOOL"),
                row(cell(paragraphs("Danish", "German")), cell(paragraphs("Leeds", "Craft college"))),
            )
        ),
        # Whether the rows or the columns come first is a matter of taste; the order within the left column is not.
        "SKILLS",
        "Glazing",
        "Leading",
        "LANGUAGES",
        "Danish",
        "German",
    ),
    _word(
        "table-with-empty-cells",
        lambda: docx(table(row("", "Ferry cook"), row("2019", "Hotel galley"), row("", ""))),
        "Ferry cook",
        "2019",
        "Hotel galley",
    ),
    _word(
        "table-with-empty-columns",
        lambda: docx(table(row("Rigging", "", "Splicing", ""), row("Sail repair", "", "", "Caulking"), columns=4)),
        "Rigging",
        "Splicing",
        "Sail repair",
        "Caulking",
    ),
    _word(
        "line-break-in-cell",
        lambda: docx(table(row(cell(p(run("2019", _BREAK, "2020"))), "Hotel Astra, pot washer"))),
        "2019",
        "2020",
        "Hotel Astra, pot washer",
        never=("20192020",),
    ),
    _word(
        "lists-of-line-breaks-in-cells",
        lambda: docx(
            table(row(cell(p(run("Go", _BREAK, "SQL", _BREAK, "Perl"))), cell(p(run("2018", _BREAK, "2021")))))
        ),
        "Go",
        "SQL",
        "Perl",
        "2018",
        "2021",
        never=("GoSQL", "SQLPerl", "20182021"),
    ),
    _word(
        "hidden-row",
        lambda: docx(table(row("Bread oven", "daily"), row("Concealed row", "never", props="<w:hidden/>"))),
        "Bread oven",
        "daily",
        never=("Concealed row",),
    ),
    _word(
        "column-break",
        lambda: docx(
            p("Seamstress")
            + w.section_end('<w:cols w:num="2"/>', "continuous")
            + p("Left: hems and cuffs")
            + p('<w:r><w:br w:type="column"/></w:r>', "Right: zips and pleats")
        ),
        "Seamstress",
        "Left: hems and cuffs",
        "Right: zips and pleats",
    ),
)


def _of_python_docx() -> bytes:
    from docx import Document

    document = Document()
    document.add_heading("Curriculum", 0)
    document.add_paragraph("Glazier", style="List Bullet")
    cells = document.add_table(2, 3)
    for index, line in enumerate(cells.rows):
        for number, each in enumerate(line.cells):
            each.text = f"Pane {'AB'[index]}{number}"
    cells.cell(0, 0).merge(cells.cell(0, 1))
    document.sections[0].different_first_page_header_footer = True
    document.sections[0].first_page_header.paragraphs[0].text = "First header"
    file = io.BytesIO()
    document.save(file)
    # The library writes the time of day into the zip.
    return w.zipped(_parts(file.getvalue()))


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


_HEADERS: Final = (
    _word(
        "written-by-a-library",
        _of_python_docx,
        "First header",
        "Curriculum",
        "Glazier",
        "Pane A0",
        "Pane A1",
        "Pane A2",
        "Pane B0",
        "Pane B1",
        "Pane B2",
    ),
    _word(
        "same-header-on-first-and-later-pages",
        lambda: docx(
            p("Saddler"),
            header(p("Leather goods since 1990")),
            header(p("Leather goods since 1990"), 2),
            section=shown() + shown(2, "first") + "|<w:titlePg/>",
        ),
        "Leather goods since 1990",
        "Saddler",
    ),
    _word(
        "footer-of-first-page-only",
        lambda: docx(
            p("Puppeteer"), w.footer(p("Voice training")), section=shown(1, "first", "footer") + "|<w:titlePg/>"
        ),
        "Puppeteer",
        "Voice training",
    ),
    _word(
        "control-in-text-box-in-header",
        lambda: docx(p("Cartographer"), header(p(text_box(control(p("Reads aerial photographs"))))), section=shown()),
        "Reads aerial photographs",
        "Cartographer",
    ),
    _word(
        "watermark-in-header",
        lambda: docx(
            p("Night nurse"),
            header(
                p(
                    '<w:r><w:pict><v:shape style="width:300pt;height:100pt"><v:textpath string="CONFIDENTIAL"/>'
                    "</v:shape></w:pict></w:r>"
                )
            ),
            section=shown(),
        ),
        "Night nurse",
    ),
    _word("header-that-is-missing", lambda: docx(p("Cable layer"), section=shown(9)), "Cable layer"),
    _word(
        "header-that-is-damaged",
        lambda: docx(p("Cable splicer"), Part("header", "word/header1.xml", b"<w:hdr", "rHeader1"), section=shown()),
        "Cable splicer",
    ),
)


_CHARTS: Final = "http://schemas.microsoft.com/office/drawing/2014/chartex"
_CHART_OF_2016: Final = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="cx1">'
    + _drawing(_graphic(f'<cx:chart xmlns:cx="{_CHARTS}" r:id="rZ"/>', _CHARTS))
    + "</mc:Choice><mc:Fallback><w:pict/></mc:Fallback></mc:AlternateContent></w:r>"
)
_MODEL: Final = (
    '<w:r><mc:AlternateContent><mc:Choice xmlns:am3d="http://schemas.microsoft.com/office/drawing/2017/model3d" '
    'Requires="am3d"><w:drawing><am3d:model3d/></w:drawing></mc:Choice><mc:Fallback>'
    + _drawing('<a:blip r:embed="rImage"/>')
    + "</mc:Fallback></mc:AlternateContent></w:r>"
)
_ACTIVE: Final = (
    '<w:r><w:object w:dxaOrig="1440" w:dyaOrig="1440"><v:shape id="s1" style="width:150pt;height:18pt">'
    '<v:imagedata r:id="rImage"/></v:shape><w:control r:id="rX" w:name="TextBox1" w:shapeid="s1"/></w:object></w:r>'
)
_WORD_ART: Final = (
    '<w:r><w:pict><v:shape type="#_x0000_t136" style="width:300pt;height:40pt"><v:textpath '
    'style="font-family:&quot;Arial&quot;" string="Forklift driver and welder"/></v:shape></w:pict></w:r>'
)


def _locked(*lines: str) -> str:
    uri = "http://schemas.openxmlformats.org/drawingml/2006/lockedCanvas"
    inner = "".join(f"<a:p>{line}</a:p>" for line in lines)
    shape = f"<a:sp><a:txSp><a:txBody><a:bodyPr/>{inner}</a:txBody></a:txSp></a:sp>"
    canvas = f'<lc:lockedCanvas xmlns:lc="{uri}">{shape}</lc:lockedCanvas>'
    return f"<w:r>{w.drawing(_graphic(canvas, uri), inline=True)}</w:r>"


def _drawn_words(text: str) -> str:
    return f"<a:r><a:t>{text}</a:t></a:r>"


def _smart_art(*order: int) -> bytes:
    """A diagram whose points stand in the file in another order than on the page."""
    texts = ("Apprentice cook", "Line cook", "Head chef")
    points = '<dgm:pt modelId="1" type="doc"><dgm:prSet/><dgm:spPr/></dgm:pt>' + "".join(
        f'<dgm:pt modelId="{index + 10}"><dgm:prSet/><dgm:spPr/><dgm:t><a:bodyPr/><a:lstStyle/>'
        f"<a:p>{_drawn_words(texts[index])}</a:p></dgm:t></dgm:pt>"
        for index in order
    )
    joins = "".join(
        f'<dgm:cxn modelId="{index + 50}" srcId="1" destId="{index + 10}" srcOrd="{index}" destOrd="0"/>'
        for index in order
    )
    inner = f"<dgm:ptLst>{points}</dgm:ptLst><dgm:cxnLst>{joins}</dgm:cxnLst><dgm:bg/><dgm:whole/>"
    ids = _graphic('<dgm:relIds r:dm="rD" r:lo="rD" r:qs="rD" r:cs="rD"/>', w.NAMESPACES["dgm"])
    return docx(
        p("Career in steps") + p(f"<w:r>{w.drawing(ids, inline=True)}</w:r>"),
        Part("diagramData", "word/diagrams/data1.xml", w.xml("dgm:dataModel", inner), "rD"),
    )


_DRAWINGS: Final = (
    _word(
        "word-art-of-old",
        lambda: docx(p(_WORD_ART) + p("Ten years in a warehouse")),
        "Forklift driver and welder",
        "Ten years in a warehouse",
    ),
    _word(
        "word-art-of-today",
        lambda: docx(p(text_box(p(run("Tower crane driver", props="<w14:textOutline/>"))))),
        "Tower crane driver",
    ),
    _word(
        "smart-art-in-another-order",
        lambda: _smart_art(2, 0, 1),
        "Career in steps",
        "Apprentice cook",
        "Line cook",
        "Head chef",
    ),
    _word(
        "smart-art-without-its-data",
        lambda: docx(p(_in_line(_graphic('<dgm:relIds r:dm="rNone"/>', w.NAMESPACES["dgm"])), "Well driller")),
        "Well driller",
        unread="not read",
    ),
    _word("chart-of-2016", lambda: docx(p(_CHART_OF_2016, "Tide gauge reader")), "Tide gauge reader", unread="chart"),
    _word(
        "words-beside-a-text-box",
        lambda: docx(
            p("Left of the frame")
            + p(text_box(paragraphs("Framed skills", "Basket weaving")), run(" beside the frame"))
            + p("Below it all")
        ),
        "Left of the frame",
        "Framed skills",
        "Basket weaving",
        "Below it all",
    ),
    _word(
        "table-in-a-group-of-boxes",
        lambda: docx(p("Tool hire") + p(w.group(p("Breaker hammers"), table(row("Mixers", "Saws")) + p("Dryers")))),
        "Breaker hammers",
        "Mixers",
        "Saws",
        "Dryers",
    ),
    _word(
        "locked-canvas",
        lambda: docx(
            p(
                _locked(
                    _drawn_words("Puppet making"),
                    f"{_drawn_words('Stage ')}{_drawn_words('light')}<a:br/>{_drawn_words('Sound desk')}",
                )
            )
            + p("Touring since 2008")
        ),
        "Puppet making",
        "Stage light",
        "Sound desk",
        "Touring since 2008",
    ),
    _word(
        "text-beside-picture-in-group",
        lambda: docx(
            p(
                _in_line(
                    _graphic(
                        '<wpg:wgp><pic:pic><pic:blipFill><a:blip r:embed="rImage"/></pic:blipFill></pic:pic><wps:wsp>'
                        f"<wps:txbx><w:txbxContent>{p('Caption: kayak guide')}</w:txbxContent></wps:txbx></wps:wsp>"
                        "</wpg:wgp>"
                    ),
                    extent='<wp:extent cx="2800000" cy="900000"/>',
                )
            ),
            w.image_part(),
        ),
        "Caption: kayak guide",
    ),
    _word(
        "shape-filled-with-a-picture",
        lambda: docx(
            p(
                _in_line(
                    _graphic(
                        '<wps:wsp><wps:spPr><a:blipFill><a:blip r:embed="rImage"/></a:blipFill></wps:spPr><wps:txbx>'
                        f"<w:txbxContent>{p('Ice rink steward')}</w:txbxContent></wps:txbx></wps:wsp>"
                    ),
                    extent='<wp:extent cx="2800000" cy="900000"/>',
                )
            ),
            w.image_part(),
        ),
        "Ice rink steward",
    ),
    _word(
        "model-with-a-picture-for-older-programs",
        lambda: docx(p(_MODEL, "Prop maker"), w.image_part()),
        "Prop maker",
        unread="picture",
    ),
    _word(
        "picture-that-is-linked",
        lambda: docx(p(_in_line('<a:blip r:link="rX"/>'), "Stage painter")),
        "Stage painter",
        unread="picture",
    ),
    _word(
        "picture-with-a-description",
        lambda: docx(
            p(
                "Data clerk",
                _in_line(
                    '<a:blip r:embed="rImage"/>',
                    about='<wp:docPr id="1" name="x" descr="Chart of skills: typing 5, filing 4"/>',
                ),
            ),
            w.image_part(),
        ),
        "Data clerk",
        unread="picture",
    ),
    _word(
        "many-small-pictures",
        lambda: docx(
            p(*(w.picture(2000000, 2000000, number=index) for index in range(1, 13)), "Stamp dealer"), w.image_part()
        ),
        "Stamp dealer",
    ),
    _word(
        "drawing-of-a-pen",
        lambda: docx(
            p(
                '<w:r><mc:AlternateContent><mc:Choice Requires="wpi"><w:drawing/></mc:Choice></mc:AlternateContent>'
                "</w:r>",
                "Court clerk",
            )
        ),
        "Court clerk",
    ),
    _word(
        "field-of-active-x",
        lambda: docx(p("Name of trade: ", _ACTIVE), w.image_part()),
        "Name of trade:",
        unread="not read",
    ),
    _word(
        "part-of-a-master-document",
        lambda: docx(p("Master of works") + '<w:subDoc r:id="rS"/>'),
        "Master of works",
        unread="embedded",
    ),
)


def _with_marks() -> bytes:
    parts = _parts(docx(p("Harp tuner"), header(p("Strings of gut")), section=shown()))
    for name, data in parts.items():
        if name.endswith("header1.xml"):
            parts[name] = data.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")
        else:
            parts[name] = b"\xef\xbb\xbf" + data
    return w.zipped(parts)


def _with_space_in_path() -> bytes:
    parts = _parts(docx(p("Bell ringer"), header(p("Tower captain")), section=shown()))
    parts["word/header 1.xml"] = parts.pop("word/header1.xml")
    return w.zipped({name: data.replace(b"/word/header1.xml", b"/word/header%201.xml") for name, data in parts.items()})


def _workbook() -> bytes:
    relation = f"{w.NAMESPACES['r']}/officeDocument"
    package = "http://schemas.openxmlformats.org/package/2006"
    return w.zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>'.encode(),
            "_rels/.rels": (
                f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{relation}" '
                'Target="xl/workbook.xml"/></Relationships>'
            ).encode(),
            "xl/workbook.xml": b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>',
        }
    )


_OPEN_DOCUMENT: Final = {
    "mimetype": b"application/vnd.oasis.opendocument.text",
    "content.xml": b"<x/>",
    "META-INF/manifest.xml": b"<x/>",
}

_FILES: Final = (
    _word("byte-order-mark-in-all-parts", _with_marks, "Strings of gut", "Harp tuner"),
    _word("space-in-the-path-of-a-part", _with_space_in_path, "Tower captain", "Bell ringer"),
    _word(
        "backslashes-in-paths",
        lambda: w.zipped({name.replace("/", "\\"): data for name, data in _parts(docx(p("Reed cutter"))).items()}),
        "Reed cutter",
    ),
    _word("bytes-after-the-end", lambda: docx(p("Lace maker")) + b"trailing bytes", "Lace maker"),
    _word(
        "styles-that-are-empty",
        lambda: docx(p("Wool sorter"), Part("styles", "word/styles.xml", b"", "rStyles")),
        "Wool sorter",
    ),
    _word(
        "comments-that-are-damaged",
        lambda: docx(p("Flax spinner"), Part("comments", "word/comments.xml", b"", "rComments")),
        "Flax spinner",
    ),
    _word(
        "comments-without-a-comment",
        lambda: docx(p("Silk dyer"), Part("comments", "word/comments.xml", w.xml("w:comments", ""), "rComments")),
        "Silk dyer",
    ),
    _word(
        "list-without-numbering",
        lambda: docx(p("Plastering", props='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')),
        "Plastering",
    ),
    _word(
        "permission-to-edit",
        lambda: docx('<w:permStart w:id="1" w:edGrp="everyone"/>' + p("Rug weaving") + '<w:permEnd w:id="1"/>'),
        "Rug weaving",
    ),
    _word("rich-text-inside", b"{\\rtf1\\ansi Plumber}", refused=""),
    _word("web-page-inside", b"<html><body><p>Plumber</p></body></html>", refused=""),
    _word("open-document-inside", lambda: w.zipped(_OPEN_DOCUMENT), refused=""),
    _word("workbook-inside", _workbook, refused=""),
    _word("nothing-inside", b"", refused=""),
)

WORD_MORE: Final[tuple[Structure, ...]] = (*_TABLES, *_HEADERS, *_DRAWINGS, *_FILES)
