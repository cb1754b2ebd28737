"""Rows of a table as text: CSV in every dialect that spreadsheets write, bounded in memory."""

from __future__ import annotations

import csv
import itertools
import re
from collections import deque
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
#: Rows that end early, one after the other, that are looked at together.
MAX_SHORT: Final = 1_000
#: Lines, such as a title, that a table may have above its headings.
MOST_ABOVE: Final = 10
SEPARATORS: Final = (",", ";", "\t", "|")
#: How a spreadsheet names the separator, in a line before all others.
_NAMED: Final = re.compile(r'"?sep=(.)"?[\r\n]*', re.IGNORECASE)


class _Text:
    """Feeds the csv module lines and remembers whether an over-long one was skipped."""

    def __init__(self, path: Path) -> None:
        self._lines = text_lines(path)
        self._ahead: deque[str | TooLong] = deque()
        self.too_long = False

    def peek(self, count: int = 1) -> list[str]:
        """The next lines, which stay the next; fewer at the end."""
        self._ahead.extend(itertools.islice(self._lines, count - len(self._ahead)))
        return ["" if isinstance(line, TooLong) else line for line in itertools.islice(self._ahead, count)]

    def skip(self) -> str:
        """Go beyond the line that was peeked at."""
        line = self._ahead.popleft()
        return "" if isinstance(line, TooLong) else line

    def __iter__(self) -> _Text:
        return self

    def __next__(self) -> str:
        line = self._ahead.popleft() if self._ahead else next(self._lines)
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
    separator, above = _beginning(text)
    for line in above:
        yield Refusal(path.name, 0, "(row)", line.strip()[:80], "a line above the headings")
    columns = _header(path.name, next(csv.reader(text, delimiter=separator), None))
    short: list[tuple[int, list[str]]] = []
    for number, cells in _numbered(path.name, text, columns, separator):
        if not isinstance(cells, Refusal) and 1 < len(cells) < len(columns) and len(short) < MAX_SHORT:
            short.append((number, cells))
            continue
        yield from _lengthened(path.name, columns, short)
        short.clear()
        yield cells if isinstance(cells, Refusal) else _row(path.name, number, columns, cells, separator)
    yield from _lengthened(path.name, columns, short)


def _numbered(file: str, text: _Text, columns: list[str], separator: str) -> Iterator[tuple[int, list[str] | Refusal]]:
    """The cells of each row that holds any, counted from 1, or why a row is none."""
    number = empty = 0
    while True:
        reader = csv.reader(text, delimiter=separator, strict=True, skipinitialspace=True)
        try:
            for cells in reader:
                if text.too_long:
                    text.too_long = False
                    number += 1
                    yield number, Refusal(file, number, "(row)", "", "a cell is larger than 1 MiB")
                    continue
                if not any(map(str.strip, cells)):
                    empty += 1
                    if empty > MAX_EMPTY_ROWS:
                        msg = f"{file}: more than {MAX_EMPTY_ROWS:,} empty rows; save the rows with content alone"
                        raise CatalogueError(msg)
                    continue
                number += 1
                # Files that were put together repeat their headings.
                if [cell.strip("\ufeff ") for cell in cells] != columns:
                    yield number, cells
        except csv.Error as error:
            number += 1
            reason = "a cell is larger than 1 MiB" if "limit" in str(error) else f"not readable as CSV: {error}"
            yield number, Refusal(file, number, "(row)", "", reason)
            text.too_long = False
            continue
        return


def _lengthened(
    file: str, columns: list[str], short: list[tuple[int, list[str]]]
) -> Iterator[dict[str, Any] | Refusal]:
    """Rows that end early, one after the other: spreadsheets leave empty cells out at the end of a row.

    Where several make one whole row, a line break stood in a cell without quotes.
    """
    lengths = [len(cells) for _, cells in short]
    broken: set[int] = set()
    for size in (2, 3, 4):
        for first in range(len(short) - size + 1):
            if sum(lengths[first : first + size]) == len(columns) + size - 1:
                broken.update(range(first, first + size))
    for place, (number, cells) in enumerate(short):
        if place in broken:
            reason = "a part of a row; quote cells that hold line breaks"
            yield Refusal(file, number, "(row)", "", reason)
        else:
            yield _by_heading(columns, [*cells, *[""] * (len(columns) - len(cells))])


def _beginning(text: _Text) -> tuple[str, list[str]]:
    """What parts the cells, and the lines above the headings, with ``text`` left at the headings.

    A line ``sep=;`` names what parts them; else it is what makes most headings known, or most headings.
    """
    while (ahead := text.peek()) and not ahead[0].strip():
        text.skip()
    if ahead and (named := _NAMED.fullmatch(ahead[0])):
        text.skip()
        return named[1], []
    found = [
        max((*_headings(line, separator), -n) for n, separator in enumerate(SEPARATORS))
        for line in text.peek(MOST_ABOVE + 1)
    ]
    # Where the first line has hardly a heading that is known, a later one with several is the line of headings.
    place = 0
    if found and found[0][0] <= 1:
        place = max(range(len(found)), key=lambda n: (found[n][0], -n))
        place = place if found[place][0] > 1 else 0
    above = [text.skip() for _ in range(place)]
    return SEPARATORS[-found[place][2]] if found else SEPARATORS[0], [
        line for line in above if line.strip(" ,;|\t\r\n")
    ]


def _headings(line: str, separator: str) -> tuple[int, int]:
    """How many cells of a line are headings that are known, and how many cells it has."""
    try:
        # More headings than these tell no more.
        cells = next(csv.reader([line[:20_000].replace("\x00", "\ufffd")], delimiter=separator), [])
    except csv.Error:
        return 0, 0
    return sum(map(is_known, cells)), len(cells)


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
    for place, name in enumerate(columns):
        if name and name in columns[:place]:
            if is_known(name):
                msg = f"{file}: two columns are named {name[:80]}; rename or remove one"
                raise CatalogueError(msg)
            columns[place] = f"{name} (column {place + 1})"
    return columns


def _row(file: str, number: int, columns: list[str], cells: list[str], separator: str) -> dict[str, Any] | Refusal:
    # Some programs end every line with a separator.
    while len(cells) > len(columns) and not cells[-1].strip():
        cells.pop()
    if len(cells) == len(columns):
        return _by_heading(columns, cells)
    if len(cells) == 1:
        reason = f"one cell where the header has {len(columns)}: a note, or a row that is broken"
    else:
        name = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}.get(separator, repr(separator))
        reason = f"{len(cells)} cells where the header has {len(columns)}; quote cells that hold {name}"
    return Refusal(file, number, "(row)", "", reason)


def _by_heading(columns: list[str], cells: list[str]) -> dict[str, Any]:
    named = (
        (name or f"column {place}", cell) for place, (name, cell) in enumerate(zip(columns, cells, strict=True), 1)
    )
    return {name: cell for name, cell in named if cell.strip() or not name.startswith("column ")}
