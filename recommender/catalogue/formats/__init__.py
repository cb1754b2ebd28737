"""One module for each format of a catalogue file: rows as they stand, or why one cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from recommender.catalogue.formats import csv, jsonl, parquet
from recommender.catalogue.refusals import Refusal

Rows = Iterator[dict[str, Any] | Refusal]
#: The reader of each ending; the command's help names these.
FORMATS: Final[dict[str, Callable[[Path], Rows]]] = {
    ".csv": csv.rows,
    ".jsonl": jsonl.rows,
    ".ndjson": jsonl.rows,
    ".parquet": parquet.rows,
}
