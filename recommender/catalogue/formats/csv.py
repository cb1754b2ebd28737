"""Rows of a table as text: CSV in every dialect that spreadsheets write, bounded in memory."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from recommender.catalogue.formats.lines import TooLong, text_lines
from recommender.catalogue.headings import is_known
from recommender.catalogue.refusals import Refusal
from recommender.errors import CatalogueError

MAX_CELL_CHARS: Final = 1 << 20
#: Columns of one file.
MAX_COLUMNS: Final = 1_000
#: Rows without content: a spreadsheet that is saved whole has 1,048,576 rows.
MAX_EMPTY_ROWS: Final = 1_048_576
SEPARATORS: Final = (",", ";", "\t", "|")
#: How a spreadsheet names the separator, in a line before all others.
_NAMED: Final = re.compile(r'"?sep=(.)"?[\r\n]*', re.IGNORECASE)


class _Text:
    """Feeds the csv module lines and remembers whether an over-long one was skipped."""

    def __init__(self, path: Path) -> None:
        self._lines = text_lines(path)
        self._first: list[str | TooLong] = []
        self.too_long = False

    def peek(self) -> str:
        """The next line, which stays the next; empty at the end."""
        if not self._first:
            self._first = [next(self._lines, "")]
        return "" if isinstance(self._first[0], TooLong) else self._first[0]

    def skip(self) -> None:
        """Go beyond the line that was peeked at."""
        self._first = []

    def __iter__(self) -> _Text:
        return self

    def __next__(self) -> str:
        line = self._first.pop() if self._first else next(self._lines)
        if isinstance(line, TooLong):
            self.too_long = True
            return "\n"
        if not line:
            raise StopIteration
        return line.replace("\x00", "\ufffd")


def rows(path: Path) -> Iterator[dict[str, Any] | Refusal]:
    """Each data row as ``{heading: text}``, or why it cannot be read. `CatalogueError` for a header that is none."""
    csv.field_size_limit(MAX_CELL_CHARS)
    text = _Text(path)
    separator = _separator(text)
    columns = _header(path.name, next(csv.reader(text, delimiter=separator), None))
    number = empty = 0
    while True:
        reader = csv.reader(text, delimiter=separator, strict=True, skipinitialspace=True)
        try:
            for cells in reader:
                if text.too_long:
                    text.too_long = False
                    number += 1
                    yield Refusal(path.name, number, "(row)", "", "a cell is larger than 1 MiB")
                    continue
                if not any(map(str.strip, cells)):
                    empty += 1
                    if empty > MAX_EMPTY_ROWS:
                        msg = f"{path.name}: more than {MAX_EMPTY_ROWS:,} empty rows; save the rows with content alone"
                        raise CatalogueError(msg)
                    continue
                number += 1
                if [cell.strip("\ufeff ") for cell in cells] == columns:
                    # Files that were put together repeat their headings.
                    continue
                yield _row(path.name, number, columns, cells, separator)
        except csv.Error as error:
            number += 1
            reason = "a cell is larger than 1 MiB" if "limit" in str(error) else f"not readable as CSV: {error}"
            yield Refusal(path.name, number, "(row)", "", reason)
            text.too_long = False
            continue
        return


def _separator(text: _Text) -> str:
    """What parts the cells: what a line ``sep=;`` says, else what makes most headings known, or most headings."""
    while text.peek() and not text.peek().strip():
        text.skip()
    if named := _NAMED.fullmatch(text.peek()):
        text.skip()
        return named[1]
    # More headings than these tell no more.
    first = text.peek()[:20_000].replace("\x00", "\ufffd")

    def headings(separator: str) -> tuple[int, int]:
        try:
            cells = next(csv.reader([first], delimiter=separator), [])
        except csv.Error:
            return 0, 0
        return sum(map(is_known, cells)), len(cells)

    return max(SEPARATORS, key=headings)


def _header(file: str, cells: list[str] | None) -> list[str]:
    if not cells or not any(cell.strip() for cell in cells):
        msg = f"{file}: no header line; the first line names the columns"
        raise CatalogueError(msg)
    if any(char == "\ufffd" or "\ud800" <= char <= "\udfff" for cell in cells for char in cell):
        msg = f"{file}: the first line, which names the columns, is not valid UTF-8; save the file as UTF-8"
        raise CatalogueError(msg)
    if len(cells) > MAX_COLUMNS:
        msg = f"{file}: the first line names more than {MAX_COLUMNS:,} columns"
        raise CatalogueError(msg)
    columns = [cell.strip() for cell in cells]
    twice = next((name for n, name in enumerate(columns) if name and name in columns[:n]), None)
    if twice is not None:
        msg = f"{file}: two columns are named {twice[:80]}; rename or remove one"
        raise CatalogueError(msg)
    return columns


def _row(file: str, number: int, columns: list[str], cells: list[str], separator: str) -> dict[str, Any] | Refusal:
    # Some programs end every line with a separator.
    while len(cells) > len(columns) and not cells[-1].strip():
        cells.pop()
    if len(cells) != len(columns):
        name = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}.get(separator, repr(separator))
        reason = f"{len(cells)} cells where the header has {len(columns)}; quote cells that hold {name}"
        return Refusal(file, number, "(row)", "", reason)
    named = (
        (name or f"column {place}", cell) for place, (name, cell) in enumerate(zip(columns, cells, strict=True), 1)
    )
    return {name: cell for name, cell in named if cell.strip() or not name.startswith("column ")}
