"""Lists in one cell: parted by bars, semicolons, line ends or commas, or written as JSON."""

from __future__ import annotations

import ast
import json
import re
from typing import Any, Final

from recommender.catalogue.cells.unreadable import Unreadable

#: Entries of one list; an entry of JSON may be an object of a few values.
MAX_ENTRIES: Final = 5_000
_NAMES: Final = ("name", "skill", "label", "title", "value")
_OUTSIDE: Final = r"(?![^()]*\))"
#: Marks that part a list wherever they stand: semicolons, ends of lines, tabs, bullets, and the commas of Chinese.
_STRONG: Final = re.compile(
    rf";{_OUTSIDE}|[\n\t\u2028\u2022\u25aa\u25cf\u25e6\u2023\u2611\u2713\u3001\uff0c]|\s\u00b7\s"
)
_MARKER: Final = re.compile(r"^(?:[-*\u2013]\s+|\d{1,2}[.)]\s+|#(?=\w))")
_NUMBER: Final = re.compile(r"(^|[,;|\n]\s*|\s)(\d{1,2})\)\s")
#: The numbers of a list in one line, as in `1. SQL 2. Excel`.
_NUMBERED: Final = re.compile(r"(?:^|\s)\d{1,2}\.\s+")
_TAG: Final = re.compile(r"</?(?:p|li|ul|ol|span|div|br|b|i|strong|em|a|td|tr)\b[^<>]{0,300}>", re.IGNORECASE)
_COMMA: Final = re.compile(rf",{_OUTSIDE}")


def entries(text: str, *, commas: bool = True) -> list[Any]:
    """The entries of a list: texts, or of JSON what stands in it. Raises `Unreadable` for a list that is broken.

    A bar parts a list wherever one stands; else JSON, semicolons, line ends and bullets; commas last, never inside
    parentheses, and only where ``commas``: names of institutions hold them.
    """
    written = _TAG.sub("\n", text).strip()
    if written[:1] + written[-1:] in {"[]", "{}"}:
        found = _json(written)
        if found is not None:
            return found
        written = written[1:-1]
    # The parenthesis of `1)` would hide the marks before it from those that stand outside parentheses.
    written = _NUMBER.sub(r"\1\2. ", written)
    if "|" in written:
        parts = written.split("|")
    elif (
        (hashes := written.split())
        and len(hashes) > 1
        and all(part.startswith("#") and "," not in part for part in hashes)
    ):
        parts = hashes
    elif _NUMBERED.match(written) and not _STRONG.search(written):
        parts = _NUMBERED.split(written)
    elif _STRONG.search(written):
        # Markup parts lines, not entries.
        marked = _TAG.search(text) is not None
        parts = [one for part in _split(_STRONG, written) for one in (_split(_COMMA, part) if marked else [part])]
    elif commas and "," not in written and written.count(" / ") > 1:
        parts = written.split(" / ")
    else:
        parts = _split(_COMMA, written) if commas else [written]
    parts = list({part.casefold(): part for part in map(_bare, reversed(parts))}.values())[::-1]
    if len(parts) > 2 and parts[-1].lower().startswith(("and ", "& ")):
        parts[-1] = parts[-1].split(" ", 1)[1]
    if len(parts) > 1 and parts[-1].endswith(".") and parts[-1].count(".") == 1:
        parts[-1] = parts[-1][:-1]
    return [part for part in parts if part and part.lower() not in {"etc", "etc.", "n/a", "none", "null", "-"}]


def _bare(part: str) -> str:
    """An entry without the marks of a list around it."""
    return _MARKER.sub("", part.replace("\u00a0", " ").strip()).strip().strip("\"'").strip()


def _split(pattern: re.Pattern[str], written: str) -> list[str]:
    # Looking for the end of parentheses from every mark takes too long in what is no list.
    if written.count(",") + written.count(";") > MAX_ENTRIES or (")" in written and len(written) > 20_000):
        msg = f"a list of more than {MAX_ENTRIES:,} entries"
        raise Unreadable(msg)
    return pattern.split(written)


def _json(written: str) -> list[Any] | None:
    """What a list of JSON, or of Python's own form, holds; ``None`` for brackets that are none."""
    if written.count(",") > 4 * MAX_ENTRIES:
        msg = f"a list of more than {MAX_ENTRIES:,} entries"
        raise Unreadable(msg)
    for read in (json.loads, ast.literal_eval):
        try:
            found = read(written)
        except (ValueError, RecursionError, SyntaxError, MemoryError):
            continue
        if isinstance(found, list | tuple | set):
            return [each for each in found if each not in (None, "")]
        msg = "not a list of names"
        raise Unreadable(msg)
    return None


def names(values: list[Any]) -> list[str]:
    """Entries as texts; an object stands for its name."""
    out = []
    for value in values:
        named = _name_of(value) if isinstance(value, dict) else value
        if not isinstance(named, str | int) or isinstance(named, bool):
            msg = "an entry of the list has no name"
            raise Unreadable(msg)
        out.append(str(named))
    return out


def skills(values: list[Any]) -> list[Any]:
    """Entries as the row's skills: texts, or objects with a name and what else is known of them."""
    out: list[Any] = []
    for value in values:
        if isinstance(value, dict):
            kept = {key: value[key] for key in ("level", "assumed", "confidence", "source") if key in value}
            out.append({**kept, "name": names([value])[0]})
        else:
            out.append(value)
    return out


def _name_of(value: dict[str, Any]) -> Any:
    """What an object calls its name; of one with a single text, that text."""
    texts = [each for each in value.values() if isinstance(each, str) and each]
    return next((value[key] for key in _NAMES if value.get(key)), texts[0] if len(texts) == 1 else None)
