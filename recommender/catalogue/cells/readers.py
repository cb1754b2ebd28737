"""The reader of each column, and a row of texts to a row of values."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

import pycountry

from recommender.catalogue.cells import dates, hours, lists, money, numbers, words
from recommender.catalogue.cells.unreadable import Unreadable
from recommender.text.markup import without_markup

#: What a cell of one column states, by column, from its value and the rest of its row.
Reader = Callable[[Any, Mapping[str, Any]], dict[str, Any]]
#: Column, its value in the file, and why it was not read.
Lost = tuple[str, Any, str]

#: Longest text of a cell, its markup included; `CatalogueRow` bounds what is left of it.
MAX_CHARS: Final = 400_000
#: Of the currency that stands with a price, beside the price's column.
_SIGN: Final = "currency of "
#: What stands for nothing, in lower case.
BLANKS: Final = frozenset(
    (
        " n/a na n.a. n.v. null none nan nil <na> undefined tbd tba - -- --- ? \\n \u2013 \u2014 "
        "#n/a #ref! #value! #name? #null! tbc (blank) (null) (none) nat .. ..."
    ).split(" ")
)
_GUARD: Final = re.compile(r'="(.*)"|\'([\d=+-].*)|=HYPERLINK\("[^"]*"[,;] ?"([^"]*)"\)', re.IGNORECASE)
_URL: Final = re.compile(r"(https?)(://[^\s/]+\S*)", re.IGNORECASE)
_YEAR_OR_MONTH: Final = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?")
#: Words from which an entry of a list of identifiers is taken for a sentence.
SENTENCE_WORDS: Final = 4
#: A lone surrogate stands for bytes that were no text.
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def _text(column: str) -> Reader:
    return lambda value, row: {column: without_markup(_string(value))}


def _line(column: str) -> Reader:
    return lambda value, row: {column: " ".join(without_markup(_string(value)).split())}


def _plain(column: str) -> Reader:
    return lambda value, row: {column: _string(value).strip()}


def _string(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return str(int(value))
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return str(value)
    msg = "not a text"
    raise Unreadable(msg)


def _from_text(column: str, read: Callable[[str], Any]) -> Reader:
    """What a text states; a number of a file that has numbers stands for itself."""
    return lambda value, row: {column: read(value) if isinstance(value, str) else _number(value)}


def _number(value: Any) -> Any:
    if isinstance(value, bool):
        msg = "not a number"
        raise Unreadable(msg)
    if isinstance(value, float) and not math.isfinite(value):
        msg = "not a finite number; leave the cell empty where it is unknown"
        raise Unreadable(msg)
    return value


def _hours(value: Any, row: Mapping[str, Any]) -> dict[str, Any]:
    if not isinstance(value, str):
        return {"hours": _number(value)}
    low, high = hours.read_hours(value)
    if low == high:
        return {"hours": low}
    return {name: end for name, end in (("hours_low", low), ("hours_high", high)) if end is not None}


def _hours_end(column: str) -> Reader:
    """One end of an interval that has a column for each."""

    def read(value: Any, row: Mapping[str, Any]) -> dict[str, Any]:
        if not isinstance(value, str):
            return {column: _number(value)}
        low, high = hours.read_hours(value)
        if low != high:
            msg = "more than one number of hours"
            raise Unreadable(msg)
        return {column: low}

    return read


def _price(column: str) -> Reader:
    def read(value: Any, row: Mapping[str, Any]) -> dict[str, Any]:
        code = money.code_of(str(row.get("currency") or "").strip()) or None
        if code is not None and pycountry.currencies.get(alpha_3=code) is None:
            code = None
        if not isinstance(value, str):
            return {column: _number(value)}
        amount, currency = money.read_money(value, code)
        return {column: amount, **({_SIGN + column: currency} if currency else {})}

    return read


def _currency(value: Any, row: Mapping[str, Any]) -> dict[str, Any]:
    code = money.code_of(_string(value).strip())
    if pycountry.currencies.get(alpha_3=code) is None:
        msg = "unknown currency: use an ISO 4217 code such as EUR"
        raise Unreadable(msg)
    return {"currency": code}


def _list(column: str, *, commas: bool = True) -> Reader:
    return lambda value, row: {column: lists.names(_entries(value, commas=commas))}


def _skills(column: str) -> Reader:
    return lambda value, row: {column: lists.skills(_entries(value, commas=True))}


def _entries(value: Any, *, commas: bool) -> list[Any]:
    if isinstance(value, str):
        whole = value if value.lstrip()[:1] in {"[", "{"} else html.unescape(value)
        return lists.entries(whole, commas=commas)
    if isinstance(value, list | tuple):
        if len(value) > lists.MAX_ENTRIES:
            msg = f"a list of more than {lists.MAX_ENTRIES:,} entries"
            raise Unreadable(msg)
        return [each for each in value if each is not None and each != ""]
    return [value]


def _url(value: Any, row: Mapping[str, Any]) -> dict[str, Any]:
    written = html.unescape(_string(value).strip())
    written = f"https://{written}" if written.lower().startswith("www.") else written
    found = _URL.fullmatch(written)
    if found is None or re.search(r"https?://", found[2], re.IGNORECASE):
        msg = "not one link of http or https"
        raise Unreadable(msg)
    return {"url": found[1].lower() + found[2]}


def _language(value: Any, row: Mapping[str, Any]) -> dict[str, Any]:
    one = value[0] if isinstance(value, list) and len(value) == 1 else value
    if isinstance(one, list):
        one = ", ".join(map(str, one[:20]))
    return {"language": words.language(_string(one))}


def _identifiers(column: str) -> Reader:
    """Identifiers of credentials; what is a sentence names none."""

    def read(value: Any, row: Mapping[str, Any]) -> dict[str, Any]:
        found = lists.names(_entries(value, commas=True))
        if any(len(name.split()) >= SENTENCE_WORDS for name in found):
            msg = "a sentence; name credentials by their identifiers, and skills in requires_skills"
            raise Unreadable(msg)
        return {column: found}

    return read


def _as_of(value: Any, row: Mapping[str, Any]) -> dict[str, Any]:
    written = _string(value).strip()
    if _YEAR_OR_MONTH.fullmatch(written):
        return {"as_of": written}
    return {"as_of": dates.day(value).isoformat()}


def _date(column: str) -> Reader:
    return lambda value, row: {column: dates.day(value)}


def _word(column: str) -> Reader:
    return lambda value, row: {column: words.word(column, _string(value))}


READERS: Final[dict[str, Reader]] = {
    **{name: _plain(name) for name in ("id", "qualification_level", "source")},
    **{name: _line(name) for name in ("title", "provider")},
    **{name: _word(name) for name in words.WORDS},
    **{name: _price(name) for name in ("price", "audit_price")},
    **{name: _hours_end(name) for name in ("hours_low", "hours_high")},
    **{name: _date(name) for name in ("available_from", "available_until")},
    **{name: _identifiers(name) for name in ("prerequisites", "stacks_into")},
    **{name: _skills(name) for name in ("skills", "requires_skills")},
    "recognised_by": _list("recognised_by", commas=False),
    "description": _text("description"),
    "url": _url,
    "as_of": _as_of,
    "hours": _hours,
    "currency": _currency,
    "language": _language,
    "rating": _from_text("rating", numbers.rating),
    "rating_count": _from_text("rating_count", numbers.count),
}


def read_cells(row: Mapping[str, Any]) -> tuple[dict[str, Any], list[Lost]]:
    """The values of a row that can be read, and the cells that cannot, in the file's order.

    A price without its currency is lost, unless it is 0; so are hours stated twice and ends in the wrong order.
    """
    values: dict[str, Any] = {}
    lost: list[Lost] = []
    for column, value in row.items():
        if is_blank(value):
            continue
        try:
            found = READERS[column](_whole(value), row) if column in READERS else {column: value}
        except Unreadable as error:
            lost.append((column, value, str(error)))
        else:
            values.update(found)
    lost += _contradictions(values, row)
    return values, lost


def is_blank(value: Any) -> bool:
    """Whether a cell holds nothing: no value, or a word that programs and people write for none."""
    if isinstance(value, str):
        return value.strip("\ufeff \t\r\n\u00a0").casefold() in BLANKS
    return value is None or value in ((), [])


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        value = value.replace("\ufeff", "")
        if guarded := _GUARD.fullmatch(value.strip()):
            # How a spreadsheet is kept from taking a text for a number.
            value = next(text for text in guarded.groups() if text is not None)
        if len(value) > MAX_CHARS:
            msg = f"more than {MAX_CHARS:,} characters"
            raise Unreadable(msg)
        if _SURROGATE.search(value):
            msg = "not valid UTF-8; save the file as UTF-8"
            raise Unreadable(msg)
    return value


def _contradictions(values: dict[str, Any], row: Mapping[str, Any]) -> list[Lost]:
    """Values that cannot stand together are taken out."""
    out: list[Lost] = []

    def lose(reason: str, *columns: str) -> None:
        out.extend((column, row.get(column, values[column]), reason) for column in columns if column in values)
        for column in columns:
            values.pop(column, None)

    signs = {column: values.pop(_SIGN + column, None) for column in ("price", "audit_price")}
    stated = values.get("currency") or signs["price"] or signs["audit_price"]
    for column, sign in signs.items():
        if values.get(column) and stated is None:
            lose("a price needs its currency; none is assumed", column)
        elif values.get(column) and (sign or values.get("currency")) != stated:
            lose("its currency is not that of the other price, or not stated", column)
    if stated is not None and not {"price", "audit_price"}.isdisjoint(values):
        values["currency"] = stated
    if "hours" in values and not {"hours_low", "hours_high"}.isdisjoint(values):
        lose("give hours, or hours_low and hours_high, not both", "hours")
    if _after(values, "hours_low", "hours_high"):
        lose("hours_low is greater than hours_high", "hours_low", "hours_high")
    if _after(values, "available_from", "available_until"):
        lose("available_from is after available_until", "available_from", "available_until")
    return out


def _after(values: Mapping[str, Any], low: str, high: str) -> bool:
    try:
        return low in values and high in values and bool(values[low] > values[high])
    except TypeError:
        return False
