"""Lines of a file, each of bounded length, however long the file's own lines are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

#: Longest line (one row of JSON Lines, one physical line of CSV) that is taken into memory, in bytes.
MAX_LINE_BYTES: Final = 4 << 20


class TooLong:
    """Stands for a line longer than `MAX_LINE_BYTES`; its bytes were skipped, never held."""


def bounded_lines(path: Path) -> Iterator[bytes | TooLong]:
    """The lines of ``path`` with their ends, byte-order mark removed; an over-long one comes as `TooLong`."""
    with path.open("rb") as handle:
        first = True
        while line := handle.readline(MAX_LINE_BYTES):
            if len(line) == MAX_LINE_BYTES and not line.endswith(b"\n"):
                while (rest := handle.readline(MAX_LINE_BYTES)) and not rest.endswith(b"\n"):
                    pass
                yield TooLong()
            else:
                yield line.removeprefix(b"\xef\xbb\xbf") if first else line
            first = False
