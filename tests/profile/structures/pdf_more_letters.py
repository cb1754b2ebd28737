"""PDF files, further ones: how close lines and words stand, what fonts say of letters, forms, pictures, odd files."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Final

from fpdf import FPDF

from tests.profile.structures.found import found
from tests.profile.structures.pdf_writer import (
    Line,
    Pdf,
    column,
    drawn,
    pages_of,
    rectangle,
    scan,
    sheet,
    text,
    width,
    written,
)
from tests.profile.structures.structure import Structure

_pdf = found("pdf")

_SHORT: Final = ("Go", "R", "C", "Git", "SQL", "C++", "Vue", "AWS")
_SHORT_GLUED: Final = ("GoR", "RC", "CGit", "GitSQL", "SQLC")
_PROSE: Final = (
    "Built the data warehouse of a bank and its reports in",
    "SQL.",
    "Managed four people and their budget for the north of",
    "it.",
    "Wrote the handbook of the service and taught it to the",
    "new.",
)
_SHIPS: Final = ("Marine engineer with fifteen years at sea", "Diesel engines", "Boilers", "Cooling plants on reefers")
_SHIPS_GLUED: Final = ("seaDiesel", "enginesBoilers", "GoR", "RQt")
_AT_SEA: Final = ("Marine engineer with fifteen years", "Diesel engines, boilers, cooling")


def _list_at(leading: float) -> bytes:
    return pages_of(
        text(50, 800, "SKILLS")
        + drawn(column(50, 780, _SHORT, leading))
        + text(50, 600, "Worked as a developer in a small firm for years")
    )


def _high(ascent: int, descent: int, leading: float) -> bytes:
    """Lines in a font whose letters are said to reach so high and so low, in thousandths of its size."""
    pdf = Pdf()
    described = pdf.add(
        f"<< /Type /FontDescriptor /FontName /Foo /Flags 32 /FontBBox [0 {descent} 1000 {ascent}] /ItalicAngle 0 "
        f"/Ascent {ascent} /Descent {descent} /CapHeight 700 /StemV 80 >>"
    )
    widths = " ".join(["278", *["556"] * 94])
    pdf.fonts["F9"] = pdf.add(
        "<< /Type /Font /Subtype /TrueType /BaseFont /Foo /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 126 "
        f"/Widths [{widths}] /FontDescriptor {described} 0 R >>"
    )
    lines = column(50, 700, (*_SHIPS, "Go", "R", "Qt"), leading)
    pdf.page("".join(text(x, y, line, 10, "F9") for x, y, line in lines))
    return pdf.save()


def _chips(gap: float) -> bytes:
    content, x = "", 50.0
    for skill in ("Go", "SQL", "Rust", "Docker", "C++"):
        content += text(x, 700, skill)
        x += width(skill) + gap
    return pages_of(content + text(50, 680, "Developer"))


_TIGHT: Final = (
    *(
        _pdf(
            f"short-skills-{str(leading).replace('.', '-')}-apart",
            lambda leading=leading: _list_at(leading),
            *("SKILLS", "Go", "Git", "SQL", "Vue", "AWS", "Worked as"),
            never=_SHORT_GLUED,
        )
        for leading in (14, 12, 11.5, 11, 10)
    ),
    *(
        _pdf(
            f"short-skills-in-times-{name}",
            lambda height=height: sheet(lambda pdf: written(pdf, *_SHORT, height=height), font="times"),
            *("Go", "Git", "SQL", "Vue", "AWS"),
            never=_SHORT_GLUED,
        )
        for name, height in (("close", 4.6), ("closer", 4.2))
    ),
    *(
        _pdf(
            f"short-last-lines-{str(leading).replace('.', '-')}-apart",
            lambda leading=leading: pages_of(drawn(column(50, 700, _PROSE, leading))),
            *("SQL.", "Managed four"),
            never=("SQL.Managed", "it.Wrote"),
        )
        for leading in (14, 12, 11.5)
    ),
    _pdf(
        "short-line-before-a-long-one",
        lambda: pages_of(
            drawn(column(50, 700, ("IT", "Kubernetes and Terraform in production", "HR", "Recruitment of nurses"), 12))
        ),
        *("IT", "Kubernetes and", "HR", "Recruitment of nurses"),
        never=("ITKub", "HRRec"),
    ),
    *(
        _pdf(
            f"lines-of-letters-{name}",
            lambda ascent=ascent, descent=descent, leading=leading: _high(ascent, descent, leading),
            *("Marine engineer with fifteen years at sea", "Diesel engines", "Boilers", "Cooling plants on reefers"),
            *("Go", "R", "Qt"),
            never=_SHIPS_GLUED,
        )
        for name, ascent, descent, leading in (
            ("of-no-height", 0, 0, 14),
            ("far-too-high", 3000, -1500, 14),
            ("high-and-low", 1100, -400, 14),
            ("high-and-low-tight", 1100, -400, 12),
            ("with-nothing-below", 718, 0, 14),
            ("like-poppins", 1050, -350, 15),
            ("like-noto-sans", 1069, -293, 13.6),
            ("like-open-sans", 1069, -293, 15),
            ("like-calibri", 750, -250, 12.2),
            ("like-arial", 905, -212, 11.5),
            ("like-times-new-roman", 891, -216, 11.5),
            ("like-roboto", 927, -244, 12.5),
        )
    ),
    _pdf(
        "nine-points-tight",
        lambda: pages_of(drawn(column(50, 700, ("Go", "SQL", "R", "Kubernetes in use", "IT", "C"), 10.8), 9)),
        *("Go", "SQL", "Kubernetes in use"),
        never=("GoSQL", "SQLR", "ITC"),
    ),
    _pdf(
        "six-points",
        lambda: pages_of(
            drawn(column(50, 700, ("Small print of a dense CV in six points", "that has skills: Go, SQL, R"), 7), 6)
        ),
        *("Small print of a dense CV", "that has skills: Go, SQL, R"),
    ),
    *(
        _pdf(f"skills-in-a-row-{gap}-apart", lambda gap=gap: _chips(gap), "Go SQL Rust Docker C++", "Developer")
        for gap in (3, 5, 8, 11)
    ),
)


def _turned(lines: tuple[str, ...], leading: float, before: str = "") -> bytes:
    """Lines up the left margin beside a line of text."""
    up = "".join(
        f"BT /F1 10 Tf {before} 0 1 -1 0 {40 + index * leading:.1f} 200 Tm ({line}) Tj ET\n"
        for index, line in enumerate(lines)
    )
    return pages_of(f"q {up}Q\n{text(150, 700, 'Builder since 2001')}")


def _landscape() -> bytes:
    """A page whose content is drawn lying and which the viewer sets upright, as drivers of printers write it."""
    lines = ("Crane driver", "Rigging", "Banksman since 2010", "Go", "R", "Qt")
    content = "".join(
        f"BT /F1 10 Tf 0 1 -1 0 {100 + 14 * index} 100 Tm ({line}) Tj ET\n" for index, line in enumerate(lines)
    )
    return pages_of(content, entries="/Rotate 90")


def _askew(pdf: FPDF) -> None:
    pdf.text(60, 40, "Builder since 2001")
    with pdf.rotation(45, 20, 150):
        pdf.text(20, 150, "Curriculum vitae of a bricklayer")


_WALLS: Final = ("Bricklaying", "Roofing", "Tiling of bathrooms")
_SIZES: Final = ("Thatcher of roofs", "Reed and straw", "Ridge work")


def _sized(size: float, x: float, top: float, leading: float) -> str:
    return "".join(
        f"BT /F1 {size} Tf 1 0 0 1 {x} {top - leading * index:.2f} Tm ({line}) Tj ET\n"
        for index, line in enumerate(_SIZES)
    )


_TURNED: Final = (
    *(
        _pdf(
            f"lines-up-the-margin-{leading}-apart",
            lambda leading=leading: _turned(_WALLS, leading),
            *_WALLS,
            never=("BricklayingRoofing", "RoofingTiling"),
        )
        for leading in (14, 11)
    ),
    _pdf(
        "spaced-heading-up-the-margin",
        lambda: _turned(("CURRICULUM VITAE",), 14, "5 Tc"),
        "Builder since 2001",
    ),
    _pdf("page-set-upright-by-the-viewer", _landscape, *("Crane driver", "Rigging", "Banksman since 2010", "Go", "Qt")),
    _pdf("line-at-an-angle", lambda: sheet(_askew), "Builder since 2001", "Curriculum vitae of a bricklayer"),
    _pdf(
        "line-down-the-margin",
        lambda: pages_of(
            "BT /F1 10 Tf 0 -1 1 0 40 600 Tm (Bricklaying and roofing) Tj ET\n" + text(150, 700, "Builder since 2001")
        ),
        "Builder since 2001",
        "Bricklaying and roofing",
    ),
    _pdf(
        "lines-slightly-askew",
        lambda: pages_of(
            "BT /F1 10 Tf 1 0.03 -0.03 1 50 700 Tm (Skewed by the feed of a scanner) Tj ET\n"
            "BT /F1 10 Tf 1 0.03 -0.03 1 50 684 Tm (Second line of the skewed page) Tj ET\n"
        ),
        "Skewed by the feed of a scanner",
        "Second line of the skewed page",
    ),
    _pdf(
        "page-measured-in-inches",
        lambda: pages_of(_sized(0.14, 0.7, 10, 0.2), entries="/MediaBox [0 0 8.27 11.69] /UserUnit 72"),
        *_SIZES,
    ),
    _pdf(
        "page-as-large-as-a-poster",
        lambda: pages_of(_sized(60, 300, 4800, 84), entries="/MediaBox [0 0 3570 5052]"),
        *_SIZES,
    ),
)


def _column_end() -> list[Line]:
    left = (
        "Long experience in the care of",
        "old people and their families at",
        "home and on the ward, in the",
        "planning of rounds and of stock,",
        "in talks with those who are to",
        "go home soon, with kin and with",
        "doctors of the town, and in the",
        "planning of rounds and the docu-",
    )
    right = (
        "mentation of falls, and in hygiene",
        "as the law asks it, with a short",
        "course on wounds every year that",
        "the hospital pays for, and a longer",
        "one on dementia by distance learning",
        "from the open university last year.",
    )
    return column(50, 700, left) + column(320, 700, right)


_HYPHENS: Final = (
    _pdf(
        "hyphen-at-the-end-of-a-page",
        lambda: pages_of(
            drawn(column(50, 200, ("Long experience in the care of old people and in data man-",))),
            drawn(column(50, 780, ("agement for hospitals in the north",))),
        ),
        "management",
    ),
    _pdf("hyphen-at-the-end-of-a-column", lambda: pages_of(drawn(_column_end())), "documentation of falls"),
    _pdf(
        "hyphens-of-compounds-at-ends-of-lines",
        lambda: pages_of(
            drawn(
                column(
                    50,
                    700,
                    (
                        "Responsible for the whole chain of supply and tested it end-to-",
                        "end with the partners, in day-to-",
                        "day work on a state-of-the-",
                        "art line",
                    ),
                )
            )
        ),
        *("end-to-end with", "day-to-day work", "state-of-the-art line"),
    ),
    _pdf(
        "hyphens-of-names-and-years-at-ends-of-lines",
        lambda: pages_of(
            drawn(
                column(
                    50,
                    700,
                    (
                        "Knows C-",
                        "Sharp and Visual-",
                        "Basic, SAP-",
                        "ERP, low-",
                        "code, 2015-",
                        "2019, bio-",
                        "chemistry",
                    ),
                )
            )
        ),
        *("C-Sharp", "SAP-ERP", "2015-2019", "biochemistry"),
    ),
    _pdf(
        "dashes-at-the-ends-of-items",
        lambda: pages_of(drawn(column(50, 700, ("Python -", "Java -", "Go")))),
        *("Python -", "Java -", "Go"),
    ),
)


def _dejavu(pdf: FPDF) -> None:
    # matplotlib brings the font; to import it all for that would take a second.
    spec = importlib.util.find_spec("matplotlib")
    assert spec is not None
    assert spec.origin is not None
    pdf.add_font("DejaVu", fname=Path(spec.origin).parent / "mpl-data/fonts/ttf/DejaVuSans.ttf")
    pdf.set_font("DejaVu", size=12)


def _hebrew(pdf: FPDF) -> None:
    """A line drawn as it looks, its last letter first, as programs draw that know nothing of the direction."""
    _dejavu(pdf)
    written(pdf, "מהנדס חשמל"[::-1], "Electrical engineer", height=8)


def _hebrew_by_word(pdf: FPDF) -> None:
    _dejavu(pdf)
    x = 150.0
    for word in ("מהנדס", "חשמל", "בכיר"):
        x -= pdf.get_string_width(word) + 3
        pdf.text(x, 30, word[::-1])


def _unmapped(font: str) -> bytes:
    """Lines in a font whose codes say nothing of the letters that a viewer shows."""
    pdf = Pdf()
    names = " ".join(f"/g{code}" for code in range(33, 127))
    if font == "names":
        pdf.fonts["F9"] = pdf.add(
            "<< /Type /Font /Subtype /Type1 /BaseFont /ABCDEF+Foo /FirstChar 33 /LastChar 126 "
            f"/Widths [{' '.join(['500'] * 94)}] /Encoding << /Type /Encoding /Differences [33 {names}] >> >>"
        )
        shown = ["".join(chr(ord(letter) + 1) if letter != " " else " " for letter in line) for line in _AT_SEA]
        pdf.page("".join(text(50, 700 - 14 * index, line, 10, "F9") for index, line in enumerate(shown)))
        return pdf.save()
    below = pdf.add(
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+Foo /DW 500 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    )
    pdf.fonts["F9"] = pdf.add(
        f"<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+Foo /Encoding /Identity-H /DescendantFonts [{below} 0 R] >>"
    )
    # Many fonts number their glyphs so that the codes are those of ASCII less 29.
    codes = ["".join(f"{ord(letter) - 29:04x}" for letter in line) for line in _AT_SEA]
    pdf.page("".join(f"BT /F9 10 Tf 50 {700 - 14 * index} Td <{line}> Tj ET\n" for index, line in enumerate(codes)))
    return pdf.save()


def _private(*known: str) -> bytes:
    """Lines whose letters are mapped to the area for private use, after lines in an ordinary font."""
    pdf = Pdf()
    pdf.helvetica("F9", "", {code: chr(0xF000 + code) for code in range(0x21, 0x7F)})
    lines = "".join(text(50, 700 - 14 * index, line, 10, "F9") for index, line in enumerate(_AT_SEA))
    pdf.page(drawn(column(50, 750, known)) + lines)
    return pdf.save()


def _half_of_a_pair() -> bytes:
    pdf = Pdf()
    # The map gives one half of a pair of UTF-16, which is no letter.
    table = pdf.stream(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Ours def /CMapType 2 def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n1 beginbfchar\n<21> <D83D>\nendbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    )
    pdf.fonts["F9"] = pdf.add(
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode {table} 0 R >>"
    )
    pdf.page(text(50, 700, "! ", 10, "F9") + text(62, 700, "Telephone sales"))
    return pdf.save()


def _zapf() -> bytes:
    pdf = Pdf()
    pdf.fonts["Z"] = pdf.add("<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>")
    skills = enumerate(("Cutting", "Milling"))
    pdf.page("".join(text(60, 700 - 14 * at, "l", 8, "Z") + text(75, 700 - 14 * at, skill) for at, skill in skills))
    return pdf.save()


def _after_each_other(y: float, *pieces: tuple[str, float, float]) -> str:
    """Pieces of a line: each a text, its size and how far it is raised."""
    content, x = "", 50.0
    for piece, size, raised in pieces:
        content += text(x, y + raised, piece, size)
        x += width(piece, size)
    return content


def _twice(*shifts: float) -> bytes:
    words = "".join(text(50 + at, 700 - at, "Stonemason and sculptor", 24, "F2") for at in shifts)
    return pages_of(words + text(50, 650, "Letter cutting", 16))


def _bold_words() -> bytes:
    start = 50 + width("Known for ")
    words = "".join(text(start + at, 700, "lime mortar") for at in (0, 0.4))
    return pages_of(
        text(50, 700, "Known for ") + words + text(50 + width("Known for lime mortar") + 1, 700, " and stone")
    )


_GARDEN: Final = ("Cut hedges", "Mowed lawns", "Felled trees", "Built walls", "Sold plants", "Kept bees")


def _bullets(*, first: bool) -> bytes:
    lines = column(72, 700, _GARDEN)
    dots = [text(60, y, b"\x95") for _, y, _ in lines]
    words = [text(x, y, line) for x, y, line in lines]
    return pages_of(
        "".join(dots + words if first else [part for both in zip(dots, words, strict=True) for part in both])
    )


def _layer() -> bytes:
    pdf = Pdf()
    layer = pdf.add("<< /Type /OCG /Name (draft) >>")
    pdf.catalogue = f"/OCProperties << /OCGs [{layer} 0 R] /D << /OFF [{layer} 0 R] >> >>"
    font = pdf.fonts["F1"]
    pdf.inherited = f"/Resources << /Font << /F1 {font} 0 R >> /Properties << /P1 {layer} 0 R >> >>"
    pdf.page(f"/OC /P1 BDC\n{text(50, 650, 'Hidden layer')}EMC\n{text(50, 700, 'Visible trade')}")
    return pdf.save()


_LETTERS: Final = (
    _pdf("hebrew-beside-english", lambda: sheet(_hebrew), "מהנדס חשמל", "Electrical engineer"),
    _pdf("hebrew-words-apart", lambda: sheet(_hebrew_by_word), "מהנדס חשמל בכיר"),
    _pdf("names-of-glyphs-that-mean-nothing", lambda: _unmapped("names"), refused=""),
    _pdf("numbers-of-glyphs-without-a-map", lambda: _unmapped("numbers"), refused=""),
    _pdf("letters-all-of-private-use", _private, refused=""),
    _pdf(
        "letters-half-of-private-use",
        lambda: _private("Profile of a man of the sea and of ships"),
        "Profile of a man of the sea",
        unread="not read",
    ),
    _pdf("letter-mapped-to-half-a-pair", _half_of_a_pair, "Telephone sales"),
    _pdf("bullets-of-dingbats", _zapf, "Cutting", "Milling", never=("l Cutting", "l Milling")),
    _pdf("bullets-drawn-alone", lambda: _bullets(first=False), *_GARDEN),
    _pdf("bullets-drawn-before-the-words", lambda: _bullets(first=True), *_GARDEN),
    _pdf(
        "small-capitals",
        lambda: pages_of(
            _after_each_other(700, ("E", 12, 0), ("XPERIENCE ", 9, 0), ("W", 12, 0), ("ITH ", 9, 0), ("CAD", 12, 0))
            + text(50, 680, "Drafting of ships")
        ),
        *("EXPERIENCE WITH CAD", "Drafting of ships"),
    ),
    _pdf(
        "raised-and-lowered-letters",
        lambda: pages_of(
            _after_each_other(
                700, ("Won 1", 10, 0), ("st", 6, 4), (" prize for CO", 10, 0), ("2", 6, -3), (" traps", 10, 0)
            )
        ),
        "Won 1st prize for CO2 traps",
    ),
    *(
        _pdf(
            f"heading-with-a-shadow-{name}",
            lambda shifts=shifts: _twice(*shifts),
            *("Stonemason and sculptor", "Letter cutting"),
            never=("Stonemason and sculptor Stonemason", "SSt"),
        )
        for name, shifts in (("close", (1.2, 0)), ("further", (2, 0)))
    ),
    _pdf("bold-words-within-a-line-drawn-twice", _bold_words, "Known for lime mortar and stone"),
    _pdf(
        "words-beyond-the-page",
        lambda: pages_of(text(50, 700, "Visible trade") + text(900, 700, "Beyond the edge")),
        "Visible trade",
        never=("Beyond",),
    ),
    _pdf("layer-that-is-hidden", _layer, "Visible trade", never=("Hidden layer",)),
)


def _form(*widgets: str, top: str = "", below: str = "End of the form") -> bytes:
    """A form of the entries of its fields; ``top`` is the field above them that holds their value."""
    pdf = Pdf()
    above = pdf.add(f"<< {top} /Kids [{len(pdf.objects) + 2} 0 R] >>") if top else 0
    numbers = [
        pdf.add(f"<< /Type /Annot /Subtype /Widget {entries} {f'/Parent {above} 0 R' if top else ''} >>")
        for entries in widgets
    ]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    pdf.catalogue = f"/AcroForm << /Fields [{f'{above} 0 R' if top else kids}] >>"
    pdf.page(text(50, 695, "Trade:") + text(50, 650, below), entries=f"/Annots [{kids}]")
    return pdf.save()


def _labelled_fields() -> bytes:
    pdf = Pdf()
    numbers = [
        pdf.add(
            f"<< /Type /Annot /Subtype /Widget /FT /Tx /T (f{index}) /V ({value}) "
            f"/Rect [150 {690 - 20 * index} 400 {705 - 20 * index}] >>"
        )
        for index, value in enumerate(("Farrier", "Smithy of York", "2010 - 2020"))
    ]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    pdf.catalogue = f"/AcroForm << /Fields [{kids}] >>"
    pdf.page(drawn(column(50, 695, ("Post:", "Firm:", "Years:"), 20)), entries=f"/Annots [{kids}]")
    return pdf.save()


def _annotated(entries: str, form: str = "") -> bytes:
    pdf = Pdf()
    drawn_form = f"/AP << /N {pdf.form(form, box='0 0 300 20')} 0 R >>" if form else ""
    number = pdf.add(f"<< /Type /Annot {entries} {drawn_form} >>")
    pdf.page(text(50, 700, "Machinist of small parts"), entries=f"/Annots [{number} 0 R]")
    return pdf.save()


def _form_of_xml() -> bytes:
    """A form whose page only says that the viewer cannot show it."""
    pdf = Pdf()
    data = pdf.stream(
        "<xdp><xfa:datasets xmlns:xfa='x'><xfa:data><job>Anaesthetist</job></xfa:data></xfa:datasets></xdp>"
    )
    pdf.catalogue = f"/AcroForm << /Fields [] /XFA {data} 0 R >> /NeedsRendering true"
    lines = (
        "Please wait...",
        "If this message is not eventually replaced by the proper contents of the document, your PDF viewer may not",
        "be able to display this type of document.",
    )
    pdf.page(drawn(column(50, 700, lines)))
    return pdf.save()


_FIELD: Final = "/Rect [150 690 400 710] /T (a)"
_FORMS: Final = (
    _pdf(
        "field-whose-value-is-in-its-parent",
        lambda: _form("/Rect [150 690 400 710]", top="/FT /Tx /T (job) /V (Tower crane operator)"),
        *("Trade:", "Tower crane operator"),
    ),
    _pdf(
        "field-of-several-choices",
        lambda: _form(f"{_FIELD} /FT /Ch /Ff 2097152 /Opt [(Welding) (Milling) (Turning)] /V [(Welding) (Turning)]"),
        *("Trade:", "Welding", "Turning"),
    ),
    _pdf(
        "field-of-a-choice-with-a-code",
        lambda: _form(f"{_FIELD} /FT /Ch /Ff 131072 /Opt [[(1) (Welding)] [(2) (Milling)]] /V (2)"),
        *("Trade:", "Milling"),
    ),
    _pdf(
        "check-box-not-ticked",
        lambda: _form("/Rect [150 690 160 700] /T (a) /FT /Btn /V /Off /AS /Off"),
        *("Trade:", "End of the form"),
        never=("Off",),
    ),
    _pdf(
        "check-boxes-named-yes-and-0",
        lambda: _form(
            "/Rect [150 690 160 700] /T (a) /FT /Btn /V /Yes /AS /Yes",
            "/Rect [150 670 160 680] /T (b) /FT /Btn /V /0 /AS /0",
        ),
        *("Trade:", "End of the form"),
        never=("Yes", "0"),
    ),
    _pdf(
        "field-that-is-hidden",
        lambda: _form("/Rect [150 690 400 710] /T (a) /FT /Tx /F 2 /V (Hidden sum)"),
        *("Trade:", "End of the form"),
        never=("Hidden sum",),
    ),
    _pdf(
        "fields-beside-their-labels",
        _labelled_fields,
        *("Post:", "Farrier", "Firm:", "Smithy of York", "Years:", "2010 - 2020"),
    ),
    _pdf("form-of-xml", _form_of_xml, refused=""),
    _pdf(
        "note-in-a-bubble",
        lambda: _annotated("/Subtype /Text /Contents (Also knows CNC) /Rect [10 10 30 30]"),
        "Machinist of small parts",
        unread="comment",
    ),
    _pdf(
        "stamp-with-words",
        lambda: _annotated("/Subtype /Stamp /Rect [50 600 350 620]", text(5, 5, "Typed on top: scaffolding")),
        *("Machinist of small parts", "Typed on top: scaffolding"),
    ),
)


def _with_scan(box: tuple[int, int, int, int], *lines: Line) -> bytes:
    """A page with a picture of writing in a box of x, y, width and height, and text."""
    pdf = Pdf()
    picture = pdf.image(scan("Skills: wiring, fuse boards, testing"))
    x, y, across, up = box
    pdf.page(f"q {across} 0 0 {up} {x} {y} cm /I1 Do Q\n{drawn(lines)}", objects={"I1": picture})
    return pdf.save()


_OUTLINES: Final = "".join(rectangle(50 + 5 * index % 500, 600 - 10 * (index // 90), 3, 6) for index in range(900))


def _printed_web_pages() -> bytes:
    pages = (("Nurse in a children's ward for many years, with", "night duty"), ("Midwife training ended in 2011",))
    return pages_of(
        *(
            drawn(
                [
                    (30, 820, "14/01/2024, 09:30"),
                    (300, 820, "My CV"),
                    (30, 20, "https://example.org/cv"),
                    (540, 20, f"{number}/2"),
                    *column(50, 760, lines),
                ]
            )
            for number, lines in enumerate(pages, 1)
        )
    )


_FILES: Final = (
    _pdf(
        "skills-as-a-large-picture",
        lambda: _with_scan(
            (50, 50, 500, 400),
            (50, 800, "Electrician with a long record of safe work in hospitals and schools"),
            (50, 780, "See my skills below"),
        ),
        *("Electrician with", "See my skills below"),
        unread="picture",
    ),
    _pdf(
        "skills-as-a-picture-at-right",
        lambda: _with_scan(
            (300, 500, 250, 300),
            (50, 780, "Skills at the right in a picture"),
            (50, 766, "and more in words here"),
        ),
        *("Skills at the right", "and more in words here"),
        unread="picture",
    ),
    _pdf(
        "scan-with-a-long-mark-of-an-app",
        lambda: _with_scan((0, 0, 595, 842), (50, 20, "Scanned with PageSnap - www.example.com - page 1 of 2")),
        refused="",
    ),
    _pdf(
        "scan-within-the-content",
        lambda: pages_of(f"q 500 0 0 700 40 40 cm BI /W 8 /H 8 /BPC 8 /CS /G ID {'A' * 64} EI Q\n"),
        refused="",
    ),
    _pdf(
        "body-as-outlines-below-a-heading",
        lambda: pages_of(text(50, 700, "Page with heading text only, the rest was turned to outlines") + _OUTLINES),
        "Page with heading text only",
        unread="not read",
    ),
    _pdf(
        "web-page-printed-by-a-browser",
        _printed_web_pages,
        *("Nurse in a children's ward", "night duty", "Midwife training"),
    ),
    _pdf(
        "last-lines-of-the-file-cut-off",
        lambda: pages_of(drawn(column(50, 700, ("Thatcher of roofs", "Reed"))))[:-20],
        "Thatcher of roofs",
    ),
    _pdf("picture-file-inside", b"\x89PNG\r\n\x1a\n" + b"0" * 200, refused=""),
    _pdf("web-page-inside", b"<!DOCTYPE html><html><body>Please log in</body></html>", refused=""),
    _pdf("nothing-inside", b"", refused=""),
)

PDF_MORE_LETTERS: Final[tuple[Structure, ...]] = (*_TIGHT, *_TURNED, *_HYPHENS, *_LETTERS, *_FORMS, *_FILES)
