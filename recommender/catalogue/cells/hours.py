"""Total hours of effort, from the ways in which catalogues state them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from recommender.catalogue.cells.numbers import number
from recommender.catalogue.cells.unreadable import Unreadable

#: Least and most hours; ``None`` where only the other end is stated.
Interval = tuple[float | None, float | None]

MAX_CHARS: Final = 120
WEEKS_PER_MONTH: Final = 52 / 12
_NUMBER: Final = r"(?:\d{1,3}(?: \d{3})+|\d[\d.,\u00a0\u202f']*|[.,]\d+)"
_TO: Final = r"\s*(?:-|\u2013|\u2014|to|bis|\u00e0)\s*"
_UNITS: Final = {
    "hour": r"hours?|hrs?\.?|h|std\.?|stunden?|heures?|horas?|ore|uur|uren",
    "minute": r"minutes?|mins?\.?|minuten|m(?=\W|$)",
    "week": r"weeks?|wks?\.?|wochen?|semaines?|semanas?|w",
    "month": r"months?|monate?|mois|meses",
    "day": r"days?|tage?|jours?|d[i\u00ed]as?",
}
_UNIT: Final = "|".join(f"(?P<{name}>{words})" for name, words in _UNITS.items())
_QUANTITY: Final = re.compile(
    rf"(?P<low>{_NUMBER})(?:{_TO}(?P<high>{_NUMBER}))?(?P<more>\+?)\s*(?:{_UNIT})(?![a-z])"
    r"(?P<rate>\s*(?:/|per|a|an|each|every|pro|par)\s*(?:week|wk|w|woche|semaine)(?![a-z])|\s*weekly)?"
)
_BARE: Final = re.compile(rf"(?P<low>{_NUMBER})(?:{_TO}(?P<high>{_NUMBER}))?(?P<more>\+?)")
_ABOUT: Final = re.compile(
    r"^(?:about|approximately|approx\.?|around|roughly|ca\.?|circa|~|\u2248|est\.?|estimated(?: at)?|total(?: of)?|"
    r"duration:?|effort:?)\s*"
)
_AT_MOST: Final = re.compile(r"^(?:up to|at most|max\.?|maximum(?: of)?|under|less than|<=?|bis zu)\s*")
_AT_LEAST: Final = re.compile(r"^(?:at least|min\.?|minimum(?: of)?|from|over|more than|>=?|ab)\s+")
#: ``1h30``.
_CLOCK: Final = re.compile(r"(\d{1,3})\s?h\s?([0-5]\d)")
#: Words that may stand between the quantities of a cell.
_BETWEEN: Final = re.compile(
    r"(?:\s|,|;|\(|\)|\u00b7|\bat\b|\bfor\b|\bof\b|\band\b|\bwith\b|\bover\b|\bx\b|\u00d7|\*|@|\u00e0|\bin\b|"
    r"\btotal\b|\bstudy\b|\beffort\b|\blong\b|\bcourse\b|\bapprox\b\.?|\babout\b|\bonly\b|\bself[- ]paced\b|"
    r"\bto complete\b|\bvideo\b)*"
)
#: What says that the hours are those of one week, and that they are those of all.
_EACH: Final = re.compile(r"\bat\b|\bx\b|[\u00d7*@\u00e0]")
_ALL: Final = re.compile(r"\btotal\b|\b(?:over|in)\s+\d")
_ISO: Final = re.compile(
    r"p(?:(?P<weeks>\d+)w)?(?:(?P<days>\d+)d)?(?:t(?:(?P<hours>\d+(?:[.,]\d+)?)h)?(?:(?P<minutes>\d+)m)?(?:\d+s)?)?"
)


@dataclass(frozen=True, slots=True)
class _Quantity:
    low: float
    high: float | None
    unit: str
    weekly: bool


def read_hours(text: str) -> Interval:
    """Least and most total hours of ``12``, ``10-12 hours``, ``PT1H30M``, ``6 weeks at 3-5 h``, ``up to 5 hours``.

    Raises `Unreadable` for another text, and for weeks or days without the hours in one.
    """
    written = " ".join(text.lower().replace("\u00a0", " ").replace("\u202f", " ").split())
    if len(written) > MAX_CHARS:
        msg = "not a number of hours"
        raise Unreadable(msg)
    if found := _ISO.fullmatch(written):
        return _iso(found)
    written = _ABOUT.sub("", written)
    for pattern, least in ((_AT_MOST, False), (_AT_LEAST, True)):
        if found := pattern.match(written):
            low, high = _total(written[found.end() :])
            if least:
                return low, high if high != low else None
            return None, low if high is None else high
    return _total(written)


def _iso(found: re.Match[str]) -> Interval:
    """An ISO 8601 duration: a day or week of it has no number of hours."""
    if found["weeks"] or found["days"] or not (found["hours"] or found["minutes"]):
        msg = "days and weeks without the hours in one; write the total hours"
        raise Unreadable(msg)
    total = float((found["hours"] or "0").replace(",", ".")) + int(found["minutes"] or 0) / 60
    return total, total


def _total(written: str) -> Interval:
    if found := _BARE.fullmatch(written):
        return _ends(found)
    if found := _CLOCK.fullmatch(written):
        both = int(found[1]) + int(found[2]) / 60
        return both, both
    quantities = list(_quantities(written))
    spans = [each for each in quantities if each.unit in {"week", "month"}]
    efforts = [each for each in quantities if each.unit in {"hour", "minute"}]
    if len(spans) + len(efforts) < len(quantities) or not efforts:
        msg = "weeks or days without the hours in one; write the total hours" if quantities else "not a number of hours"
        raise Unreadable(msg)
    if not spans:
        if any(each.weekly for each in efforts):
            msg = "hours a week without the weeks; write the total hours"
            raise Unreadable(msg)
        return _sum(efforts)
    if len(spans) > 1 or len(efforts) > 1:
        msg = "not a number of hours"
        raise Unreadable(msg)
    weeks, effort = spans[0], efforts[0]
    if not effort.weekly and not _EACH.search(written):
        if _ALL.search(written):
            return _sum(efforts)
        msg = "the hours may be those of a week or of all; write the total hours"
        raise Unreadable(msg)
    factor = (1 if weeks.unit == "week" else WEEKS_PER_MONTH) / (60 if effort.unit == "minute" else 1)
    high = None if weeks.high is None or effort.high is None else weeks.high * effort.high * factor
    return weeks.low * effort.low * factor, high


def _quantities(written: str) -> Iterator[_Quantity]:
    """The quantities of a text in which nothing else stands; none where something else does."""
    found, reached = [], 0
    for match in _QUANTITY.finditer(written):
        if not _BETWEEN.fullmatch(written, reached, match.start()):
            return
        low, high = _ends(match)
        unit = next(name for name in _UNITS if match[name])
        found.append(_Quantity(low or 0.0, high, unit, bool(match["rate"])))
        reached = match.end()
    if _BETWEEN.fullmatch(written, reached):
        yield from found


def _ends(match: re.Match[str]) -> Interval:
    low = number(match["low"].rstrip(".,"))
    high = low if match["high"] is None else number(match["high"].rstrip(".,"))
    return low, None if match["more"] else high


def _sum(efforts: list[_Quantity]) -> Interval:
    """Hours and minutes that follow each other: ``2h 30m``."""
    if len(efforts) > 1 and [each.unit for each in efforts] != ["hour", "minute"]:
        msg = "not a number of hours"
        raise Unreadable(msg)
    low, high = 0.0, 0.0
    if len(efforts) > 1 and any(each.low != each.high for each in efforts):
        msg = "not a number of hours"
        raise Unreadable(msg)
    for each in efforts:
        scale = 60 if each.unit == "minute" else 1
        if each.high is None:
            return each.low / scale, None
        low, high = low + each.low / scale, high + each.high / scale
    return low, high
