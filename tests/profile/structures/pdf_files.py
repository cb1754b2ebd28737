"""PDF files: columns and tables, hyphens at the ends of lines, and what the codes of fonts mean."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Final

from fpdf import FPDF

from tests.profile.structures import pdf_writer as w
from tests.profile.structures.pdf_writer import (
    Pdf,
    by_row,
    column,
    drawn,
    pages_of,
    rectangle,
    sheet,
    text,
    width,
    written,
)
from tests.profile.structures.structure import Structure, pdf_file

_TRADES: Final = (
    "Electrical installation of houses",
    "Fuse board replacement",
    "Testing and certification",
    "Solar panel wiring",
    "Emergency lighting",
    "Cable tray assembly",
    "Motor control panels",
    "Fault finding on site",
    "Reading of wiring plans",
    "Stock of spare parts",
)
_HISTORY: Final = (
    "Foreman at a contractor in the north,",
    "where I lead a crew of six fitters and",
    "plan the work on hospitals and schools.",
    "Before that five years as a journeyman",
    "with a firm that rewired rented flats,",
    "mostly at night while shops were shut.",
    "My apprenticeship was with the railway,",
    "in the depot where signals are mended.",
    "I hold the card for work at height and",
    "teach it to new starters twice a year.",
)
_CARE: Final = (
    "Palliative care at home",
    "Insulin injections",
    "Catheter changes",
    "Pressure sore prevention",
    "Talks with relatives",
    "Handover reports",
    "Drug round audits",
    "Infection control",
    "Falls assessment",
)
_WARD: Final = (
    "Charge nurse on a ward of 28 beds",
    "with a team of four on each shift.",
    "Wrote the guide to discharge letters",
    "that three other wards now follow.",
    "Community nurse in a rural district",
    "with forty home visits in a week.",
    "Student nurse at a teaching hospital",
    "with placements in surgery and on",
    "the children's ward for six months.",
)


def _columns(left: tuple[str, ...], right: tuple[str, ...], *, top: float = 760, gutter: float = 320) -> list[w.Line]:
    return by_row(column(50, top, left), column(gutter, top, right))


def _uneven_rows() -> bytes:
    lines = by_row(column(50, 760, _CARE, 18), column(320, 757, _WARD, 13))
    return pages_of(drawn(lines))


def _side(x: float, main: float) -> bytes:
    return pages_of(
        rectangle(x - 20, 0, 190, 842, 0.9) + drawn(by_row(column(x, 780, _CARE), column(main, 780, _WARD)))
    )


def _heading_and_columns(*after: str) -> bytes:
    lines = [(50.0, 790.0, "Master electrician seeking a post as works manager in the building trade near the coast")]
    lines += _columns(_TRADES, _HISTORY, top=740)
    lines += column(50, 570, after)
    return pages_of(drawn(lines))


_GRID: Final = (
    ("Bread doughs", "Sugar work", "Ice carving"),
    ("Menu writing", "Fish curing", "Wine pairing"),
    ("Stock sheets", "Waste audits", "Team rotas"),
    ("Knife care", "Vegan dishes", "Bulk buying"),
)


def _skills_grid() -> bytes:
    lines = [(50.0, 780.0, "Kitchen competences")]
    for index, cells in enumerate(_GRID):
        lines += [(x, 750.0 - 18 * index, content) for x, content in zip((50, 230, 410), cells, strict=True)]
    lines += column(
        50,
        650,
        (
            "I have cooked for banquets of three hundred guests and for a small inn with eight tables, and I like",
            "both: the first for the planning that it needs, the second for the guests whom one knows by their face.",
        ),
    )
    return pages_of(drawn(lines))


_LEVELS: Final = (
    ("SQL", "advanced"),
    ("Cost accounting", "expert"),
    ("Spreadsheets", "proficient"),
    ("Tax law", "working knowledge"),
    ("Payroll software", "beginner"),
)


def _table_with_rules() -> bytes:
    content = ""
    for index, cells in enumerate((("Competence", "Level reached"), *_LEVELS)):
        y = 760 - 20 * index
        content += "".join(f"{x} {y} 160 20 re S\n" for x in (50, 210))
        content += drawn(((55, y + 6, cells[0]), (215, y + 6, cells[1])))
    return pages_of(content)


def _table_without_rules() -> bytes:
    return pages_of(
        text(50, 790, "Computer programs")
        + drawn(
            by_row(column(50, 760, [row[0] for row in _LEVELS]), column(200, 760, [row[1] for row in _LEVELS])),
        )
    )


_PERIODS: Final = (
    ("2019-2024", ("Site manager, housing", "Ran eleven sites with up to forty trades on each day", "Budget control")),
    ("2014-2019", ("Bricklayer, monuments", "Lime mortar and hand cut stone on listed churches", "Scaffold tags")),
    ("2011-2014", ("Apprentice mason", "Day release at the building college with a final prize", "Tool upkeep")),
)


def _dates_at_left() -> bytes:
    lines: list[w.Line] = []
    for index, (period, texts) in enumerate(_PERIODS):
        top = 760.0 - 60 * index
        lines += [(50, top, period), *column(150, top, texts)]
    return pages_of(drawn(lines))


def _dates_at_right(*, dates_first: bool) -> bytes:
    jobs = column(50, 760, ("Sous chef, harbour hotel", "Grill cook, motorway inn", "Kitchen porter, ferry"), 30)
    dates = ("May 2020 to now", "2016 to 2020", "2013 to 2016")
    ends = [(545 - width(date), 760.0 - 30 * index, date) for index, date in enumerate(dates)]
    return pages_of(drawn([*ends, *jobs] if dates_first else by_row(jobs, ends)))


def _fpdf_table(pdf: FPDF) -> None:
    rows = (
        ("Employer", "Years there", "Main work"),
        ("Bus depot", "six years", "Brake repairs and the yearly inspection of fifty coaches before the season opens"),
        ("Boat yard", "four years", "Diesel engines of fishing boats, and the winter lay up of yachts in the big hall"),
    )
    with pdf.table(col_widths=(30, 30, 80)) as table:
        for cells in rows:
            table.row(cells)


_COLUMNS: Final = (
    pdf_file(
        "single-column",
        lambda: sheet(
            lambda pdf: written(pdf, "Primary school teacher", "Reading recovery lessons", "Choir and school plays")
        ),
        "Primary school teacher",
        "Reading recovery lessons",
        "Choir and school plays",
    ),
    pdf_file(
        "two-columns-by-column",
        lambda: pages_of(drawn([*column(50, 760, _TRADES), *column(320, 760, _HISTORY)])),
        *_TRADES,
        *_HISTORY,
    ),
    pdf_file("two-columns-by-row", lambda: pages_of(drawn(_columns(_TRADES, _HISTORY))), *_TRADES, *_HISTORY),
    pdf_file("two-columns-by-row-uneven", _uneven_rows, *_CARE, *_WARD),
    pdf_file(
        "two-columns-on-two-pages",
        lambda: pages_of(drawn(_columns(_TRADES, _HISTORY)), drawn(_columns(_CARE, _WARD))),
        *_TRADES,
        *_HISTORY,
        *_CARE,
        *_WARD,
    ),
    pdf_file(
        "two-columns-right-one-longer",
        lambda: pages_of(drawn(_columns(_CARE[:8], (*_WARD, *_HISTORY)))),
        *_CARE[:8],
        *_WARD,
        *_HISTORY,
    ),
    pdf_file("side-bar-at-left", lambda: _side(30, 230), *_CARE, *_WARD),
    pdf_file(
        "side-bar-at-right",
        lambda: pages_of(
            rectangle(400, 0, 195, 842, 0.9) + drawn(by_row(column(50, 780, _WARD), column(420, 780, _CARE)))
        ),
        *_WARD,
        *_CARE,
    ),
    pdf_file(
        "heading-then-two-columns",
        _heading_and_columns,
        "Master electrician seeking a post as works manager",
        *_TRADES,
        *_HISTORY,
    ),
    pdf_file(
        "heading-then-two-columns-then-prose",
        lambda: _heading_and_columns(
            "I am happy to travel for weeks at a time and own a van with all the tools that the trade asks for,",
            "and my former employers will gladly speak to you on the telephone about the work that I have done.",
        ),
        "Master electrician seeking a post as works manager",
        *_TRADES,
        *_HISTORY,
        "I am happy to travel for weeks at a time",
        "and my former employers will gladly speak",
    ),
    pdf_file(
        "skills-grid-then-prose",
        _skills_grid,
        "Kitchen competences",
        "Bread doughs",
        "Team rotas",
        "I have cooked for banquets of three hundred guests",
        "both: the first for the planning that it needs",
    ),
    pdf_file("table-with-rules", _table_with_rules, "Competence Level reached", *(" ".join(row) for row in _LEVELS)),
    pdf_file("table-without-rules", _table_without_rules, "Computer programs", *(" ".join(row) for row in _LEVELS)),
    pdf_file(
        "table-of-wrapped-cells",
        lambda: sheet(_fpdf_table),
        "Bus depot",
        "six years",
        "Brake repairs and the yearly",
        "Boat yard",
        "four years",
        "Diesel engines of fishing boats",
    ),
    pdf_file(
        "dates-at-left",
        _dates_at_left,
        *(phrase for period, texts in _PERIODS for phrase in (period, *texts)),
    ),
    pdf_file(
        "dates-at-right",
        lambda: _dates_at_right(dates_first=False),
        "Sous chef, harbour hotel May 2020 to now",
        "Grill cook, motorway inn 2016 to 2020",
        "Kitchen porter, ferry 2013 to 2016",
    ),
    pdf_file(
        "dates-at-right-drawn-first",
        lambda: _dates_at_right(dates_first=True),
        "Sous chef, harbour hotel May 2020 to now",
        "Grill cook, motorway inn 2016 to 2020",
        "Kitchen porter, ferry 2013 to 2016",
    ),
)


def _hyphens(hyphen: bytes) -> bytes:
    pdf = Pdf()
    pdf.helvetica("H", "129 /hyphen 173 /hyphen", {0x81: "\u2010", 0xAD: "\u00ad"})
    lines = (
        b"Planned the market" + hyphen,
        b"ing of a regional dairy and the distri" + hyphen,
        b"bution of its cheeses to shops.",
    )
    pdf.page("".join(text(50, 760 - 14 * index, line, font="H") for index, line in enumerate(lines)))
    return pdf.save()


_REAL_HYPHENS: Final = (
    "Kept a test centre open during COVID-",
    "19 with a crew of volunteers who were self-",
    "motivated, and spoke for the Anglo-",
    "Irish chamber of shipping brokers.",
)

# A reader may end the line before or after the word that it makes whole, so the words stand alone.
_MARKETING: Final = ("marketing", "distribution")
_BROKEN: Final = ("market- ing", "market-ing", "distri-bution", "distri- bution", "\u00ad", "\u2010")

_HYPHENS: Final = (
    pdf_file("hyphen-of-ascii", lambda: _hyphens(b"-"), *_MARKETING, never=_BROKEN),
    pdf_file("hyphen-of-unicode", lambda: _hyphens(b"\x81"), *_MARKETING, never=_BROKEN),
    pdf_file("hyphen-that-is-soft", lambda: _hyphens(b"\xad"), *_MARKETING, never=_BROKEN),
    pdf_file(
        "hyphens-that-belong-to-words",
        lambda: pages_of(drawn(column(50, 760, _REAL_HYPHENS))),
        "COVID-19",
        "self-motivated",
        "Anglo-Irish",
        never=("COVID19", "selfmotivated", "AngloIrish"),
    ),
    pdf_file(
        "hyphens-in-columns-by-row",
        lambda: pages_of(
            drawn(
                _columns(
                    (
                        "Sales adviser for kitchens",
                        "Measuring on the premi-",
                        "ses of customers",
                        "Drawing of floor plans",
                        "Quotes within two days",
                        "Follow up of complaints",
                        "Showroom displays",
                        "Yearly sale events",
                    ),
                    (
                        "Trained as a furniture car-",
                        "penter in a family firm",
                        "and later as a fitter",
                        "who put in worktops",
                        "of stone and of oak",
                        "in about four hundred",
                        "homes of the county",
                        "over a span of nine years",
                    ),
                )
            )
        ),
        "premises",
        "Yearly sale events",
        "carpenter",
        "over a span of nine years",
        never=("premi-", "car-penter"),
    ),
    pdf_file(
        "hyphen-within-a-line",
        lambda: pages_of(drawn(column(50, 760, ("Part-time baker with a follow-up course", "Gluten-free pastry")))),
        "Part-time baker with a follow-up course",
        "Gluten-free pastry",
    ),
)

_LIGATURES: Final = ("ff", "fi", "fl", "ffi", "ffl")
_LETTERS: Final = {code: (chr(code), chr(code)) for code in (*range(0x41, 0x5B), *range(0x61, 0x7B))} | {
    0x2C: ("comma", ","),
    0x2E: ("period", "."),
}
_LIGATED: Final = (
    "Ran the back office of a clinic",
    "and set up a workflow for financial reports.",
    "Trained staff in efficient filing, with no shuffling of papers.",
)


def _ligated(first: int) -> list[bytes]:
    """The lines with the codes of the ligatures, longest first, as TeX puts them."""
    lines = [line.encode() for line in _LIGATED]
    for index in (4, 3, 0, 2, 1):
        lines = [line.replace(_LIGATURES[index].encode(), bytes([first + index])) for line in lines]
    return lines


def _words_apart(y: float, line: bytes, size: float = 10) -> str:
    """A line as TeX sets it: no spaces, each word moved to its place."""
    # To split at all white space would lose the codes 0x0B and 0x0C, which are letters here.
    pieces = " -400 ".join(w.escaped(word) for word in line.split(b" "))
    return f"BT /T {size} Tf 50 {y} Td [{pieces}] TJ ET\n"


def _tex(first: int, glyph: str) -> bytes:
    pdf = Pdf()
    shapes = {first + index: (glyph.format(first + index), shape) for index, shape in enumerate(_LIGATURES)}
    pdf.bitmaps("T", _LETTERS | shapes)
    pdf.page("".join(_words_apart(760 - 16 * index, line) for index, line in enumerate(_ligated(first))))
    return pdf.save()


def _tex_bullets() -> bytes:
    pdf = Pdf()
    shapes = {0x0B + index: (f"a{0x0B + index}", shape) for index, shape in enumerate(_LIGATURES)}
    pdf.bitmaps("T", _LETTERS | shapes)
    # The bullet of TeX's symbol font has the code that the ligature ffl has in its text font.
    pdf.bitmaps("S", {0x0F: ("a15", "•")})
    items = (b"Bookbinding by hand", b"Gold \x0cnishing of spines", b"Paper repair")
    content = ""
    for index, item in enumerate(items):
        y = 760 - 16 * index
        content += text(40, y, b"\x0f", font="S") + _words_apart(y, item)
    pdf.page(content)
    return pdf.save()


def _mapped_ligatures(*, letters: bool) -> bytes:
    pdf = Pdf()
    names = dict(enumerate(_LIGATURES, 0x1B))
    shapes = {code: (f"lig{code}", shape) for code, shape in names.items()}
    meant = names if letters else {code: chr(0xFB00 + index) for index, code in enumerate(names)}
    glyphs = _LETTERS | shapes
    pdf.bitmaps("T", glyphs, {code: chr(code) for code in _LETTERS} | meant)
    pdf.page("".join(_words_apart(760 - 16 * index, line) for index, line in enumerate(_ligated(0x1B))))
    return pdf.save()


_ICON_GLYPHS: Final = {0x41: ("phone", "#"), 0x42: ("wrench", "&"), 0x43: ("mail", "@")}


def _icons() -> bytes:
    pdf = Pdf()
    pdf.bitmaps("I", _ICON_GLYPHS, {0x41: "\uf095", 0x42: "\uf0ad", 0x43: "\uf0e0"})
    lines = ((b"A", "Telephone on request"), (b"C", "Post box 17, Bristol"), (b"B", "Gearbox overhaul"))
    pdf.page(
        "".join(
            text(50, 760 - 16 * index, icon, font="I") + text(70, 760 - 16 * index, line)
            for index, (icon, line) in enumerate(lines)
        )
    )
    return pdf.save()


def _dejavu(pdf: FPDF) -> None:
    # matplotlib brings the font; to import it all for that would take a second.
    spec = importlib.util.find_spec("matplotlib")
    assert spec is not None
    assert spec.origin is not None
    pdf.add_font("DejaVu", fname=Path(spec.origin).parent / "mpl-data/fonts/ttf/DejaVuSans.ttf")
    pdf.set_font("DejaVu", size=11)
    written(pdf, "Электромонтёр пятого разряда", "Μάγειρας σε ξενοδοχείο", "Účetní a mzdová agenda")


_LETTERING: Final = (
    pdf_file("ligatures-mapped-to-presentation-forms", lambda: _mapped_ligatures(letters=False), *_LIGATED),
    pdf_file("ligatures-mapped-to-letters", lambda: _mapped_ligatures(letters=True), *_LIGATED),
    pdf_file("ligatures-of-tex-bitmaps", lambda: _tex(0x0B, "a{}"), *_LIGATED, never=("\x0b", "\x0c", "\x0e", "\x0f")),
    pdf_file("ligatures-of-tex-t1-bitmaps", lambda: _tex(0x1B, "a{}"), *_LIGATED, never=("\x1b", "\x1c", "\x1d")),
    pdf_file(
        "bullets-of-tex-bitmaps",
        _tex_bullets,
        "Bookbinding by hand",
        "Gold finishing of spines",
        "Paper repair",
        never=("ffl", "\x0f"),
    ),
    pdf_file(
        "icons-of-private-use",
        _icons,
        "Telephone on request",
        "Post box 17, Bristol",
        "Gearbox overhaul",
        never=("\uf095", "\uf0ad", "\uf0e0"),
    ),
    pdf_file(
        "bullets",
        lambda: pages_of(
            "".join(
                text(50, 760 - 14 * index, bullet) + text(64, 760 - 14 * index, line)
                for index, (bullet, line) in enumerate(
                    (("•", "Ship's cook on trawlers"), ("•", "Meals for fourteen crew"), ("–", "Cold larder checks"))
                )
            )
        ),
        "Ship's cook on trawlers",
        "Meals for fourteen crew",
        "Cold larder checks",
    ),
    pdf_file(
        "accents",
        lambda: sheet(lambda pdf: written(pdf, "Pâtissière à Liège", "Größere Küchen geführt", "Señalización vial")),
        "Pâtissière à Liège",
        "Größere Küchen geführt",
        "Señalización vial",
    ),
    pdf_file(
        "embedded-font-of-other-scripts",
        lambda: sheet(_dejavu),
        "Электромонтёр пятого разряда",
        "Μάγειρας σε ξενοδοχείο",
        "Účetní a mzdová agenda",
    ),
    pdf_file(
        "small-and-large-letters",
        lambda: pages_of(
            text(50, 740, "Head of laundry", 42)
            + text(50, 700, "Hotel linen for nine hundred rooms", 11)
            + text(50, 690, "All figures are those of the year 2022", 4.5)
        ),
        "Head of laundry",
        "Hotel linen for nine hundred rooms",
        "All figures are those of the year 2022",
    ),
)

PDF_LETTERS: Final[tuple[Structure, ...]] = (*_COLUMNS, *_HYPHENS, *_LETTERING)
