"""Lists in one cell: parted by bars, semicolons, line ends or commas, or written as JSON."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from recommender.catalogue.cells.unreadable import Unreadable

#: Entries of one list; an entry of JSON may be an object of a few values.
MAX_ENTRIES: Final = 5_000
_NAMES: Final = ("name", "skill", "label", "title", "value")
_OUTSIDE: Final = r"(?![^()]*\))"
_SEMICOLON: Final = re.compile(rf";{_OUTSIDE}|\n")
_COMMA: Final = re.compile(rf",{_OUTSIDE}")


def entries(text: str, *, commas: bool = True) -> list[Any]:
    """The entries of a list: texts, or of JSON what stands in it. Raises `Unreadable` for broken JSON.

    A bar parts a list wherever one stands; else JSON, semicolons and line ends; commas last, never inside parentheses,
    and only where ``commas``: names of institutions hold them.
    """
    written = text.strip()
    if written.startswith("[") and written.endswith("]"):
        return _json(written)
    parts: list[str]
    if "|" in written:
        parts = written.split("|")
    elif ";" in written or "\n" in written:
        parts = _split(_SEMICOLON, written)
    else:
        parts = _split(_COMMA, written) if commas else [written]
    return [part.strip() for part in parts if part.strip()]


def _split(pattern: re.Pattern[str], written: str) -> list[str]:
    # Looking for the end of parentheses from every mark takes too long in what is no list.
    if written.count(",") + written.count(";") > MAX_ENTRIES or (")" in written and len(written) > 20_000):
        msg = f"a list of more than {MAX_ENTRIES:,} entries"
        raise Unreadable(msg)
    return pattern.split(written)


def _json(written: str) -> list[Any]:
    if written.count(",") > 4 * MAX_ENTRIES:
        msg = f"a list of more than {MAX_ENTRIES:,} entries"
        raise Unreadable(msg)
    try:
        found = json.loads(written)
    except (ValueError, RecursionError):
        msg = "it begins like a JSON list and is none"
        raise Unreadable(msg) from None
    return [each for each in found if each not in (None, "")]


def names(values: list[Any]) -> list[str]:
    """Entries as texts; an object stands for its name."""
    out = []
    for value in values:
        named = next((value[key] for key in _NAMES if value.get(key)), None) if isinstance(value, dict) else value
        if isinstance(named, str | int):
            out.append(str(named))
        elif named is not None:
            msg = "an entry of the list is no text"
            raise Unreadable(msg)
    return out


def skills(values: list[Any]) -> list[Any]:
    """Entries as the row's skills: texts, or objects with a name and what else is known of them."""
    out: list[Any] = []
    for value in values:
        if isinstance(value, dict) and "name" not in value:
            found = names([value])
            out += [{**({"level": value["level"]} if "level" in value else {}), "name": name} for name in found]
        else:
            out.append(value)
    return out
