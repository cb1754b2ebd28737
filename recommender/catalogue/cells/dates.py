"""Days, as spreadsheets and people write them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from recommender.catalogue.cells.unreadable import Unreadable

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        "jan january|feb february|mar march|apr april|may|jun june|jul july|aug august|sep sept september|oct october|"
        "nov november|dec december".split("|"),
        start=1,
    )
    for name in names.split()
}
#: A time of day, which is dropped.
_TIME: Final = (
    r"(?:[t ,]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)? ?(?:am|pm)? ?(?:z|utc|gmt|[+-]\d{2}:?\d{2})?|t\d{6}z?|z|"
    r"[+-]\d{2}:\d{2})?"
)
_WEEKDAY: Final = (
    r"(?:(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday),? )?"
)
_ISO: Final = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}")
_COMPACT: Final = re.compile(rf"(\d{{4}})()(\d{{2}})(\d{{2}}){_TIME}")
_NUMERIC: Final = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}){_TIME}")
_DAY_FIRST: Final = re.compile(
    rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th)?\.?(?: of)?[ /-]([a-z]{{3,9}})\.?,?[ /-](\d{{4}}){_TIME}"
)
_MONTH_FIRST: Final = re.compile(rf"{_WEEKDAY}([a-z]{{3,9}})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}}){_TIME}")


def day(value: object) -> dt.date:
    """A day of ``2026-06-30``, ``30.06.2026``, ``30 June 2026`` or ``June 30, 2026``; a time behind it is dropped.

    Raises `Unreadable` for another text, and for ``05/06/2026``, which is a day in May or in June.
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    written = " ".join(str(value).split()).lower()
    try:
        if len(written) <= 60 and (found := _parts(written)):
            return dt.date(*found)
    except ValueError as error:
        if isinstance(error, Unreadable):
            raise
    msg = "not a day; write YYYY-MM-DD"
    raise Unreadable(msg)


def _parts(written: str) -> tuple[int, int, int] | None:
    if found := _ISO.fullmatch(written) or _COMPACT.fullmatch(written):
        return int(found[1]), int(found[3]), int(found[4])
    if found := _NUMERIC.fullmatch(written):
        one, other, year = int(found[1]), int(found[3]), int(found[4])
        # Points part dates where the day comes first.
        if found[2] == "." or one > 12 or one == other:
            return year, other, one
        if other > 12:
            return year, one, other
        msg = "ambiguous: day and month may be either; write YYYY-MM-DD"
        raise Unreadable(msg)
    if (found := _DAY_FIRST.fullmatch(written)) and found[2] in _MONTHS:
        return int(found[3]), _MONTHS[found[2]], int(found[1])
    if (found := _MONTH_FIRST.fullmatch(written)) and found[1] in _MONTHS:
        return int(found[3]), _MONTHS[found[1]], int(found[2])
    return None
