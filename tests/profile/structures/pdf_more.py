"""PDF files, further ones: side bars, columns, tables and dates beside texts, in the orders in which programs write."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tests.profile.structures.found import found
from tests.profile.structures.pdf_writer import Line, by_row, column, drawn, pages_of, text, width
from tests.profile.structures.structure import Structure

_pdf = found("pdf")


def _page(lines: Iterable[Line], *, rows: bool = False) -> bytes:
    """A page of the lines in their order, or from top to bottom as many programs write them."""
    return pages_of(drawn(by_row(list(lines)) if rows else lines))


def _ending(x: float, y: float, content: str) -> Line:
    return (x - width(content), y, content)


_TONGUES: Final = ("English", "German", "French", "Dutch")
_MARKS: Final = ("C2", "B1", "A2", "A1")
_LEVELS: Final = ("Python", "SQL", "Excel", "Power BI", "Tableau", "Git")
_REACHED: Final = ("Expert", "Good", "Good", "Basic", "Basic", "Good")
_DEGREES: Final = (
    ("Degree", "School", "Year", "Grade"),
    ("BSc Botany", "Leeds", "2010", "First"),
    ("MSc Soil science", "Wageningen", "2012", "8.5"),
    ("PhD Peat bogs", "Galway", "2017", "Pass"),
)


def _side_bar_tight() -> list[Line]:
    prose = (
        "Led the team that moved the shop to the cloud and",
        "kept the old system alive while customers went on",
        "buying; trained four juniors, wrote the handbook of",
        "the on-call service and cut the number of incidents",
        "by half within a year. Before that built the data",
        "warehouse of a bank and its reports on liquidity for",
        "the regulator, with tests that ran every night.",
    )
    return column(50, 780, ("Go", "R", "Git", "SQL", "Vue", "AWS", "Qt"), 12) + column(150, 780, prose, 12)


def _side_bar_of(number: int) -> list[Line]:
    left = ("Go", "SQL", "Rust", "Docker", "Linux", "Bash", "Git")
    right = (
        "Worked at Mill Ltd as developer of the web shop",
        "and its data; on call every third week with two",
        "others, with a budget of our own and one tester",
        "who came from the bank",
        "and left in 2019",
        "to found her own firm",
        "in the north",
    )
    return column(50, 700, left[:number], 12) + column(150, 700, right[:number], 12)


def _side_bar_at_right() -> list[Line]:
    jobs = (
        "Chef de partie, Hotel Astra, Vienna",
        "sauces and fish for two hundred guests a night",
        "Commis, Brasserie Nord, Oslo",
        "cold kitchen, stock and orders",
        "Apprentice, school of catering, Graz",
        "all stations in turn",
    )
    skills = ("SKILLS", "Sauces", "Fish", "Pastry", "Menus", "HACCP", "Wine")
    return column(50, 760, jobs) + column(430, 760, skills, 13.2)


def _aligned() -> list[Line]:
    """A side bar whose lines stand at the heights of the text beside it."""
    side = ("SKILLS", "Pruning", "Planting", "Machines", "LANGUAGES", "English", "Dutch", "HOBBY", "Chess")
    main = (
        "PROFILE",
        "Gardener with ten years in parks, who likes",
        "roses and people, and who can run a crew",
        "WORK",
        "City park, head gardener, 2018-2022",
        "Pruning of trees, budget, six people",
        "Manor house, gardener, 2014-2018",
        "Mowing and hedges",
        "SCHOOL",
    )
    return column(40, 780, side, 15) + column(180, 780, main, 15)


def _gaps(x: float, top: float, lines: Iterable[str], leading: float) -> list[Line]:
    """A column whose empty lines are gaps."""
    return [line for line in column(x, top, lines, leading) if line[2]]


def _side_and_main() -> bytes:
    side = ("CONTACT", "Leeds", "", "SKILLS", "Go", "SQL", "Rust", "", "LANGUAGES", "English C2", "German B1")
    main = (
        "PROFILE",
        "Developer of web shops who likes tests and",
        "talks to customers.",
        "",
        "EXPERIENCE",
        "Mill Ltd, developer 2015 - 2020",
        "Built the shop and ran it.",
        "",
        "Port Ltd, clerk 2010 - 2015",
        "Wrote invoices.",
    )
    return pages_of(
        text(50, 800, "Web developer", 22) + drawn(_gaps(40, 760, side, 13)) + drawn(_gaps(200, 757, main, 16))
    )


def _jobs_and_side_bar() -> list[Line]:
    lines: list[Line] = [(50, 800, "EXPERIENCE"), (400, 800, "SKILLS")]
    jobs = (
        ("Head gardener", "2018-2022", "Pruning and planting of a park with six", "people, and the budget of the year"),
        ("Gardener", "2014-2018", "Mowing, hedges and the care of roses", "in four public gardens"),
        ("Apprentice", "2010-2014", "All the work of a nursery, from seed to", "sale, and evening school"),
    )
    for index, (job, dates, *duties) in enumerate(jobs):
        y = 782 - 50 * index
        lines += [(50, y, job), _ending(360, y, dates), *column(50, y - 14, duties)]
    skills = ("Pruning", "Planting", "Machines", "Budget", "Roses", "First aid", "Chainsaw", "Irrigation", "Lawns")
    return lines + column(400, 782, skills, 16)


_SIDE_BARS: Final = (
    _pdf(
        "side-bar-of-short-words-tight",
        lambda: _page(_side_bar_tight(), rows=True),
        *("Go", "R", "Git", "SQL", "Vue", "AWS", "Qt", "Led the team", "customers went on"),
    ),
    *(
        _pdf(
            f"side-bar-of-{number}-lines-tight",
            lambda number=number: _page(_side_bar_of(number), rows=True),
            *("Go", "SQL", "Rust", "Docker", "Worked at Mill", "and its data"),
        )
        for number in (4, 5, 7)
    ),
    _pdf(
        "side-bar-at-right-of-short-words",
        lambda: _page(_side_bar_at_right(), rows=True),
        *("Chef de partie", "sauces and fish", "Commis", "cold kitchen", "Apprentice", "all stations in turn"),
        *("SKILLS", "Sauces", "Fish", "Pastry", "Menus", "HACCP", "Wine"),
    ),
    _pdf(
        "side-bar-at-the-heights-of-the-text",
        lambda: _page(_aligned(), rows=True),
        *("SKILLS", "Pruning", "Planting", "Machines", "LANGUAGES", "English", "Dutch"),
        *("PROFILE", "Gardener with ten years", "roses and people", "WORK", "Mowing and hedges", "SCHOOL"),
    ),
    _pdf(
        "side-bar-with-a-line-below-both",
        lambda: _page(
            [
                *_aligned(),
                (
                    50,
                    40,
                    "I agree to the use of my data for this application and for later ones until I say otherwise.",
                ),
            ],
            rows=True,
        ),
        *("SKILLS", "Pruning", "HOBBY", "PROFILE", "SCHOOL", "I agree to the use"),
    ),
    _pdf(
        "side-bar-and-main-of-a-template",
        _side_and_main,
        *("Web developer", "CONTACT", "Leeds", "SKILLS", "Go", "SQL", "Rust", "LANGUAGES", "English C2", "German B1"),
        *("PROFILE", "talks to customers.", "EXPERIENCE", "Built the shop", "Port Ltd", "Wrote invoices."),
    ),
    _pdf(
        "side-bar-beside-jobs-with-dates-at-right",
        lambda: _page(_jobs_and_side_bar(), rows=True),
        *("EXPERIENCE", "Head gardener", "2018-2022", "Pruning and planting of a park", "people, and the budget"),
        *("Gardener", "2014-2018", "Apprentice", "sale, and evening school", "SKILLS", "Planting", "Machines", "Lawns"),
    ),
    _pdf(
        "side-bar-beside-jobs-drawn-by-column",
        lambda: _page(_jobs_and_side_bar()),
        *("EXPERIENCE", "Head gardener", "2018-2022", "Pruning and planting of a park", "people, and the budget"),
        *("Apprentice", "sale, and evening school"),
    ),
)


def _three_lists() -> list[Line]:
    heads: list[Line] = [(50, 780, "SKILLS"), (230, 780, "LANGUAGES"), (410, 780, "OTHER")]
    return [
        *heads,
        *by_row(
            column(50, 760, ("Sewing", "Knitting", "Cutting", "Dyeing", "Weaving", "Felting")),
            column(230, 760, ("English C1", "French B2", "Polish A2", "Welsh A1", "Latin", "Greek")),
            column(410, 760, ("Driving licence", "First aid", "Fire warden", "Forklift", "Food safety", "Scouts")),
        ),
    ]


def _three_proses() -> list[Line]:
    first = (
        "I grew up on a farm and",
        "learnt to mend what was",
        "broken, and to milk and",
        "plough; at school I liked",
        "woodwork best.",
    )
    second = (
        "In the army I drove and",
        "mended trucks, later",
        "whole convoys, and was",
        "taught to lead others",
        "under stress.",
    )
    third = (
        "Now I run a garage with",
        "five people, two lifts",
        "and a paint shop, and I",
        "train a new apprentice",
        "every second year.",
    )
    return column(50, 700, first, 15) + column(220, 700, second, 15) + column(390, 700, third, 15)


def _headings_apart() -> list[Line]:
    left = (
        "PROFILE",
        "Careful bookkeeper with a love",
        "of order and of the sea, who",
        "closes the month on day two and",
        "speaks to people who owe money",
        "without making enemies.",
        "TOOLS",
        "Sage",
        "Excel",
        "Xero",
    )
    right = (
        "WORK",
        "2019 - now Bookkeeper, Mill Ltd",
        "Ledgers, VAT, payroll of thirty",
        "2015 - 2019 Clerk, Port office",
        "Invoices of ships and cargo",
        "2012 - 2015 Cashier",
        "Night safe and tills",
        "SCHOOL",
        "A-levels in maths and art",
    )
    return column(50, 780, left, 15) + column(300, 774, right, 17)


def _bullets_in_columns() -> list[Line]:
    lines: list[Line] = []
    left = ("Cut hedges of all", "  heights by hand", "Mowed lawns", "Felled trees near", "  roads and rails")
    right = ("Kept bees for honey", "Sold plants to", "  schools and towns", "Built walls", "Laid turf in rain")
    for x, items in ((50, left), (310, right)):
        for index, item in enumerate(items):
            y = 760 - 15 * index
            lines += [] if item.startswith(" ") else [(x, y, "-")]
            lines.append((x + 14, y, item.strip()))
    return lines


def _two_blocks() -> list[Line]:
    across = "A LINE ACROSS THE WHOLE PAGE WITH A HEADING IN IT AND MORE WORDS ABOUT SKILLS"
    return [
        *_aligned(),
        (50, 620, across),
        *column(40, 600, ("Go", "Rust", "Bash", "Perl", "Awk", "Sed"), 15),
        *column(300, 600, ("English", "German", "French", "Dutch", "Irish", "Welsh"), 15),
    ]


def _two_lists() -> list[Line]:
    left = ("Project management", "Team leadership", "Site talks", "Budget planning", "Risk registers", "Scrum")
    right = ("Python", "SQL", "Power BI", "Excel", "Jira", "Confluence")
    return [
        *column(50, 700, left, 16),
        *column(300, 700, right, 16),
        (50, 590, "REFERENCES"),
        (50, 575, "On request."),
    ]


def _contact_row() -> list[Line]:
    lines = (
        "Nurse for the old and the very old, with",
        "night duty, wound care and end-of-life care",
        "in two houses and at home since 2009, and",
        "mentor of eight trainees; I drive, speak",
        "Polish, and like to plan rosters.",
    )
    return [(50, 800, "Leeds"), (230, 800, "0555 123"), (420, 800, "a@example.org"), *column(50, 770, lines)]


_COLUMNS: Final = (
    _pdf(
        "three-lists-by-row",
        lambda: _page(_three_lists()),
        # A reader may go down each list or along the rows; the order of one list holds either way.
        *("SKILLS", "Sewing", "Knitting", "Weaving", "Felting"),
    ),
    _pdf(
        "three-columns-of-prose-by-row",
        lambda: _page(_three_proses(), rows=True),
        *("I grew up on a farm", "plough; at school", "woodwork best.", "In the army", "under stress."),
        *("Now I run", "every second year."),
    ),
    _pdf(
        "headings-at-other-heights",
        lambda: _page(_headings_apart(), rows=True),
        *("PROFILE", "of order", "without making enemies", "TOOLS", "Xero", "WORK", "Ledgers", "SCHOOL"),
    ),
    _pdf(
        "two-lists-of-four",
        lambda: _page(
            column(50, 780, ("SKILLS", "Sage", "Excel", "Xero"))
            + column(300, 780, ("LANGUAGES", "English", "German", "Dutch")),
            rows=True,
        ),
        *("SKILLS", "Sage", "Excel", "Xero", "LANGUAGES", "English"),
    ),
    _pdf(
        "two-lists-of-skills",
        lambda: _page(_two_lists(), rows=True),
        *("Project management", "Team leadership", "Scrum", "REFERENCES"),
    ),
    _pdf(
        "two-columns-of-bullets",
        lambda: _page(_bullets_in_columns(), rows=True),
        *("Cut hedges of all", "heights by hand", "Mowed lawns", "Felled trees near", "roads and rails"),
        *("Kept bees", "Sold plants to", "schools and towns"),
    ),
    _pdf(
        "two-blocks-of-columns",
        lambda: _page(_two_blocks(), rows=True),
        *("SKILLS", "Pruning", "PROFILE", "Gardener with ten", "SCHOOL", "A LINE ACROSS", "Go", "Sed"),
    ),
    _pdf(
        "row-of-contacts-above-prose",
        lambda: _page(_contact_row(), rows=True),
        *("Leeds", "0555 123", "a@example.org", "Nurse for the old", "night duty", "mentor of eight trainees"),
        "Polish, and like",
    ),
    _pdf(
        "contacts-at-right-of-the-heading",
        lambda: _page(
            [
                (50, 800, "Carpenter"),
                (400, 800, "Tel. 555 123"),
                (50, 786, "Roof frames and stairs"),
                (400, 786, "mail@example.org"),
                (50, 772, "Based in Cork"),
                (400, 772, "example.org/wood"),
                (50, 740, "I have built roofs for thirty years in three countries and trained apprentices there."),
            ]
        ),
        *("Carpenter", "Roof frames and stairs", "I have built roofs"),
    ),
    _pdf(
        "contacts-at-right-tight",
        lambda: pages_of(
            text(50, 800, "Marine engineer", 20, "F2")
            + drawn(column(430, 808, ("Cork", "0555 12", "a@x.ie", "DE"), 11))
            + text(50, 760, "I keep ships moving.")
        ),
        *("Marine engineer", "I keep ships moving."),
        never=("Cork0555", "12a@x", "x.ieDE"),
    ),
    _pdf(
        "list-beside-numbers-at-other-heights",
        lambda: _page(
            column(50, 700, ("Stock control of four sites", "Rotas", "Tills", "Night audit", "Bar"), 13)
            + column(400, 706, ("Leeds", "York", "Hull", "Bath", "Ely"), 13),
            rows=True,
        ),
        *("Stock control of four sites", "Rotas", "Tills"),
    ),
)


def _dates_in_the_middle() -> list[Line]:
    lines: list[Line] = []
    jobs = (
        ("Head gardener", "2018-2022", "City park, Leeds"),
        ("Gardener", "2014-2018", "Manor house, York"),
        ("Apprentice", "2010-2014", "Nursery, Hull"),
        ("Helper", "2009-2010", "Farm, Ely"),
        ("Scout", "2008-2009", "Woods, Bath"),
        ("Pupil", "2000-2008", "School, Ely"),
    )
    for index, (job, dates, place) in enumerate(jobs):
        y = 760 - 20 * index
        lines += [_ending(200, y, job), (230, y, dates), (310, y, place)]
    return lines


def _dates_beside_prose() -> list[Line]:
    jobs = (
        (
            "2018-2022",
            "Head gardener, City park",
            "Pruning and planting of a park with six people, and",
            "the budget of it",
        ),
        (
            "2014-2018",
            "Gardener, Manor house",
            "Mowing, hedges and the care of roses in four public",
            "gardens in town",
        ),
        ("2010-2014", "Apprentice, Nursery", "All the work of a nursery, from seed to sale, and", "evening school"),
    )
    dates: list[Line] = [(50, 770 - 60 * index, job[0]) for index, job in enumerate(jobs)]
    texts = [line for index, job in enumerate(jobs) for line in column(150, 770 - 60 * index, job[1:])]
    return [(50, 790, "WORK"), *dates, *texts]


def _time_line() -> list[Line]:
    lines: list[Line] = []
    jobs = (
        ("2018 - now", "Head gardener", "Pruning and planting of the park with a crew of six"),
        ("2014 - 2018", "Gardener", "Mowing, hedges"),
        ("2010 - 2014", "Apprentice", "All the work of a nursery, from seed to sale"),
    )
    for index, (dates, job, duties) in enumerate(jobs):
        y = 740 - 40 * index
        lines += [(50, y, dates), (160, y, job), (160, y - 13, duties)]
    return lines


def _hints_at_left() -> list[Line]:
    lines: list[Line] = []
    rows = (
        ("2019-now", "Bookkeeper", "Mill Ltd, Bath"),
        ("", "Ledgers, VAT and payroll of thirty people, all by myself", ""),
        ("2015-2019", "Clerk", "Port office"),
        ("", "Invoices of ships; a very long line of text that goes on to the margin of", ""),
        ("", "the page and one more line", ""),
        ("Languages", "English (native), German (B2)", ""),
        ("Computer", "Sage, Excel, Xero, Python", ""),
        ("Sport", "Rowing", ""),
    )
    for index, (hint, words, place) in enumerate(rows):
        y = 750 - 15 * index
        lines += [line for line in (_ending(110, y, hint), (125, y, words), (400, y, place)) if line[2]]
    return lines


def _hints_of_two_lines() -> list[Line]:
    hints = ("Operating", "systems", "Program-", "ming", "Data bases", "", "Security")
    words = (
        "Linux, Windows, macOS in mixed networks, printers and phones for",
        "four hundred people on three floors",
        "Python, Go and shell, with tests; scripts for the move of mail to",
        "the cloud and the cleaning of address books",
        "PostgreSQL, Oracle; backup and restore drills each month, tuning",
        "of slow reports",
        "firewalls, patching, phishing drills",
    )
    return by_row(_gaps(50, 750, hints, 14), column(125, 750, words))


def _labels_at_left() -> list[Line]:
    sections = (
        (
            "PROFILE",
            "Gardener with ten years in parks, who likes roses and people,",
            "and who can run a crew of six through a wet winter",
        ),
        (
            "WORK",
            "City park, head gardener",
            "Pruning of trees and the budget; training of two apprentices who",
            "both passed, and talks with neighbours about their hedges",
        ),
        ("SKILLS", "Pruning, planting, machines, first aid, budget", "Chainsaw licence"),
        ("LANGUAGES", "English, Dutch"),
    )
    return [
        line
        for index, (label, *texts) in enumerate(sections)
        for line in [(50.0, 780.0 - 70 * index, label), *column(160, 780 - 70 * index, texts)]
    ]


_DATES: Final = (
    _pdf(
        "dates-in-the-middle",
        lambda: _page(_dates_in_the_middle(), rows=True),
        "Head gardener 2018-2022 City park, Leeds",
        "Gardener 2014-2018",
        "Apprentice 2010-2014 Nursery, Hull",
        "Pupil",
    ),
    _pdf(
        "dates-at-left-of-prose",
        lambda: _page(_dates_beside_prose(), rows=True),
        *("WORK", "2018-2022", "Head gardener, City park", "the budget of it", "2014-2018", "Gardener, Manor house"),
        *("gardens in town", "2010-2014", "Apprentice, Nursery"),
    ),
    _pdf(
        "time-line",
        lambda: _page(_time_line()),
        *("2018 - now", "Head gardener", "Pruning and planting", "2014 - 2018", "Gardener", "Mowing", "2010 - 2014"),
        *("Apprentice", "All the work"),
    ),
    _pdf(
        "hints-at-left-that-end-at-a-line",
        lambda: _page(_hints_at_left()),
        *("2019-now Bookkeeper", "Ledgers, VAT and payroll", "2015-2019 Clerk", "Languages English (native)"),
        *("Computer Sage, Excel", "Sport Rowing"),
    ),
    _pdf(
        "hints-at-left-of-two-lines",
        lambda: _page(_hints_of_two_lines()),
        *("Linux, Windows", "PostgreSQL, Oracle", "firewalls"),
    ),
    _pdf(
        "labels-of-sections-at-left",
        lambda: _page(_labels_at_left(), rows=True),
        *("PROFILE", "Gardener with ten years", "WORK", "City park, head gardener", "both passed", "SKILLS"),
        *("Pruning, planting, machines", "LANGUAGES", "English, Dutch"),
    ),
)


def _wrapped_table() -> list[Line]:
    rows = (
        (("Project",), ("Bridge over the", "river Wear"), ("Formwork and steel", "fixing for six piers"), ("2019",)),
        (("Project",), ("Tunnel under the", "old harbour"), ("Spraying of concrete,", "survey of cracks"), ("2017",)),
        (("Project",), ("School in Hull",), ("Foundations and", "drains"), ("2015",)),
    )
    return [
        line
        for index, cells in enumerate(rows)
        for x, content in zip((50, 130, 270, 430), cells, strict=True)
        for line in column(x, 760 - 36 * index, content, 12)
    ]


def _degrees() -> list[Line]:
    return [
        (x, 700 - 16 * index, content)
        for index, cells in enumerate(_DEGREES)
        for x, content in zip((50, 200, 350, 450), cells, strict=True)
    ]


def _level_pairs() -> list[Line]:
    prose = "I have used them all for years in the reports of a bank and in its audits, each month."
    return [*column(50, 700, _LEVELS, 16), *column(180, 700, _REACHED, 16), (50, 590, prose)]


_PAIRS: Final = (
    "Python Expert",
    "SQL Good",
    "Excel Good",
    "Power BI Basic",
    "Tableau Basic",
    "Git Good",
    "I have used",
)

_TABLES: Final = (
    _pdf(
        "levels-beside-languages-by-column",
        lambda: _page(column(50, 700, _TONGUES, 12) + column(150, 700, _MARKS, 12)),
        *("English", "C2", "German", "B1"),
        never=("C2B1", "B1A2"),
    ),
    _pdf(
        "levels-beside-languages-by-row",
        lambda: _page(column(50, 700, _TONGUES, 12) + column(150, 700, _MARKS, 12), rows=True),
        *("English C2", "German B1", "French A2", "Dutch A1"),
    ),
    _pdf("levels-beside-skills-by-row", lambda: _page(_level_pairs(), rows=True), *_PAIRS),
    _pdf("levels-beside-skills-by-column", lambda: _page(_level_pairs()), *_PAIRS),
    _pdf(
        "table-of-degrees-by-row",
        lambda: _page(_degrees(), rows=True),
        "Degree School Year Grade",
        "BSc Botany Leeds 2010 First",
        "MSc Soil science Wageningen 2012 8.5",
        "PhD Peat bogs Galway 2017 Pass",
    ),
    _pdf(
        "table-of-degrees-by-column",
        lambda: _page(sorted(_degrees(), key=lambda line: (line[0], -line[1]))),
        *("BSc Botany", "MSc Soil science", "PhD Peat bogs"),
    ),
    _pdf(
        "table-of-four-columns-wrapped",
        lambda: _page(_wrapped_table()),
        *("Bridge over the", "river Wear", "Formwork and steel", "fixing for six piers", "2019"),
        *("Tunnel under the", "old harbour", "Spraying of concrete,", "survey of cracks", "2017", "School in Hull"),
    ),
    _pdf(
        "dotted-lines-to-the-level",
        lambda: _page(
            [(50, 700, "Python ........................ expert"), (50, 686, "Java .......................... good")]
        ),
        *("Python", "expert", "Java", "good"),
    ),
    _pdf(
        "words-typed-on-the-dotted-line",
        lambda: _page(
            [(50, 700, "Trade: ______________"), (85, 701, "Farrier"), (50, 680, "Years: _____"), (90, 681, "12")]
        ),
        *("Trade:", "Farrier", "Years:", "12"),
    ),
)

PDF_MORE: Final[tuple[Structure, ...]] = (*_SIDE_BARS, *_COLUMNS, *_DATES, *_TABLES)
