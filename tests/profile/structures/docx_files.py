"""Word files: how their text is laid out, in boxes, controls, headers and tables."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Final

import docx as python_docx

from tests.profile.structures import docx_writer as w
from tests.profile.structures.docx_writer import (
    PAGE_BREAK,
    Part,
    cell,
    control,
    docx,
    field,
    footer,
    header,
    p,
    paragraphs,
    row,
    run,
    section_end,
    settings,
    shown,
    table,
    text_box,
)
from tests.profile.structures.structure import Structure, word_file

_CLICK: Final = "Click or tap here to enter text."
_PLACEHOLDER: Final = "<w:showingPlcHdr/><w:text/>"
_TWO_HEADERS: Final = shown(1) + shown(2, "first")


def _template(fill: Callable[[python_docx.document.Document], None]) -> bytes:
    """A file on python-docx's own template, which brings styles, a theme and numbering as Word's files do."""
    document = python_docx.Document()
    fill(document)
    file = io.BytesIO()
    document.save(file)
    with zipfile.ZipFile(file) as archive:
        return w.zipped({name: archive.read(name) for name in archive.namelist()})


def _styled(document: python_docx.document.Document) -> None:
    document.add_heading("Ward nurse", 0)
    document.add_paragraph("Twelve years of acute care")
    document.add_heading("Clinical strengths", 1)
    document.add_paragraph("Wound dressing and triage")
    document.add_heading("Employment history", 1)
    document.add_paragraph("Night shift lead, orthopaedic ward")


def _bulleted(document: python_docx.document.Document) -> None:
    document.add_heading("Kitchen skills", 1)
    for item in ("Menu costing", "Butchery of poultry", "Allergen records"):
        document.add_paragraph(item, style="List Bullet")
    document.add_paragraph("Sauces and stocks", style="List Bullet 2")


def _numbered(document: python_docx.document.Document) -> None:
    document.add_paragraph("Steps of my career:")
    for item in ("Apprentice joiner", "Site carpenter", "Workshop foreman"):
        document.add_paragraph(item, style="List Number")


def _ruled(document: python_docx.document.Document) -> None:
    grid = document.add_table(0, 2, style="Table Grid")
    for skill, level in (
        ("Accounts payable", "daily use"),
        ("Payroll runs", "monthly use"),
        ("Tax filing", "once a year"),
    ):
        cells = grid.add_row().cells
        cells[0].text, cells[1].text = skill, level


def _merged(document: python_docx.document.Document) -> None:
    grid = document.add_table(3, 3, style="Table Grid")
    top = grid.cell(0, 0).merge(grid.cell(0, 2))
    top.text = "Qualifications held"
    grid.cell(1, 0).merge(grid.cell(2, 0)).text = "Trade papers"
    grid.cell(1, 1).text, grid.cell(1, 2).text = "Gas safe register", "renewed 2022"
    grid.cell(2, 1).text, grid.cell(2, 2).text = "Forklift licence", "renewed 2023"


_HEADINGS: Final = (
    word_file(
        "template-headings",
        lambda: _template(_styled),
        "Ward nurse",
        "Twelve years of acute care",
        "Clinical strengths",
        "Wound dressing and triage",
        "Employment history",
        "Night shift lead, orthopaedic ward",
    ),
    word_file(
        "bulleted-list",
        lambda: _template(_bulleted),
        "Kitchen skills",
        "Menu costing",
        "Butchery of poultry",
        "Allergen records",
        "Sauces and stocks",
    ),
    word_file(
        "numbered-list",
        lambda: _template(_numbered),
        "Steps of my career",
        "Apprentice joiner",
        "Site carpenter",
        "Workshop foreman",
    ),
)

_TEXT_BOXES: Final = (
    word_file(
        "text-box",
        lambda: docx(
            p("Dental hygienist")
            + p(text_box(paragraphs("Scaling and polishing", "Radiograph handling")))
            + p("Practice of four chairs")
        ),
        "Dental hygienist",
        "Scaling and polishing",
        "Radiograph handling",
        "Practice of four chairs",
    ),
    word_file(
        "text-box-vml-only",
        lambda: docx(
            p("Bus driver") + p(run(w.vml_box(paragraphs("Tachograph records")))) + p("City routes since 2011")
        ),
        "Bus driver",
        "Tachograph records",
        "City routes since 2011",
    ),
    word_file(
        "text-box-without-fallback",
        lambda: docx(p("Florist at market hall") + p(w.new_text_box(paragraphs("Wedding bouquets")))),
        "Florist at market hall",
        "Wedding bouquets",
    ),
    word_file(
        "text-box-in-line",
        lambda: docx(p(text_box(paragraphs("Profile of a surveyor"), inline=True)) + p("Levelling and setting out")),
        "Profile of a surveyor",
        "Levelling and setting out",
    ),
    word_file(
        "text-box-in-header",
        lambda: docx(
            p("Stage lighting technician"),
            header(p(text_box(paragraphs("Available from September")))),
            section=shown(),
        ),
        "Available from September",
        "Stage lighting technician",
    ),
    word_file(
        "text-box-in-table-cell",
        lambda: docx(
            table(row(cell(p("Key strengths") + p(text_box(paragraphs("Pipe bending")))), "Plumber since 2009"))
        ),
        "Key strengths",
        "Pipe bending",
        "Plumber since 2009",
    ),
    word_file(
        "text-boxes-in-group",
        lambda: docx(
            p(w.group(paragraphs("Contract cleaning"), paragraphs("Floor care machines"))) + p("Team of nine people")
        ),
        "Contract cleaning",
        "Floor care machines",
        "Team of nine people",
    ),
    word_file(
        "text-boxes-in-canvas",
        lambda: docx(p(w.canvas(paragraphs("Bridge inspection"), paragraphs("Rope access level two")))),
        "Bridge inspection",
        "Rope access level two",
    ),
    word_file(
        "text-box-below-its-paragraph",
        lambda: docx(
            p("Receptionist at a", text_box(paragraphs("Switchboard of 40 lines"), down=500000), " busy health centre")
            + p("Previous post: hotel desk")
        ),
        "Receptionist at a busy health centre",
        "Switchboard of 40 lines",
        "Previous post: hotel desk",
    ),
    word_file(
        "text-boxes-linked",
        lambda: docx(p(w.linked_boxes(paragraphs("Beehive management", "Honey extraction"))) + p("Rural college")),
        "Beehive management",
        "Honey extraction",
        "Rural college",
    ),
    word_file(
        "only-text-boxes",
        lambda: docx(
            p(text_box(paragraphs("Pastry chef"), number=1))
            + p(text_box(paragraphs("Chocolate tempering", "Laminated doughs"), number=2))
        ),
        "Pastry chef",
        "Chocolate tempering",
        "Laminated doughs",
    ),
    word_file(
        "table-in-text-box",
        lambda: docx(
            p(text_box(table(row("Typing speed", "70 words a minute"), row("Shorthand", "basic level")) + p()))
            + p("Legal secretary")
        ),
        "Typing speed",
        "70 words a minute",
        "basic level",
        "Legal secretary",
    ),
    word_file(
        "text-box-with-control",
        lambda: docx(p(text_box(control(p("Crane operator"), number=5))) + p("Harbour company")),
        "Crane operator",
        "Harbour company",
    ),
    word_file(
        "frame",
        lambda: docx(
            p("Trained in tailoring", props='<w:framePr w:w="3000" w:hSpace="180" w:wrap="around" w:hAnchor="margin"/>')
            + p("Alterations and repairs")
        ),
        "Trained in tailoring",
        "Alterations and repairs",
    ),
)

_CONTROLS: Final = (
    word_file(
        "control-block",
        lambda: docx(control(paragraphs("Warehouse supervisor", "Cycle counting")) + p("Cold store")),
        "Warehouse supervisor",
        "Cycle counting",
        "Cold store",
    ),
    word_file(
        "control-in-line",
        lambda: docx(p("Looking for work as ", control(run("head gardener")), " from spring")),
        "Looking for work as head gardener from spring",
    ),
    word_file(
        "control-around-row",
        lambda: docx(table(row("First aid", "valid until 2026"), control(row("Fire warden", "valid until 2027")))),
        "First aid",
        "valid until 2026",
        "Fire warden",
        "valid until 2027",
    ),
    word_file(
        "control-around-cell",
        lambda: docx(table(row("Spray painting", control(cell("two pack systems"))), row("Masking", "fine lines"))),
        "Spray painting",
        "two pack systems",
        "Masking",
        "fine lines",
    ),
    word_file(
        "controls-nested",
        lambda: docx(
            control(p("Chief of ", control(control(run("patient transport"), number=3), number=2)) + p("Radio rules"))
        ),
        "Chief of patient transport",
        "Radio rules",
    ),
    word_file(
        "control-repeating-section",
        lambda: docx(
            p("Places I worked")
            + control(
                control(p("Bakery on the square"), "<w15:repeatingSectionItem/>", 12)
                + control(p("Mill by the river"), "<w15:repeatingSectionItem/>", 13),
                "<w15:repeatingSection/>",
            )
        ),
        "Places I worked",
        "Bakery on the square",
        "Mill by the river",
    ),
    word_file(
        "control-placeholder-in-line",
        lambda: docx(
            p("Current salary: ", control(run(_CLICK, props='<w:rStyle w:val="PlaceholderText"/>'), _PLACEHOLDER))
            + p("Notice period: ", control(run("four weeks"), "<w:text/>", 1002))
        ),
        "Current salary",
        "four weeks",
        never=(_CLICK, "Click or tap"),
    ),
    word_file(
        "control-placeholder-block",
        lambda: docx(
            p("Pest control technician") + control(p(_CLICK), "<w:showingPlcHdr/>") + p("Licensed for fumigation")
        ),
        "Pest control technician",
        "Licensed for fumigation",
        never=(_CLICK,),
    ),
    word_file(
        "control-placeholder-cell",
        lambda: docx(table(row("Driving licence", control(cell(p("Choose an item.")), "<w:showingPlcHdr/>")))),
        "Driving licence",
        never=("Choose an item",),
    ),
    word_file(
        "control-drop-down-and-date",
        lambda: docx(
            p(
                "Language level: ",
                control(
                    run("fluent in Dutch"),
                    '<w:dropDownList><w:listItem w:displayText="no Dutch at all" w:value="0"/>'
                    '<w:listItem w:displayText="fluent in Dutch" w:value="3"/></w:dropDownList>',
                ),
            )
            + p(
                "Started ",
                control(run("March 2018"), '<w:date w:fullDate="2018-03-01T00:00:00Z"><w:lid w:val="en-GB"/></w:date>'),
            )
        ),
        "Language level: fluent in Dutch",
        "Started March 2018",
        never=("no Dutch at all", "2018-03-01"),
    ),
    word_file(
        "control-check-box",
        lambda: docx(
            p(
                control(run("☒"), '<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>'),
                " Willing to relocate",
            )
            + p("Scaffold erector")
        ),
        "Willing to relocate",
        "Scaffold erector",
    ),
    word_file(
        "control-bound-to-custom-xml",
        lambda: docx(
            p(
                control(
                    run("Insurance broker"),
                    '<w:dataBinding w:xpath="/cv/role" w:storeItemID="{11111111-2222-3333-4444-555555555555}"/>'
                    "<w:text/>",
                )
            )
            + p("Claims handling"),
            Part("customXml", "customXml/item1.xml", b"<cv><role>Insurance broker</role></cv>", "rCustom"),
        ),
        "Insurance broker",
        "Claims handling",
    ),
    word_file(
        "control-of-document-part",
        lambda: docx(
            control(
                p("Cover page of a midwife"),
                '<w:docPartObj><w:docPartGallery w:val="Cover Pages"/><w:docPartUnique/></w:docPartObj>',
            )
            + p("Home births attended")
        ),
        "Cover page of a midwife",
        "Home births attended",
    ),
    word_file(
        "glossary-document",
        lambda: docx(
            p("Sheet metal worker"),
            Part(
                "glossaryDocument",
                "word/glossary/document.xml",
                w.xml(
                    "w:glossaryDocument",
                    f"<w:docParts><w:docPart><w:docPartBody>{p('Type your job title')}</w:docPartBody>"
                    "</w:docPart></w:docParts>",
                ),
                "rGlossary",
            ),
        ),
        "Sheet metal worker",
        never=("Type your job title",),
    ),
)

_HEADERS: Final = (
    word_file(
        "header-and-footer",
        lambda: docx(
            p("Laboratory analyst"),
            header(p("Curriculum vitae 2024")),
            footer(p("References on request")),
            section=shown() + shown(part="footer"),
        ),
        "Curriculum vitae 2024",
        "Laboratory analyst",
        "References on request",
    ),
    word_file(
        "header-of-first-page",
        lambda: docx(
            p("Glazing") + PAGE_BREAK + p("Second page: leaded windows"),
            header(p("Continued application"), 1),
            header(p("Glazier in Leeds"), 2),
            section=_TWO_HEADERS + "|<w:titlePg/>",
        ),
        "Glazier in Leeds",
        "Continued application",
        "Second page: leaded windows",
    ),
    word_file(
        "header-of-first-page-switched-off",
        lambda: docx(
            p("Roofing with slate"),
            header(p("Roofer and tiler"), 1),
            header(p("Old letterhead"), 2),
            section=_TWO_HEADERS,
        ),
        "Roofer and tiler",
        "Roofing with slate",
        never=("Old letterhead",),
    ),
    word_file(
        "header-of-even-pages",
        lambda: docx(
            p("Hosiery") + PAGE_BREAK + p("Loom setting and repair"),
            header(p("Odd side header"), 1),
            header(p("Even side header"), 2),
            settings("<w:evenAndOddHeaders/>"),
            section=shown(1) + shown(2, "even"),
        ),
        "Odd side header",
        "Even side header",
        "Loom setting and repair",
    ),
    word_file(
        "headers-of-sections",
        lambda: docx(
            p("Tutoring") + section_end(shown(1)) + p("Publications on reading"),
            header(p("Part one: teaching"), 1),
            header(p("Part two: research"), 2),
            section=shown(2),
        ),
        "Part one: teaching",
        "Part two: research",
        "Publications on reading",
    ),
    word_file(
        "header-shared-by-sections",
        lambda: docx(
            p("Customs clearance")
            + section_end(shown(), "continuous")
            + p("Freight booking")
            + section_end(shown(), "continuous")
            + p("Warehouse bonds"),
            header(p("Shipping clerk of Antwerp")),
            section=shown() + '|<w:cols w:num="2"/>',
        ),
        "Shipping clerk of Antwerp",
        "Customs clearance",
        "Freight booking",
        "Warehouse bonds",
    ),
    word_file(
        "header-copied-to-sections",
        lambda: docx(
            p("Hull repairs") + section_end(shown(1)) + p("Engine overhaul") + section_end(shown(2)) + p("Sea trials"),
            *(header(p("Shipwright, third class"), number) for number in (1, 2, 3)),
            section=shown(3),
        ),
        "Shipwright, third class",
        "Sea trials",
    ),
    word_file(
        "header-inherited",
        lambda: docx(
            p("Puppet theatre") + section_end(shown()) + p("Costume making"),
            header(p("Set designer portfolio")),
        ),
        "Set designer portfolio",
        "Puppet theatre",
        "Costume making",
    ),
    word_file(
        "header-with-table",
        lambda: docx(
            p("Blood sampling"),
            header(table(row("Phlebotomist, band three", "Registered since 2016")) + p()),
            section=shown(),
        ),
        "Phlebotomist, band three",
        "Registered since 2016",
        "Blood sampling",
    ),
    word_file(
        "header-with-control",
        lambda: docx(
            p("Hot stone therapy"),
            header(control(p("Massage therapist"), number=4) + p(control(run(_CLICK), _PLACEHOLDER, 5))),
            section=shown(),
        ),
        "Massage therapist",
        "Hot stone therapy",
        never=(_CLICK,),
    ),
    word_file(
        "footer-with-page-fields",
        lambda: docx(
            p("Tram maintenance"),
            footer(p("Sheet ", field("PAGE", "1"), " of ", field("NUMPAGES", "1"), " in all")),
            section=shown(part="footer"),
        ),
        "Tram maintenance",
        "Sheet 1 of 1 in all",
        never=("NUMPAGES",),
    ),
    word_file(
        "footer-with-text-box",
        lambda: docx(
            p("Upholstery of antiques"),
            footer(p(text_box(paragraphs("Own workshop and van")))),
            section=shown(part="footer"),
        ),
        "Upholstery of antiques",
        "Own workshop and van",
    ),
)

_LEFT: Final = (
    "Stock rotation",
    "Till reconciliation",
    "Visual displays",
    "Staff rosters",
    "Loss prevention",
    "Supplier talks",
    "Health inspections",
    "Seasonal planning",
)

_TABLES: Final = (
    word_file(
        "table",
        lambda: _template(_ruled),
        "Accounts payable",
        "daily use",
        "Payroll runs",
        "monthly use",
        "Tax filing",
        "once a year",
    ),
    word_file(
        "table-merged",
        lambda: _template(_merged),
        "Qualifications held",
        "Trade papers",
        "Gas safe register",
        "renewed 2022",
        "Forklift licence",
        "renewed 2023",
    ),
    word_file(
        "table-merged-across",
        lambda: docx(
            table(
                row(cell("Training record", '<w:gridSpan w:val="2"/>')),
                row("Manual handling", "passed with merit"),
            )
        ),
        "Training record",
        "Manual handling",
        "passed with merit",
    ),
    word_file(
        "table-merged-down",
        lambda: docx(
            table(
                row(cell("Abattoir work", '<w:vMerge w:val="restart"/>'), "knife sharpening"),
                row(cell("", "<w:vMerge/>"), "hygiene checks"),
            )
        ),
        "Abattoir work",
        "knife sharpening",
        "hygiene checks",
    ),
    word_file(
        "table-in-table",
        lambda: docx(
            table(
                row(
                    cell(p("Before the list") + table(row("Boiler service", "twice a year")) + p("After the list")),
                    "Heating engineer",
                )
            )
        ),
        "Before the list",
        "Boiler service",
        "twice a year",
        "After the list",
        "Heating engineer",
    ),
    word_file(
        "table-in-table-in-table",
        lambda: docx(
            table(
                row(
                    cell(
                        p("Outer cell")
                        + table(row(cell(p("Middle cell") + table(row("Sewage pumps", "Inner cell"))), "Middle right"))
                    ),
                    "Outer right",
                )
            )
        ),
        "Outer cell",
        "Middle cell",
        "Sewage pumps",
        "Inner cell",
        "Middle right",
        "Outer right",
    ),
    word_file(
        "layout-table",
        lambda: docx(
            table(
                row(
                    cell(paragraphs(*_LEFT)),
                    cell(
                        paragraphs(
                            "Shop manager for nine years",
                            "Doubled the turnover of the branch",
                            "Trained eleven apprentices",
                        )
                    ),
                )
            )
        ),
        *_LEFT,
        "Shop manager for nine years",
        "Doubled the turnover of the branch",
        "Trained eleven apprentices",
    ),
    word_file(
        "layout-table-of-three-columns",
        lambda: docx(
            table(
                row(
                    cell(paragraphs("Column of tools", "Torque wrench")),
                    cell(paragraphs("Column of trades", "Tyre fitter")),
                    cell(paragraphs("Column of papers", "Exhaust test permit")),
                ),
                columns=3,
            )
        ),
        "Column of tools",
        "Torque wrench",
        "Column of trades",
        "Tyre fitter",
        "Column of papers",
        "Exhaust test permit",
    ),
    word_file(
        "table-with-repeated-heading-row",
        lambda: docx(
            table(
                row("Employer name", "Duties there", props="<w:tblHeader/>"),
                row("County museum", "Object labels"),
                row("Print works", "Folding machine"),
            )
        ),
        "Employer name",
        "Duties there",
        "County museum",
        "Object labels",
        "Print works",
        "Folding machine",
    ),
    word_file(
        "table-that-floats",
        lambda: docx(
            table(
                row("Swimming coach", "level two badge"),
                props='<w:tblpPr w:leftFromText="180" w:rightFromText="180" w:vertAnchor="text" w:tblpY="1"/>',
            )
            + p("Pool rescue award")
        ),
        "Swimming coach",
        "level two badge",
        "Pool rescue award",
    ),
    word_file(
        "list-in-table-cell",
        lambda: docx(
            table(
                row(cell(p("Main duties") + p("Feeding calves") + p("Mending fences")), "Farm hand"),
                row(cell(p("Side duties") + p("Selling eggs")), "Market stall"),
            )
        ),
        "Main duties",
        "Feeding calves",
        "Mending fences",
        "Farm hand",
        "Side duties",
        "Selling eggs",
        "Market stall",
    ),
)

WORD_LAYOUTS: Final[tuple[Structure, ...]] = (*_HEADINGS, *_TEXT_BOXES, *_CONTROLS, *_HEADERS, *_TABLES)
