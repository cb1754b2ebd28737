"""The ways in which files write one value, each with the value a reader should take from it."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from random import Random
from typing import Any

NUMBER = "a number, not a text"
DATE = "a date, not a text"
TIMESTAMP = "a timestamp, not a text"
LIST = "a list, not a text"
OBJECTS = "a list of objects, not a text"
NATIVE = frozenset({NUMBER, DATE, TIMESTAMP, LIST, OBJECTS})

Figures = dict[str, Any]
Answer = Callable[[Figures], Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in the file, and which of the row's compared fields it settles."""

    value: object = None
    fields: dict[str, object] = field(default_factory=dict)
    lost: int = 0


@dataclass(frozen=True, slots=True)
class Style:
    """One way to write a value; without an answer nobody can say what it means.

    `beside` stands in every second row of such a column: a reader must lose the cells, not the column.
    """

    text: str
    answer: Answer | None
    beside: Style | None = None

    def at(self, row: int) -> Style:
        return self.beside if self.beside and row % 2 else self


def _span(low: str, high: str) -> Answer:
    return lambda n: (n[low], n[high])


def _same(value: Callable[[Figures], float]) -> Answer:
    return lambda n: (value(n), value(n))


_LOW = _same(lambda n: n["low"])
_HALF = _same(lambda n: n["low"] + 0.5)
_MINUTES = _same(lambda n: n["minutes"] / 60)
_PLAIN_HOURS = Style("{low}", _LOW)

HOURS = (
    _PLAIN_HOURS,
    Style("{low}.5", _HALF),
    Style("{low},5", _HALF),
    Style("{low}.5 hours", _HALF),
    Style("{minutes} minutes", _MINUTES),
    Style("{minutes} min", _MINUTES),
    Style("{low}h 30m", _HALF),
    Style("PT{low}H", _LOW),
    Style("PT{low}H30M", _HALF),
    Style("{low}-{high} hours", _span("low", "high")),
    Style("{low} – {high} h", _span("low", "high")),
    Style("{low} to {high} hours", _span("low", "high")),
    Style(
        "{weeks}-{most_weeks} weeks at {weekly} h", lambda n: (n["weeks"] * n["weekly"], n["most_weeks"] * n["weekly"])
    ),
    Style(
        "{weeks} weeks, {weekly}-{most_weekly} hours per week",
        lambda n: (n["weeks"] * n["weekly"], n["weeks"] * n["most_weekly"]),
    ),
    Style("{weekly} hours/week for {weeks} weeks", _same(lambda n: n["weeks"] * n["weekly"])),
    Style("approx. {low} hours", _LOW),
    Style("about {low} h", _LOW),
    Style("up to {low} hours", lambda n: (None, n["low"])),
    Style("{low}+ hours", lambda n: (n["low"], None)),
    Style("self-paced", None, _PLAIN_HOURS),
    Style("{weeks} weeks", None, _PLAIN_HOURS),
    Style("{weekly} days", None, _PLAIN_HOURS),
    Style(NUMBER, _LOW),
)


def _hour_figures(draw: Random) -> Figures:
    low, weeks, weekly = draw.randint(2, 40), draw.randint(3, 8), draw.randint(2, 5)
    return {
        "low": low,
        "high": low + draw.randint(2, 9),
        "weeks": weeks,
        "most_weeks": weeks + 2,
        "weekly": weekly,
        "most_weekly": weekly + 2,
        "minutes": draw.choice((30, 45, 75, 90, 105, 150, 240)),
    }


def hours(style: Style, row: int, draw: Random) -> Cell:
    style, figures = style.at(row), _hour_figures(draw)
    low, high = style.answer(figures) if style.answer else (None, None)
    value = low if style.text == NUMBER else style.text.format_map(figures)
    fields: dict[str, object] = {
        "hours_low": None if low is None else float(low),
        "hours_high": None if high is None else float(high),
    }
    return Cell(value, fields, lost=int(style.answer is None))


@dataclass(frozen=True, slots=True)
class Price:
    """One way to write a price: its text, the cell of the currency column ("" for no column), and the answer."""

    text: str
    answer: Answer | None
    currency: str | None = None
    column: str = ""
    beside: Price | None = None

    @property
    def name(self) -> str:
        shown = self.text.replace("\u00a0", "<U+00A0>").replace("\u202f", "<U+202F>")
        return f"{shown} in a column of {self.column}" if self.column else f"{shown} without a currency column"


def _in_column(text: str, answer: Answer | None, column: str, beside: Price | None = None) -> Price:
    return Price(text, answer, column, column, beside)


def _decimal(template: str) -> Answer:
    return lambda n: float(template.format_map(n))


_WHOLE, _CENTS = _decimal("{whole}"), _decimal("{whole}.{cents}")
_THOUSANDS = _decimal("{thousands}{hundreds}")
_FREE = _decimal("0")
_EURO = Price("€{whole}", _WHOLE, "EUR")
_WHOLE_EURO, _WHOLE_DOLLAR = _in_column("{whole}", _WHOLE, "EUR"), _in_column("{whole}", _WHOLE, "USD")

PRICES = (
    _WHOLE_EURO,
    _in_column("{whole}.{cents}", _CENTS, "USD"),
    _in_column("{whole}.{cents}", _CENTS, "GBP"),
    _in_column("{whole},{cents}", _CENTS, "EUR"),
    _in_column("€{whole},{cents}", _CENTS, "EUR"),
    Price("€{whole},{cents}", _CENTS, "EUR"),
    Price("{whole},{cents} €", _CENTS, "EUR"),
    Price("EUR {whole}.{cents}", _CENTS, "EUR"),
    Price("US$ {thousands},{hundreds}.00", _THOUSANDS, "USD"),
    Price("{thousands}.{hundreds},00 €", _THOUSANDS, "EUR"),
    Price("{thousands} {hundreds},00 EUR", _THOUSANDS, "EUR"),
    Price("{thousands}\u00a0{hundreds},00 EUR", _THOUSANDS, "EUR"),
    Price("{thousands}\u202f{hundreds},00 EUR", _THOUSANDS, "EUR"),
    Price("CHF {thousands}'{hundreds}", _THOUSANDS, "CHF"),
    Price("£{whole}", _WHOLE, "GBP"),
    Price("₹{thousands},{hundreds}.50", _decimal("{thousands}{hundreds}.50"), "INR"),
    Price("Free", _FREE, beside=_EURO),
    Price("free of charge", _FREE, beside=_EURO),
    Price("Gratis", _FREE, beside=_EURO),
    _in_column("Free", _FREE, "EUR", _WHOLE_EURO),
    _in_column("0", _FREE, "USD", _WHOLE_DOLLAR),
    Price("0", _FREE, beside=_EURO),
    _in_column("${whole}", _WHOLE, "USD"),
    _in_column("${whole}", _WHOLE, "CAD"),
    _in_column("${whole}", _WHOLE, "AUD"),
    _in_column("0.{eighths}", _decimal("0.{eighths}"), "KWD"),
    _in_column("0,{quarters}", _decimal("0.{quarters}"), "EUR"),
    # Nobody can say which dollar, whether the separator groups or divides, or what it costs in all.
    Price("${whole}", None, beside=_EURO),
    _in_column("{thousands}.200", None, "EUR", _WHOLE_EURO),
    _in_column("{thousands}.{hundreds}", None, "EUR", _WHOLE_EURO),
    _in_column("{thousands},{hundreds}", None, "USD", _WHOLE_DOLLAR),
    _in_column("${whole}/month", None, "USD", _WHOLE_DOLLAR),
    Price("from €{whole}", None, beside=_EURO),
    _in_column("€{whole},{cents}", None, "USD", _WHOLE_DOLLAR),
    _in_column(NUMBER, _CENTS, "USD"),
    _in_column(NUMBER, _WHOLE, "EUR"),
)


def price(style: Price, row: int, draw: Random) -> tuple[Cell, Cell]:
    """The cell of the price, and that of the currency column where the file has one."""
    if style.beside and row % 2:
        style = style.beside
    figures = {
        "whole": draw.randint(5, 899),
        "cents": draw.randint(10, 99),
        "thousands": draw.randint(1, 4),
        "hundreds": draw.randint(100, 899),
        "eighths": draw.choice((125, 375, 625, 875)),
        "quarters": draw.choice((250, 500, 750)),
    }
    amount = style.answer(figures) if style.answer else None
    fields: dict[str, object] = {"price": amount}
    if style.answer and style.currency:
        fields["currency"] = style.currency
    value = amount if style.text == NUMBER else style.text.format_map(figures)
    return Cell(value, fields, lost=int(style.answer is None)), Cell(style.column)


_ISO_DATE = Style("{year}-{month:02}-{day:02}", lambda n: n["date"])

DATES = (
    _ISO_DATE,
    Style("{day}.{month:02}.{year}", lambda n: n["date"]),
    Style("{day}/{month:02}/{year}", lambda n: n["date"]),
    Style("{month:02}/{day}/{year}", lambda n: n["date"]),
    Style("{day} {name} {year}", lambda n: n["date"]),
    Style("{name} {day}, {year}", lambda n: n["date"]),
    Style("{year}-{month:02}-{day:02}T00:00:00Z", lambda n: n["date"]),
    # Beside it stands what says nothing about the order of day and month.
    Style("{early:02}/{later:02}/{year}", None, _ISO_DATE),
    Style(DATE, lambda n: n["date"]),
    Style(TIMESTAMP, lambda n: n["date"]),
)
_MONTHS = "January February March April May June July August September October November December".split()


def until(style: Style, row: int, draw: Random) -> Cell:
    style = style.at(row)
    # After the twelfth, so that the day cannot be taken for a month.
    day = date(draw.randint(2028, 2031), draw.randint(1, 12), draw.randint(13, 28))
    figures = {
        "date": day.isoformat(),
        "year": day.year,
        "month": day.month,
        "day": day.day,
        "name": _MONTHS[day.month - 1],
        "early": draw.randint(1, 6),
        "later": draw.randint(7, 12),
    }
    answer = style.answer(figures) if style.answer else None
    natives: dict[str, object] = {DATE: day, TIMESTAMP: datetime.combine(day, time())}
    value = natives.get(style.text) or style.text.format_map(figures)
    return Cell(value, {"available_until": answer}, lost=int(style.answer is None))


RATINGS = (
    Style("{stars}.{tenth}", _decimal("{stars}.{tenth}")),
    Style("{stars},{tenth}", _decimal("{stars}.{tenth}")),
    Style("{stars}.{tenth}/5", _decimal("{stars}.{tenth}")),
    Style("{of_ten}/10", lambda n: n["of_ten"] / 2),
    Style(NUMBER, _decimal("{stars}.{tenth}")),
)
COUNTS = (
    Style("{thousands}{hundreds}", lambda n: n["thousands"] * 1000 + n["hundreds"]),
    Style("{thousands},{hundreds}", lambda n: n["thousands"] * 1000 + n["hundreds"]),
    Style("{thousands}.{hundreds}", lambda n: n["thousands"] * 1000 + n["hundreds"]),
    Style("{thousands}.{tenth}k", lambda n: n["thousands"] * 1000 + n["tenth"] * 100),
    Style(NUMBER, lambda n: n["thousands"] * 1000 + n["hundreds"]),
)


def figure(name: str, style: Style, draw: Random) -> Cell:
    """A rating, or the number of them."""
    figures = {
        "stars": draw.randint(2, 4),
        "tenth": draw.randint(1, 9),
        "of_ten": draw.randint(4, 10),
        "thousands": draw.randint(1, 9),
        "hundreds": draw.randint(100, 999),
    }
    assert style.answer
    answer = style.answer(figures)
    return Cell(answer if style.text == NUMBER else style.text.format_map(figures), {name: answer})


# column: style: the words of files, each with the canonical one
WORDS: dict[str, dict[str, tuple[tuple[str, str], ...]]] = {
    "entry_level": {
        "canonical": tuple((word, word) for word in ("beginner", "intermediate", "advanced", "mixed")),
        "capitals": tuple((word.upper(), word) for word in ("beginner", "intermediate", "advanced")),
        "a platform's": (
            ("Beginner", "beginner"),
            ("Introductory", "beginner"),
            ("Intermediate", "intermediate"),
            ("Advanced", "advanced"),
            ("All levels", "mixed"),
        ),
    },
    "type": {
        "canonical": tuple(
            (word, word) for word in ("course", "specialisation", "guided-project", "badge", "programme")
        ),
        "a platform's": (
            ("Course", "course"),
            ("Specialization", "specialisation"),
            ("Professional Certificate", "professional-certificate"),
            ("Program", "programme"),
        ),
    },
    "format": {
        "canonical": tuple((word, word) for word in ("online", "in-person", "blended")),
        "a platform's": (
            ("Online", "online"),
            ("In person", "in-person"),
            ("Classroom", "in-person"),
            ("Hybrid", "blended"),
        ),
    },
    "status": {
        "canonical": tuple((word, word) for word in ("available", "unconfirmed", "withdrawn")),
        "a platform's": (
            ("active", "available"),
            ("Published", "available"),
            ("archived", "withdrawn"),
            ("retired", "withdrawn"),
        ),
    },
}


def word(name: str, style: str, draw: Random) -> Cell:
    written, meant = draw.choice(WORDS[name][style])
    return Cell(written, {name: meant})


SPLIT: dict[str, Callable[[Sequence[str]], object]] = {
    "commas": ", ".join,
    "commas without spaces": ",".join,
    "semicolons": "; ".join,
    "semicolons without spaces": ";".join,
    "bars": "|".join,
    "bars with spaces": " | ".join,
    "bars with levels": lambda names: "|".join(f"{name}:0.5" for name in names),
    "JSON texts": lambda names: json.dumps(list(names), ensure_ascii=False),
    "JSON objects": lambda names: json.dumps([{"name": name} for name in names], ensure_ascii=False),
    "one name": lambda names: names[0],
    LIST: list,
    OBJECTS: lambda names: [{"name": name} for name in names],
}


def skills(style: str, plain: Sequence[str], grouped: str, draw: Random) -> Cell:
    names = draw.sample(list(plain), 1 if style == "one name" else draw.randint(2, 4))
    if not style.startswith(("commas", "semicolons", "one")) and draw.random() < 0.5:
        # A comma in parentheses belongs to the name wherever something else parts the list.
        names.insert(draw.randrange(len(names)), grouped)
    return Cell(SPLIT[style](names), {"skills": tuple(names)})


def identifiers(style: str, values: Sequence[str]) -> object:
    """Other lists of the file, written as its skills are; names and identifiers have no levels or objects."""
    plainer = {"bars with levels": "bars", "JSON objects": "JSON texts", OBJECTS: LIST}
    return SPLIT[plainer.get(style, style)](values)


# How a title is marked up: the titles that show it (the file's own where none), and how they are written.
MARKUP: dict[str, tuple[tuple[str, ...], Callable[[str], str]]] = {
    "none": ((), lambda title: title),
    "doubled quotes": ((), lambda title: f'{title} ("hands-on" edition)'),
    "bold": (("Data & Tables",), lambda title: f"<b>{html.escape(title, quote=False)}</b>"),
    "escaped": (("C++ <templates>",), lambda title: html.escape(title, quote=False)),
    "angle brackets": (("Generics: List<int>",), lambda title: title),
    "script": (("Knots",), lambda title: f"{title}<script>alert(1)</script>"),
    "style": (("Knots",), lambda title: f"<style>p {{ color: red }}</style>{title}"),
    "references": ((), lambda title: html.escape(title).encode("ascii", "xmlcharrefreplace").decode("ascii")),
}


def title(text: str, style: str) -> Cell:
    # Quotes are part of the name, the rest is only how it is written.
    meant = MARKUP[style][1](text) if style == "doubled quotes" else text
    return Cell(MARKUP[style][1](text), {"title": meant})
