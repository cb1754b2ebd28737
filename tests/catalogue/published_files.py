"""Catalogue files as spreadsheets, learning platforms and scripts write them, each with what a reader should read.

Every file takes one choice of each dimension (dialect, encoding, headings, lists, units, numbers) and says which,
so that a failure can be traced. The choices are dealt like cards: all of a dimension come up before any comes again.
The answers come from how the files are made, never from reading them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Generic, TypeVar

from tests.catalogue.published import cells, dialects, headings, trades
from tests.catalogue.published.cells import Cell, Price, Style
from tests.catalogue.published.dialects import Dialect
from tests.catalogue.published.trades import Course

Option = TypeVar("Option")
Written = TypeVar("Written", Style, Price)
Columns = dict[str, list[Cell]]

WRONG_ENCODING = "Windows-1251"


@dataclass(frozen=True, slots=True)
class Published:
    """A file and its right answer: rows, or the word that the one sentence of its refusal must hold."""

    name: str
    content: bytes
    says: str
    rows: tuple[dict[str, object], ...]
    mapping: dict[str, str]
    lost: int = 0
    refused: str | None = None


class Deck(Generic[Option]):
    """Options dealt in a drawn order; a fresh set is put under what is left when nothing there fits."""

    def __init__(self, options: Iterable[Option], draw: Random) -> None:
        self._options, self._draw = list(options), draw
        self._pile: list[Option] = []

    def deal(self, fits: Callable[[Option], bool] = lambda option: True) -> Option:
        if not any(map(fits, self._pile)):
            self._pile += self._draw.sample(self._options, len(self._options))
        return self._pile.pop(next(place for place, option in enumerate(self._pile) if fits(option)))


def _weighted(weights: dict[Option, int]) -> list[Option]:
    return [option for option, times in weights.items() for _ in range(times)]


class Decks:
    """The dimensions, and where each stands in its options."""

    def __init__(self, draw: Random) -> None:
        self.draw = draw
        self.carriers = Deck(["table"] * 8 + ["JSON Lines", "Parquet"], draw)
        self.separators = Deck(dialects.SEPARATORS, draw)
        self.ends = Deck(dialects.LINE_ENDS, draw)
        self.quoted = Deck([True, False, False], draw)
        self.extras = Deck(dialects.EXTRAS, draw)
        self.encodings = Deck(
            _weighted(
                {
                    "UTF-8": 7,
                    "UTF-8 with BOM": 5,
                    "UTF-16 LE with BOM": 4,
                    "UTF-16 BE with BOM": 4,
                    "UTF-16 LE without BOM": 4,
                    "Windows-1252": 6,
                    WRONG_ENCODING: 1,
                }
            ),
            draw,
        )
        self.json_encodings = Deck(
            ["UTF-8", "UTF-8", "UTF-8 with BOM", "ASCII with escapes", "UTF-16 LE with BOM"], draw
        )
        others = (name for name in headings.SPELLINGS if name != "canonical")
        self.headings = Deck(
            _weighted({"canonical": 7, **dict.fromkeys(others, 2), **dict.fromkeys(headings.WITH_UNRELATED, 2)})
            + [headings.MAPPED] * 4
            + [headings.WRONG],
            draw,
        )
        self.synonyms = Deck([(name, word) for name, words in headings.SYNONYMS.items() for word in words], draw)
        self.misspelt = Deck(headings.MISSPELT, draw)
        self.lists = Deck(cells.SPLIT, draw)
        self.hours = Deck(cells.HOURS, draw)
        self.prices = Deck(cells.PRICES, draw)
        self.dates = Deck(cells.DATES, draw)
        self.ratings = Deck(cells.RATINGS, draw)
        self.counts = Deck(cells.COUNTS, draw)
        self.words = {name: Deck(styles, draw) for name, styles in cells.WORDS.items()}
        self.languages = Deck(["en", "English", "EN", "en-GB"], draw)
        self.markup = Deck(["none"] * 5 + [style for style in cells.MARKUP if style != "none"], draw)


def published_files(seed: int = 15, count: int = 400) -> Iterator[Published]:
    decks, number = Decks(Random(seed)), 0
    while number < count:
        for one in _File(decks, number, room=count - number).published():
            yield one
            number += 1


class _File:
    """One file in the making: its choices, its columns, and the notes of what was chosen."""

    def __init__(self, decks: Decks, number: int, room: int) -> None:
        self.decks, self.draw, self.number = decks, decks.draw, number
        self.carrier = decks.carriers.deal()
        self.dialect = self._dialect()
        self.unreadable = self.dialect.encoding == WRONG_ENCODING
        # A refusal has one cause, and a file with synonyms is published twice.
        respelt = self.unreadable or room == 1
        self.kind = decks.headings.deal(lambda kind: kind in headings.SPELLINGS or not respelt)
        self.ending = ".csv"
        self.notes = [self.dialect.says if self.carrier != "Parquet" else "", f"headings {self.kind}"]

    def _dialect(self) -> Dialect:
        decks = self.decks
        if self.carrier == "table":
            return Dialect(
                decks.separators.deal(),
                decks.ends.deal(),
                decks.quoted.deal(),
                decks.extras.deal(),
                decks.encodings.deal(),
            )
        encoding = decks.json_encodings.deal() if self.carrier == "JSON Lines" else "UTF-8"
        usual = ("nothing odd", "blank lines between rows", "no line end at the end")
        ends, extra = self.draw.choice(("LF", "CRLF")), self.draw.choice(usual)
        return Dialect("", ends, quoted=False, extra=extra, encoding=encoding)

    def _note(self, dimension: str, choice: str) -> None:
        self.notes.append(f"{dimension} {choice}")

    def _chance(self, share: float) -> bool:
        return self.draw.random() < share

    def _fits(self, text: str) -> bool:
        return dialects.fits(text, self.dialect.encoding)

    def _style_fits(self, *carriers: str) -> Callable[[str], bool]:
        """Which styles the file can hold: half the columns of these carriers hold values as such, not texts of them."""
        native = self.carrier in carriers and self._chance(0.5)
        return lambda text: self._fits(text) and (text in cells.NATIVE) == native

    def published(self) -> Iterator[Published]:
        courses, marked = self._courses()
        columns = self._columns(courses, marked)
        if self._chance(0.3) and len(courses) > 2:
            self._leave_one_empty(columns)
        names = list(columns)
        if self._chance(0.3):
            self.draw.shuffle(names)
        called, mapping = self._called(names)
        content = self._content(names, called, columns)
        rows = tuple(
            {key: value for name in names for key, value in columns[name][row].fields.items()}
            for row in range(len(courses))
        )
        lost = sum(cell.lost for written in columns.values() for cell in written)
        if self.unreadable:
            yield self._published(content, refused="UTF-8")
        elif self.kind == headings.WRONG:
            yield self._published(content, refused="--map")
        elif mapping:
            yield self._published(content, "with its mapping", rows, mapping, lost)
            self.number += 1
            yield self._published(content, "without a mapping", refused="--map")
        else:
            yield self._published(content, "", rows, {}, lost)

    def _published(
        self,
        content: bytes,
        how: str = "",
        rows: tuple[dict[str, object], ...] = (),
        mapping: dict[str, str] | None = None,
        lost: int = 0,
        refused: str | None = None,
    ) -> Published:
        ending = {"JSON Lines": ".jsonl", "Parquet": ".parquet"}.get(self.carrier) or self.ending
        says = " | ".join([self.carrier, *filter(None, self.notes), *filter(None, [how])])
        return Published(f"{self.number:03d}{ending}", content, says, rows, mapping or {}, lost, refused)

    def _courses(self) -> tuple[list[Course], str]:
        """Different courses, the first with a letter that ASCII lacks, and how their titles are marked up."""
        known = trades.CYRILLIC_COURSES if self.unreadable else trades.COURSES
        usable = [course for course in known if self._fits(course.title)]
        first = self.draw.choice([course for course in usable if not course.title.isascii()])
        others = self.draw.sample([course for course in usable if course != first], self.draw.randint(1, 5))
        marked = "none" if self.unreadable else self.decks.markup.deal()
        self._note("titles", marked)
        shown = [Course(title, "en", *_PLAINLY) for title in cells.MARKUP[marked][0]]
        return [first, *shown, *others][:6], marked

    def _columns(self, courses: list[Course], marked: str) -> Columns:
        """The columns of the file by canonical name, in the order of the canonical table."""
        columns: Columns = {}
        if self._chance(0.85):
            columns["id"] = [Cell(f"C-{self.number:03d}{row}") for row in range(len(courses))]
        columns["title"] = [cells.title(course.title, marked) for course in courses]
        if self._chance(0.95):
            known = trades.CYRILLIC_PROVIDERS if self.unreadable else trades.PROVIDERS
            named = self.draw.sample(known, len(courses))
            columns["provider"] = [Cell(name, {"provider": name}) for name in named]
        if self._chance(0.3):
            columns["url"] = [Cell(f"https://courses.example/{self.number}/{row}") for row in range(len(courses))]
        if self._chance(0.4) or self.dialect.extra == "line breaks in cells":
            columns["description"] = [Cell(self._description()) for _ in courses]
        self._words(columns, len(courses))
        self._amounts(columns, len(courses))
        if self._chance(0.92):
            columns["language"] = self._languages(courses)
        self._lists(columns, courses)
        return columns

    def _description(self) -> str:
        if self.dialect.extra == "line breaks in cells":
            # A spreadsheet breaks the line in a cell by LF alone, however its rows end.
            return 'Week 1: theory, drawings;\nweek 2: "hands-on" | practice\n\nBring gloves.'
        return self.draw.choice(
            (
                "For everyone who wants to start, no experience needed.",
                "<p>Theory &amp; practice</p><script>track('view');</script>",
                "Taught by people of the trade; an exam ends it.",
            )
        )

    def _words(self, columns: Columns, count: int) -> None:
        for name, deck in self.decks.words.items():
            if self._chance(0.45):
                style = deck.deal()
                self._note(name, style)
                columns[name] = [cells.word(name, style, self.draw) for _ in range(count)]
        if self._chance(0.15):
            columns["pacing"] = [Cell(self.draw.choice(("self-paced", "dated"))) for _ in range(count)]
        if self._chance(0.15):
            columns["award"] = [Cell(self.draw.choice(("credit", "certificate"))) for _ in range(count)]

    def _dealt(self, deck: Deck[Written], *carriers: str) -> Written:
        can_hold = self._style_fits(*carriers)
        return deck.deal(lambda style: can_hold(style.text))

    def _amounts(self, columns: Columns, count: int) -> None:
        decks, draw = self.decks, self.draw
        if self._chance(0.85):
            hours = self._dealt(decks.hours, "JSON Lines", "Parquet")
            self._note("hours", hours.text)
            columns["hours"] = [cells.hours(hours, row, draw) for row in range(count)]
        if self._chance(0.9):
            price = self._dealt(decks.prices, "JSON Lines", "Parquet")
            self._note("price", price.name)
            pairs = [cells.price(price, row, draw) for row in range(count)]
            columns["price"] = [amount for amount, _ in pairs]
            if price.column:
                columns["currency"] = [currency for _, currency in pairs]
        if self._chance(0.5):
            until = self._dealt(decks.dates, "Parquet")
            self._note("available_until", until.text)
            columns["available_until"] = [cells.until(until, row, draw) for row in range(count)]
        for name, deck in (("rating", decks.ratings), ("rating_count", decks.counts)):
            if self._chance(0.45):
                style = self._dealt(deck, "JSON Lines", "Parquet")
                self._note(name, style.text)
                columns[name] = [cells.figure(name, style, draw) for _ in range(count)]

    def _languages(self, courses: list[Course]) -> list[Cell]:
        style = self.decks.languages.deal()
        self._note("language", style)
        written = {
            "en": lambda code: code,
            "English": trades.LANGUAGE_NAMES.__getitem__,
            "EN": str.upper,
            "en-GB": trades.LANGUAGE_TAGS.__getitem__,
        }[style]
        return [Cell(written(course.language), {"language": course.language}) for course in courses]

    def _lists(self, columns: Columns, courses: list[Course]) -> None:
        style = self.decks.lists.deal(self._style_fits("JSON Lines", "Parquet"))
        if self._chance(0.92):
            columns["skills"] = [cells.skills(style, one.skills, one.grouped, self.draw) for one in courses]
        if "id" in columns and self._chance(0.2):
            first = str(columns["id"][0].value)
            needed = cells.identifiers(style, [first])
            columns["prerequisites"] = [Cell(None), *(Cell(needed) for _ in courses[1:])]
        if self._chance(0.15):
            columns["recognised_by"] = [Cell(cells.identifiers(style, ["Guild of Trades"])) for _ in courses]
        if columns.keys() & {"skills", "prerequisites", "recognised_by"}:
            self._note("lists by", style)

    def _leave_one_empty(self, columns: Columns) -> None:
        optional = [name for name in ("hours", "price", "available_until", "rating", "entry_level") if name in columns]
        if not optional:
            return
        name = self.draw.choice(optional)
        self._note("the last row has no", name)
        stated = [key for key in columns[name][-1].fields if key != "currency"]
        columns[name][-1] = Cell(None, dict.fromkeys(stated))
        if name == "price" and "currency" in columns:
            columns["currency"][-1] = Cell(None)

    def _called(self, names: list[str]) -> tuple[dict[str, str], dict[str, str]]:
        """The heading of each column, and the mapping that a reader needs to know some of them."""
        called = headings.respelt(names, self.kind)
        mapping: dict[str, str] = {}
        if self.kind == headings.WRONG:
            name = self.decks.misspelt.deal(lambda name: name in names)
            called[name] = headings.MISSPELT[name]
            self._note("misspelt", called[name])
        if self.kind == headings.MAPPED:
            known = [name for name in names if name in headings.SYNONYMS]
            for _ in range(min(self.draw.randint(1, 3), len(known))):
                name, word = self.decks.synonyms.deal(lambda pair: pair[0] in known and pair[0] not in mapping)
                mapping[name] = word
            called |= mapping
            self._note("synonyms", ", ".join(f"{name}={word}" for name, word in mapping.items()))
        return called, mapping

    def _content(self, names: list[str], called: dict[str, str], columns: Columns) -> bytes:
        headed = [(called[name], [cell.value for cell in columns[name]]) for name in names]
        if self.kind in headings.WITH_UNRELATED:
            for name in self.draw.sample(headings.UNRELATED, self.draw.randint(1, 3)):
                column = (headings.respelt([name], self.kind)[name], self._unrelated(name, len(columns["title"])))
                headed.insert(self.draw.randint(0, len(headed)), column)
        top = [heading for heading, _ in headed]
        rows = list(zip(*(values for _, values in headed), strict=True))
        if self.carrier == "JSON Lines":
            return dialects.json_lines(top, rows, self.dialect)
        if self.carrier == "Parquet":
            return dialects.parquet(top, rows)
        self.ending = self.draw.choice(dialects.SEPARATORS[self.dialect.separator][1])
        return dialects.table(top, rows, self.dialect)

    def _unrelated(self, name: str, count: int) -> list[object]:
        written = {
            "instructor": "Renée O’Hara",
            "created_at": "2024-03-09 11:20:00",
            "thumbnail": "https://img.example/a.png",
        }
        return [f"{written[name]}?{row}" if name == "thumbnail" else written[name] for row in range(count)]


_PLAINLY = (("teamwork", "planning", "note taking", "safety", "measuring"), "Tools (hand, power)")
