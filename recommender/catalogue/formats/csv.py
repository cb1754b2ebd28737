"""Rows of a CSV file (comma, header line, UTF-8), bounded in memory."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from recommender.catalogue.formats.lines import TooLong, bounded_lines
from recommender.catalogue.refusals import Refusal
from recommender.errors import CatalogueError

MAX_CELL_CHARS: Final = 1 << 20


class _Text:
    """Feeds the csv module decoded lines and remembers whether an over-long one was skipped."""

    def __init__(self, path: Path) -> None:
        self._lines = bounded_lines(path)
        self.too_long = False

    def __iter__(self) -> _Text:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        if isinstance(line, TooLong):
            self.too_long = True
            return "\n"
        # Bytes that are not UTF-8 become lone surrogates, so that the row at fault can be named.
        return line.decode("utf-8", "surrogateescape").replace("\x00", "\ufffd")


def rows(path: Path) -> Iterator[dict[str, Any] | Refusal]:
    """Each data row as ``{column: text}``, or why it cannot be read. `CatalogueError` for a header that is none."""
    csv.field_size_limit(MAX_CELL_CHARS)
    text = _Text(path)
    header = next(csv.reader(text), None)
    if not header or not any(cell.strip() for cell in header):
        msg = f"{path.name}: no header line; the first line names the columns"
        raise CatalogueError(msg)
    if any(char == "\ufffd" or "\ud800" <= char <= "\udfff" for cell in header for char in cell):
        msg = f"{path.name}: the first line, which names the columns, is not valid UTF-8; save the file as UTF-8"
        raise CatalogueError(msg)
    columns = [cell.strip() for cell in header]
    number = 0
    while True:
        reader = csv.reader(text, strict=True)
        try:
            for cells in reader:
                if text.too_long:
                    text.too_long = False
                    number += 1
                    yield Refusal(path.name, number, "(row)", "", "a cell is larger than 1 MiB")
                    continue
                if not cells:
                    continue
                number += 1
                if len(cells) != len(columns):
                    reason = f"{len(cells)} cells where the header has {len(columns)}; quote cells that hold commas"
                    yield Refusal(path.name, number, "(row)", "", reason)
                else:
                    yield dict(zip(columns, cells, strict=True))
        except csv.Error as error:
            number += 1
            reason = "a cell is larger than 1 MiB" if "limit" in str(error) else f"not readable as CSV: {error}"
            yield Refusal(path.name, number, "(row)", "", reason)
            text.too_long = False
            continue
        return
