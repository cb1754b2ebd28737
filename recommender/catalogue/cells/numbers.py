"""Numbers as people and spreadsheets write them, in every convention that can be told apart."""

from __future__ import annotations

import math
import re
from typing import Final

from recommender.catalogue.cells.unreadable import Unreadable

#: Longest text that is taken for a number.
MAX_CHARS: Final = 40
#: Characters between groups of three digits that can be nothing else.
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(?:[ \u00a0\u2009\u202f'\u2019]\d{3})+(?:[.,]\d+)?")
_SPACES: Final = re.compile(r"[ \u00a0\u2009\u202f'\u2019]")
_PLAIN: Final = re.compile(r"[+-]?\d+(?:e[+-]?\d{1,3})?", re.IGNORECASE)
_ONE_MARK: Final = re.compile(r"([+-]?\d*)([.,])(\d+)(e[+-]?\d{1,3})?", re.IGNORECASE)
#: Groups of three, and the Indian groups of two before the last three.
_MANY_MARKS: Final = re.compile(r"[+-]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})+|[+-]?\d{1,2}(?:,\d{2})+,\d{3}")
_BOTH_MARKS: Final = re.compile(r"([+-]?\d{1,3}(?:([.,])\d{2,3})(?:\2\d{2,3})*)([.,])(\d+)")
_NOT_FINITE: Final = frozenset(("nan", "inf", "-inf", "+inf", "infinity", "-infinity"))


def number(text: str) -> float:
    """A number with a decimal point or comma and any grouping.

    Raises `Unreadable` for no number, and for one such as ``1.200`` or ``1,299``, which may be a thousand and more in
    one country and little more than one in the next.
    """
    written = text.strip()
    if is_not_finite(written):
        msg = "not a finite number; leave the cell empty where it is unknown"
        raise Unreadable(msg)
    if len(written) <= MAX_CHARS:
        found = _value(written)
        if found is not None and math.isfinite(found):
            return found
    msg = "not a number"
    raise Unreadable(msg)


def is_not_finite(text: str) -> bool:
    """Whether a text stands for no number, or for infinity, as programs write them."""
    return text.lower() in _NOT_FINITE


def _value(written: str) -> float | None:
    if _GROUPED.fullmatch(written):
        return float(_SPACES.sub("", written).replace(",", "."))
    if _PLAIN.fullmatch(written):
        return float(written)
    if found := _ONE_MARK.fullmatch(written):
        whole, _, rest, power = found.groups()
        if len(rest) == 3 and 1 <= len(whole.lstrip("+-")) <= 3 and whole.lstrip("+-").strip("0") and not power:
            msg = f"ambiguous: it may be {whole}.{rest} or {whole}{rest}; write {whole}{rest} or {whole}.{rest}0"
            raise Unreadable(msg)
        return float(f"{whole or 0}.{rest}{power or ''}")
    if _MANY_MARKS.fullmatch(written):
        return float(re.sub("[.,]", "", written))
    if (found := _BOTH_MARKS.fullmatch(written)) and found[2] != found[3]:
        *_, last = found[1].split(found[2])
        return float(found[1].replace(found[2], "") + "." + found[4]) if len(last) == 3 else None
    return None


_COUNT: Final = re.compile(r"\d+|\d{1,3}(?:[.,' \u00a0\u202f]\d{3})+")
_SHORT_COUNT: Final = re.compile(r"(\d{1,4}(?:[.,]\d{1,2})?)\s*([km])\+?", re.IGNORECASE)


def count(text: str) -> int:
    """A whole number: its marks can only part thousands, and ``1.2k`` is 1200. Raises `Unreadable` for another text."""
    written = text.strip().rstrip("+")
    if len(written) <= MAX_CHARS:
        if _COUNT.fullmatch(written):
            return int(re.sub(r"\D", "", written))
        if found := _SHORT_COUNT.fullmatch(written):
            return round(float(found.group(1).replace(",", ".")) * (1e3 if found.group(2) in "kK" else 1e6))
        if re.fullmatch(r"\d+\.0+", written):
            return int(float(written))
    msg = "not a whole number"
    raise Unreadable(msg)


_RATING: Final = re.compile(
    r"([\d.,]+)\s*(?:/|out of|of)\s*(5|10|100)(?:[.,]0+)?(?: stars?)?|([\d.,]+)\s*(?:stars?|\u2605)?|([\d.,]+)\s*%"
)


def rating(text: str) -> float:
    """A rating from 0 to 5: ``4.5``, ``4,5``, ``4.5/5``, ``9/10``, ``90%``. Raises `Unreadable` for another text."""
    found = _RATING.fullmatch(text.strip().lower()) if len(text) <= MAX_CHARS else None
    if found is None:
        msg = "not a rating from 0 to 5"
        raise Unreadable(msg)
    out_of, scale, stars, percent = found.groups()
    # No mark of a rating parts thousands.
    try:
        value = float(str(percent or stars or out_of).replace(",", "."))
    except ValueError:
        msg = "not a rating from 0 to 5"
        raise Unreadable(msg) from None
    return value if stars else value / 20 if percent else value * 5 / int(scale)
