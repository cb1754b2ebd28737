"""Word files: what stands between the words, from tracked changes to charts, and how the file is packed."""

from __future__ import annotations

from typing import Final

from tests.profile.structures import docx_writer as w
from tests.profile.structures.docx_writer import (
    NAMESPACES,
    Part,
    cell,
    deleted,
    docx,
    field,
    header,
    inserted,
    p,
    paragraphs,
    row,
    run,
    shown,
    table,
    text_box,
)
from tests.profile.structures.structure import Structure, word_file

_BREAK: Final = "<w:br/>"
_TAB: Final = "<w:tab/>"
_MOVED: Final = f'w:id="7" {w.TRACKED}'

_TRACKED: Final = (
    word_file(
        "tracked-words",
        lambda: docx(p("Worked as ", deleted("junior clerk"), inserted(run("senior clerk")), " at the town hall")),
        "Worked as senior clerk at the town hall",
        never=("junior clerk",),
    ),
    word_file(
        "tracked-move",
        lambda: docx(
            p(f"<w:moveFrom {_MOVED}>{run('Tiling of bathrooms')}</w:moveFrom>")
            + p("Plastering of walls")
            + p(f"<w:moveTo {_MOVED}>{run('Tiling of bathrooms')}</w:moveTo>")
        ),
        "Plastering of walls",
        "Tiling of bathrooms",
    ),
    word_file(
        "tracked-move-of-paragraph",
        lambda: docx(
            f'<w:moveFromRangeStart w:name="m1" {_MOVED}/>'
            + p(
                f"<w:moveFrom {_MOVED}>{run('Cellar stock count')}</w:moveFrom>",
                props=f"<w:rPr><w:moveFrom {_MOVED}/></w:rPr>",
            )
            + '<w:moveFromRangeEnd w:id="7"/>'
            + p("Wine waiter")
            + f'<w:moveToRangeStart w:name="m1" {_MOVED}/>'
            + p(
                f"<w:moveTo {_MOVED}>{run('Cellar stock count')}</w:moveTo>",
                props=f"<w:rPr><w:moveTo {_MOVED}/></w:rPr>",
            )
            + '<w:moveToRangeEnd w:id="7"/>'
        ),
        "Wine waiter",
        "Cellar stock count",
    ),
    word_file(
        "tracked-paragraph-inserted",
        lambda: docx(
            p("Court interpreter")
            + p(inserted(run("Sworn in Polish")), props=f"<w:rPr>{inserted('', 9)}</w:rPr>")
            + p("Sight translation")
        ),
        "Court interpreter",
        "Sworn in Polish",
        "Sight translation",
    ),
    word_file(
        "tracked-paragraph-deleted",
        lambda: docx(
            p("Parcel courier")
            + p(deleted("Dismissed in 2015"), props=f'<w:rPr><w:del w:id="9" {w.TRACKED}/></w:rPr>')
            + p("Clean driving record")
        ),
        "Parcel courier",
        "Clean driving record",
        never=("Dismissed in 2015",),
    ),
    word_file(
        "tracked-paragraph-mark-deleted",
        lambda: docx(
            p("Planned the night", props=f'<w:rPr><w:del w:id="9" {w.TRACKED}/></w:rPr>') + p(" shift rota of guards")
        ),
        "Planned the night shift rota of guards",
    ),
    word_file(
        "tracked-rows",
        lambda: docx(
            table(
                row("Hedge laying", "since 2010"),
                row("Stump grinding", "since 2014", props=inserted("", 4)),
                row(
                    cell(p(deleted("Chimney sweeping"))),
                    cell(p(deleted("until 2009"))),
                    props=f'<w:del w:id="5" {w.TRACKED}/>',
                ),
            )
        ),
        "Hedge laying",
        "since 2010",
        "Stump grinding",
        "since 2014",
        never=("Chimney sweeping", "until 2009"),
    ),
    word_file(
        "tracked-row-deleted-with-plain-runs",
        lambda: docx(
            table(
                row("Kennel assistant", "dog grooming"),
                row("Circus rider", "trick riding", props=f'<w:del w:id="5" {w.TRACKED}/>'),
            )
        ),
        "Kennel assistant",
        "dog grooming",
        never=("Circus rider", "trick riding"),
    ),
    word_file(
        "tracked-words-in-hyperlink",
        lambda: docx(
            p(
                "See my ",
                f'<w:hyperlink r:id="rLink">{deleted("outdated ")}{run("carpentry gallery")}</w:hyperlink>',
                " online",
            ),
            links={"rLink": "https://example.org/gallery"},
        ),
        "See my carpentry gallery online",
        never=("outdated",),
    ),
    word_file(
        "tracked-insertion-deleted-again",
        lambda: docx(p("Ferry ", inserted(deleted("cabin steward ")), inserted(run("deck officer"), 3), " papers")),
        "Ferry deck officer papers",
        never=("cabin steward",),
    ),
    word_file(
        "tracked-formatting",
        lambda: docx(
            p(
                run(
                    "Bookkeeping diploma",
                    props=f'<w:b/><w:rPrChange w:id="3" {w.TRACKED}><w:rPr><w:vanish/></w:rPr></w:rPrChange>',
                )
            )
        ),
        "Bookkeeping diploma",
    ),
    word_file(
        "tracked-text-box-deleted",
        lambda: docx(
            p("Optician's assistant")
            + p(f'<w:del w:id="8" {w.TRACKED}>{text_box(paragraphs("Fired from a bank"))}</w:del>')
            + p("Lens fitting")
        ),
        "Optician's assistant",
        "Lens fitting",
        never=("Fired from a bank",),
    ),
)

_RUNS: Final = (
    word_file(
        "runs-of-single-letters",
        lambda: docx(
            p(
                "Scripting in ",
                '<w:proofErr w:type="spellStart"/>'.join(
                    f'<w:r w:rsidR="00A7{number:04X}"><w:t>{letter}</w:t></w:r>'
                    for number, letter in enumerate("Python")
                ),
                '<w:proofErr w:type="spellEnd"/>',
                " for data checks",
            )
        ),
        "Scripting in Python for data checks",
    ),
    word_file(
        "bookmarks-within-words",
        lambda: docx(
            p(
                "Sol",
                '<w:bookmarkStart w:id="1" w:name="_GoBack"/>',
                "der",
                '<w:bookmarkEnd w:id="1"/>',
                "ing of circuit boards",
            )
        ),
        "Soldering of circuit boards",
    ),
    word_file(
        "hyperlink",
        lambda: docx(
            p(
                "Samples: ",
                f'<w:hyperlink r:id="rLink" w:history="1">{run("my glass work")}</w:hyperlink>',
                " and more",
            ),
            links={"rLink": "https://example.org/glass"},
        ),
        "Samples: my glass work and more",
    ),
    word_file(
        "smart-tag",
        lambda: docx(
            p(
                "Trained in ",
                '<w:smartTag w:uri="urn:schemas-microsoft-com:office:smarttags" w:element="place">'
                f"{run('Utrecht')}</w:smartTag>",
                " as a baker",
            )
        ),
        "Trained in Utrecht as a baker",
    ),
    word_file(
        "custom-xml-wrappers",
        lambda: docx(
            f'<w:customXml w:uri="urn:example:cv" w:element="job">{p("Loss adjuster")}</w:customXml>'
            + p(
                "Handled ",
                f'<w:customXml w:uri="urn:example:cv" w:element="duty">{run("storm damage")}</w:customXml>',
                " claims",
            )
        ),
        "Loss adjuster",
        "Handled storm damage claims",
    ),
    word_file(
        "right-to-left-words",
        lambda: docx(
            p("Languages: ", run("עברית שפת אם", props="<w:rtl/>"), " and English")
            + p("Kosher kitchen supervisor", props="<w:bidi/>")
        ),
        "Languages: עברית שפת אם and English",
        "Kosher kitchen supervisor",
    ),
    word_file(
        "direction-wrappers",
        lambda: docx(
            p(
                "Guide for ",
                f'<w:dir w:val="ltr">{run("museum tours")}</w:dir>',
                " in ",
                f'<w:bdo w:val="ltr">{run("Arabic script")}</w:bdo>',
            )
        ),
        "Guide for museum tours in Arabic script",
    ),
    word_file(
        "hyphen-that-does-not-break",
        lambda: docx(p(run("Answered customer e", "<w:noBreakHyphen/>", "mail within a day"))),
        "Answered customer e-mail within a day",
    ),
    word_file(
        "soft-hyphens",
        lambda: docx(
            p(run("Physio", "<w:softHyphen/>", "therapy of children")) + p("Occupa\u00adtional health visits")
        ),
        "Physiotherapy of children",
        "Occupational health visits",
        never=("\u00ad",),
    ),
    word_file(
        "tabs",
        lambda: docx(
            p(run("2016–2019", _TAB, "Head cook at a hospital"))
            + p(
                run("2012–2016", _TAB, "Line cook", '<w:ptab w:relativeTo="margin" w:alignment="right"/>', "Ghent site")
            )
        ),
        "2016–2019",
        "Head cook at a hospital",
        "2012–2016",
        "Line cook",
        "Ghent site",
        never=("2019Head", "cookGhent"),
    ),
    word_file(
        "line-breaks",
        lambda: docx(
            p(run("Welding methods", _BREAK, "Stick and spot", "<w:cr/>", "Gas cutting torch", _BREAK, "Pipe seams"))
        ),
        "Welding methods",
        "Stick and spot",
        "Gas cutting torch",
        "Pipe seams",
        never=("methodsStick", "spotGas", "torchPipe"),
    ),
    word_file(
        "ruby",
        lambda: docx(
            p(
                "Certified as ",
                f"<w:r><w:ruby><w:rubyPr/><w:rt>{run('かいご')}</w:rt><w:rubyBase>{run('介護')}</w:rubyBase></w:ruby></w:r>",
                "福祉士 (care worker)",
            )
        ),
        "福祉士 (care worker)",
    ),
    word_file(
        "symbol-bullets",
        lambda: docx(
            "".join(
                p(run('<w:sym w:font="Wingdings" w:char="F0A7"/>', _TAB, text))
                for text in ("Grape pruning", "Barrel cleaning")
            )
        ),
        "Grape pruning",
        "Barrel cleaning",
        never=("\uf0a7",),
    ),
    word_file(
        "ligatures",
        lambda: docx(p("Of\ufb01ce work\ufb02ow, \ufb01nancial sta\ufb00 audits") + p("E\ufb03cient ba\ufb04e design")),
        "Office workflow, financial staff audits",
        "Efficient baffle design",
    ),
    word_file(
        "formula",
        lambda: docx(
            p("Sized cables by voltage drop") + "<w:p><m:oMathPara><m:oMath><m:r><m:t>load factor</m:t></m:r>"
            "<m:f><m:num><m:r><m:t>peak hours</m:t></m:r></m:num>"
            "<m:den><m:r><m:t>rated power</m:t></m:r></m:den></m:f></m:oMath></m:oMathPara></w:p>"
        ),
        "Sized cables by voltage drop",
        "load factor",
        "peak hours",
        "rated power",
    ),
)

_LEGACY_FIELD: Final = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="Text1"/><w:enabled/>'
    '<w:textInput><w:default w:val="default answer"/></w:textInput></w:ffData></w:fldChar></w:r>'
    '<w:r><w:instrText xml:space="preserve"> FORMTEXT </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)

_FIELDS: Final = (
    word_file(
        "field-simple",
        lambda: docx(p(f'<w:fldSimple w:instr=" DOCPROPERTY Role ">{run("Claims assessor")}</w:fldSimple>', " abroad")),
        "Claims assessor abroad",
        never=("DOCPROPERTY",),
    ),
    word_file(
        "field-complex",
        lambda: docx(p("Portfolio at ", field('HYPERLINK "https://example.org/p"', "example.org/pottery"), " today")),
        "Portfolio at example.org/pottery today",
        never=("HYPERLINK", "https://example.org/p"),
    ),
    word_file(
        "field-in-field",
        lambda: docx(
            p(
                "Grade: ",
                '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> IF </w:instrText></w:r>',
                field("MERGEFIELD Grade", "inner value"),
                '<w:r><w:instrText> = 1 "then part" "else part" </w:instrText></w:r>',
                '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
                "master craftsman",
                '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            )
        ),
        "Grade: master craftsman",
        never=("MERGEFIELD", "inner value", "then part", "else part"),
    ),
    word_file(
        "field-of-form",
        lambda: docx(
            p("Post applied for: ", _LEGACY_FIELD, "school caretaker", '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
        ),
        "Post applied for: school caretaker",
        never=("FORMTEXT", "default answer"),
    ),
    word_file(
        "field-over-paragraphs",
        lambda: docx(
            p(
                '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>',
                '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
                run("Contents of this file", props="<w:webHidden/>"),
            )
            + p("Employment as a signaller")
            + p('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
            + p("Track safety cards")
        ),
        "Contents of this file",
        "Employment as a signaller",
        "Track safety cards",
        never=("TOC",),
    ),
)


def _diagram(*texts: str) -> tuple[Part, ...]:
    """The four parts of a SmartArt list, and the drawing that Word keeps of it, which repeats the text."""
    points = '<dgm:pt modelId="1" type="doc"><dgm:prSet/><dgm:spPr/></dgm:pt>'
    links = ""
    for index, text in enumerate(texts):
        written = f"<dgm:t><a:bodyPr/><a:lstStyle/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t>"
        points += f'<dgm:pt modelId="{index + 10}"><dgm:prSet/><dgm:spPr/>{written}</dgm:pt>'
        links += f'<dgm:cxn modelId="{index + 50}" srcId="1" destId="{index + 10}" srcOrd="{index}" destOrd="0"/>'
    shapes = "".join(
        f'<dsp:sp modelId="{index + 90}"><dsp:nvSpPr><dsp:cNvPr id="0" name=""/><dsp:cNvSpPr/></dsp:nvSpPr><dsp:spPr/>'
        f"<dsp:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dsp:txBody></dsp:sp>"
        for index, text in enumerate(texts)
    )
    layout = '<dgm:catLst/><dgm:layoutNode name="list"><dgm:alg type="lin"/></dgm:layoutNode>'
    data = f"<dgm:ptLst>{points}</dgm:ptLst><dgm:cxnLst>{links}</dgm:cxnLst>"
    tree = f"<dsp:spTree><dsp:nvGrpSpPr/><dsp:grpSpPr/>{shapes}</dsp:spTree>"
    return (
        Part("diagramData", "word/diagrams/data1.xml", w.xml("dgm:dataModel", data), "rData"),
        Part("diagramLayout", "word/diagrams/layout1.xml", w.xml("dgm:layoutDef", layout), "rLayout"),
        Part("diagramQuickStyle", "word/diagrams/quickStyle1.xml", w.xml("dgm:styleDef", "<dgm:catLst/>"), "rStyle"),
        Part("diagramColors", "word/diagrams/colors1.xml", w.xml("dgm:colorsDef", "<dgm:catLst/>"), "rColors"),
        Part("diagramDrawing", "word/diagrams/drawing1.xml", w.xml("dsp:drawing", tree), "rDrawing"),
    )


def _graphic_frame(uri: str, content: str) -> str:
    graphic = f'<a:graphic><a:graphicData uri="{uri}">{content}</a:graphicData></a:graphic>'
    return f"<w:r>{w.drawing(graphic, inline=True)}</w:r>"


_SMART_ART: Final = '<dgm:relIds r:dm="rData" r:lo="rLayout" r:qs="rStyle" r:cs="rColors"/>'
_CHART: Final = (
    "<c:chart><c:plotArea><c:layout/><c:barChart><c:barDir/><c:ser><c:idx/><c:order/><c:cat><c:strLit>"
    '<c:ptCount val="2"/><c:pt idx="0"><c:v>Cash handling</c:v></c:pt><c:pt idx="1"><c:v>Shelf filling</c:v></c:pt>'
    '</c:strLit></c:cat><c:val><c:numLit><c:ptCount val="2"/><c:pt idx="0"><c:v>5</c:v></c:pt>'
    '<c:pt idx="1"><c:v>3</c:v></c:pt></c:numLit></c:val></c:ser></c:barChart></c:plotArea></c:chart>'
)
_OLE: Final = (
    '<w:r><w:object w:dxaOrig="4000" w:dyaOrig="1500"><v:shape id="_x0000_i1025" style="width:200pt;height:75pt">'
    '<v:imagedata r:id="rImage"/></v:shape><o:OLEObject Type="Embed" ProgID="Excel.Sheet.12" '
    'ShapeID="_x0000_i1025" DrawAspect="Content" ObjectID="_1" r:id="rPackage"/></w:object></w:r>'
)
_PORTRAIT: Final = (1080000, 1440000)
_PAGE: Final = (5760000, 8280000)


def _note(kind: str) -> str:
    return f'<w:r><w:{kind}Reference w:id="1"/></w:r>'


_PARTS: Final = (
    word_file(
        "footnotes",
        lambda: docx(
            p("Prize for stone carving", _note("footnote"), " in Bath") + p("Letter cutting"),
            w.notes("footnotes", "Awarded by the masons guild"),
        ),
        "Prize for stone carving in Bath",
        "Letter cutting",
        "Awarded by the masons guild",
    ),
    word_file(
        "endnotes",
        lambda: docx(
            p("Thesis on soil drainage", _note("endnote")) + p("Field mapping"),
            w.notes("endnotes", "Published by the land survey"),
        ),
        "Thesis on soil drainage",
        "Field mapping",
        "Published by the land survey",
    ),
    word_file(
        "comments",
        lambda: docx(
            p(
                '<w:commentRangeStart w:id="0"/>',
                "Managed a petrol station",
                '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
            ),
            Part(
                "comments",
                "word/comments.xml",
                w.xml("w:comments", f'<w:comment w:id="0" {w.TRACKED}>{p("Please add the years")}</w:comment>'),
                "rComments",
            ),
        ),
        "Managed a petrol station",
        never=("Please add the years",),
        unread="comment",
    ),
    word_file(
        "hidden-words",
        lambda: docx(p("Visible: road paving ", run("keyword stuffing here", props="<w:vanish/>"), "with asphalt")),
        "Visible: road paving with asphalt",
        never=("keyword stuffing here",),
        unread="hidden",
    ),
    word_file(
        "hidden-by-style",
        lambda: docx(
            p("Ski instructor")
            + p(run("Secret remark of mine", props='<w:rStyle w:val="Concealed"/>'))
            + p("Avalanche course"),
            w.styles(
                '<w:style w:type="character" w:styleId="Concealed"><w:name w:val="Concealed"/>'
                "<w:rPr><w:vanish/></w:rPr></w:style>"
            ),
        ),
        "Ski instructor",
        "Avalanche course",
        never=("Secret remark of mine",),
        unread="hidden",
    ),
    word_file(
        "hidden-switched-off",
        lambda: docx(p(run("Fork lift truck licence", props='<w:vanish w:val="0"/>')) + p("Dock levelling")),
        "Fork lift truck licence",
        "Dock levelling",
    ),
    word_file(
        "columns",
        lambda: docx(
            paragraphs("Left: hair colouring", "Left: beard trims")
            + p('<w:r><w:br w:type="column"/></w:r>', "Right: salon manager")
            + p("Right: till closing"),
            section='|<w:cols w:num="2" w:space="720"/>',
        ),
        "Left: hair colouring",
        "Left: beard trims",
        "Right: salon manager",
        "Right: till closing",
    ),
    word_file(
        "smart-art",
        lambda: docx(
            p("My working method") + p(_graphic_frame(NAMESPACES["dgm"], _SMART_ART)) + p("Quality inspector"),
            *_diagram("Plan the audit", "Walk the line", "Write the findings"),
        ),
        "My working method",
        "Plan the audit",
        "Walk the line",
        "Write the findings",
        "Quality inspector",
    ),
    word_file(
        "chart",
        lambda: docx(
            p("Strengths at a glance")
            + p(_graphic_frame(NAMESPACES["c"], '<c:chart r:id="rChart"/>'))
            + p("Supermarket deputy"),
            Part("chart", "word/charts/chart1.xml", w.xml("c:chartSpace", _CHART), "rChart"),
        ),
        "Strengths at a glance",
        "Supermarket deputy",
        unread="chart",
    ),
    word_file(
        "picture-of-portrait-beside-text",
        lambda: docx(
            table(row(cell(p(w.picture(*_PORTRAIT))), "Flight attendant"), row("Safety drills", "cabin service")),
            w.image_part(),
        ),
        "Flight attendant",
        "Safety drills",
        "cabin service",
    ),
    word_file(
        "picture-that-fills-a-page",
        lambda: docx(
            p("Certificates of a diver") + p(w.picture(*_PAGE)) + p("Underwater cutting"), w.image_part(480, 690)
        ),
        "Certificates of a diver",
        "Underwater cutting",
        unread="picture",
    ),
    word_file(
        "only-a-picture",
        lambda: docx(p(w.picture(*_PAGE)), w.image_part(480, 690)),
        refused="image",
    ),
    word_file(
        "only-an-old-picture",
        lambda: docx(
            p(
                run(
                    '<w:pict><v:shape id="_x0000_i1026" style="width:450pt;height:650pt"><v:imagedata r:id="rImage"/>'
                    "</v:shape></w:pict>"
                )
            ),
            w.image_part(480, 690),
        ),
        refused="image",
    ),
    word_file(
        "alternative-chunk",
        lambda: docx(
            p("Tree surgeon") + '<w:altChunk r:id="rChunk"/>' + p("Chainsaw tickets"),
            Part("aFChunk", "word/chunk1.html", b"<html><body><p>Pasted web page</p></body></html>", "rChunk"),
        ),
        "Tree surgeon",
        "Chainsaw tickets",
        unread="embedded",
    ),
    word_file(
        "object-of-another-program",
        lambda: docx(
            p("Cost clerk") + p(_OLE) + p("Ledger closing"),
            w.image_part(),
            Part("package", "word/embeddings/sheet1.xlsx", w.zipped({"xl/workbook.xml": b"<workbook/>"}), "rPackage"),
        ),
        "Cost clerk",
        "Ledger closing",
        unread="embedded",
    ),
)


def _document(content: str, encoding: str = "UTF-8") -> bytes:
    head = f'<?xml version="1.0" encoding="{encoding}" standalone="yes"?>\n'
    return f"{head}<w:document {w.DECLARED}><w:body>{content}<w:sectPr/></w:body></w:document>".encode(encoding)


_PACKAGES: Final = (
    word_file(
        "strict",
        lambda: w.strict(
            docx(
                p("Veterinary nurse") + table(row("Kennel cough", "vaccine clinics")),
                header(p("Strict form of a file")),
                section=shown(),
            )
        ),
        "Strict form of a file",
        "Veterinary nurse",
        "Kennel cough",
        "vaccine clinics",
    ),
    word_file(
        "strict-text-box",
        lambda: w.strict(docx(p("Bell founder") + p(text_box(paragraphs("Bronze casting"))) + p("Tower repairs"))),
        "Bell founder",
        "Bronze casting",
        "Tower repairs",
    ),
    word_file(
        "main-part-renamed",
        lambda: docx(
            p("Quarry blaster"), header(p("Written by a web tool")), section=shown(), main="content/main2.xml"
        ),
        "Written by a web tool",
        "Quarry blaster",
    ),
    word_file(
        "main-part-in-utf-16",
        lambda: docx("", document=_document(p("Töpferin und Malerin") + p("Glasurrezepte entwickeln"), "UTF-16")),
        "Töpferin und Malerin",
        "Glasurrezepte entwickeln",
    ),
    word_file(
        "other-prefix",
        lambda: docx(
            "",
            document=_document(p("Locksmith on call") + p("Safe opening"))
            .replace(b"<w:", b"<ns0:")
            .replace(b"</w:", b"</ns0:")
            .replace(b"xmlns:w=", b"xmlns:ns0="),
        ),
        "Locksmith on call",
        "Safe opening",
    ),
    word_file(
        "byte-order-mark",
        lambda: docx("", document=b"\xef\xbb\xbf" + _document(p("Piano tuner") + p("Soundboard repair"))),
        "Piano tuner",
        "Soundboard repair",
    ),
)

WORD_CONTENTS: Final[tuple[Structure, ...]] = (*_TRACKED, *_RUNS, *_FIELDS, *_PARTS, *_PACKAGES)
