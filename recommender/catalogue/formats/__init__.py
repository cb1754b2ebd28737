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
    ".tsv": csv.rows,
    ".txt": csv.rows,
    ".jsonl": jsonl.rows,
    ".ndjson": jsonl.rows,
    ".parquet": parquet.rows,
}
#: What to do with files of other formats.
INSTEAD: Final[dict[str, str]] = {
    **dict.fromkeys((".xlsx", ".xls", ".ods", ".numbers"), "save the sheet as CSV UTF-8 (.csv)"),
    **dict.fromkeys((".json", ".xml", ".html"), "write one JSON object a line (.jsonl), or CSV"),
    **dict.fromkeys((".zip", ".gz"), "unpack it first"),
}
