"""CSV files that researchers bring: a header, the columns that are needed, and errors with file, row and column."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from recommender.errors import InputError

#: Largest file that is read, in bytes.
LARGEST: Final = 2 << 30

Row = dict[str, str]


def rows(path: Path, needed: Sequence[str]) -> tuple[list[tuple[str, Row]], list[str]]:
    """Each row with its place for messages, missing cells as empty text, and the columns that the file has.

    Raises `InputError` for a file that is not there, is larger than `LARGEST`, or lacks a column that is needed.
    """
    if not path.is_file():
        msg = f"{path.name} is not there ({path})"
        raise InputError(msg)
    if path.stat().st_size > LARGEST:
        msg = f"{path.name} is larger than {LARGEST >> 30} GiB"
        raise InputError(msg)
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle, restval="")
        columns = list(reader.fieldnames or ())
        missing = [name for name in needed if name not in columns]
        if missing:
            msg = f"{path.name} has no column {', '.join(missing)}; it has: {', '.join(columns)}"
            raise InputError(msg)
        return [(f"{path.name}, row {n}", row) for n, row in enumerate(reader, start=1)], columns


def text(row: Mapping[str, str], name: str, place: str) -> str:
    """A cell that may not be empty, without the blanks around it."""
    if not (found := row[name].strip()):
        msg = f"{place}, column {name}: it is empty"
        raise InputError(msg)
    return found


def number(row: Mapping[str, str], name: str, place: str, low: float = -np.inf, high: float = np.inf) -> float:
    """A finite number from ``low`` to ``high``."""
    try:
        value = float(row[name])
    except ValueError:
        value = np.nan
    if not (np.isfinite(value) and low <= value <= high):
        bounds = "" if np.isinf(high) else f" from {low:g} to {high:g}"
        msg = f"{place}, column {name}: {row[name]!r} is no number{bounds}"
        raise InputError(msg)
    return value
