"""Rows of a JSON Lines file (one object per line), bounded in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from recommender.catalogue.formats.lines import TooLong, text_lines
from recommender.catalogue.refusals import Refusal

#: Values of one row.
MAX_VALUES: Final = 20_000


def rows(path: Path) -> Iterator[dict[str, Any] | Refusal]:
    """Each object, or why its line cannot be read."""
    number = 0
    for line in text_lines(path):
        if isinstance(line, str) and not line.strip():
            continue
        number += 1
        found = "the line is larger than 4 MiB" if isinstance(line, TooLong) else _object(line)
        yield Refusal(path.name, number, "(row)", "", found) if isinstance(found, str) else found


def _object(line: str) -> dict[str, Any] | str:
    """The object of a line, or why there is none."""
    if any("\udc80" <= char <= "\udcff" for char in line) if not line.isascii() else False:
        return "not valid UTF-8; save the file as UTF-8"
    if line.count(",") + line.count("[") + line.count("{") > MAX_VALUES:
        return f"more than {MAX_VALUES:,} values"
    try:
        value = json.loads(line, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        return f"not a JSON object: {error.msg}"
    except RecursionError:
        return "not a JSON object: nested too deeply"
    except ValueError as error:
        return f"not a JSON object: {'a key twice' if 'twice' in str(error) else 'a number of too many digits'}"
    return value if isinstance(value, dict) else "not a JSON object"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        msg = "a key twice"
        raise ValueError(msg)
    return found
