"""Lines of a text file in whatever encoding it is, each of bounded length, however long the file's own lines are."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from recommender.errors import CatalogueError
from recommender.text.encoding import SAMPLE, latin_of, marked_encoding

#: Longest line (one row of JSON Lines, one physical line of CSV) that is taken into memory, in characters.
MAX_LINE_CHARS: Final = 4 << 20
#: Bytes beyond ASCII from which a file is taken to be in another encoding.
FEW: Final = 8
_CHUNK: Final = 1 << 20


class TooLong:
    """Stands for a line longer than `MAX_LINE_CHARS`; its characters were skipped, never held."""


def text_lines(path: Path) -> Iterator[str | TooLong]:
    """The lines of ``path`` with their ends (LF, CR LF or CR); an over-long one comes as `TooLong`.

    Bytes that are no UTF-8 in a file of UTF-8 become lone surrogates, so that the cell at fault can be named.
    `CatalogueError` where the encoding cannot be told.
    """
    encoding = file_encoding(path)
    errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    with path.open("rb") as raw, io.TextIOWrapper(raw, encoding, errors=errors, newline="") as handle:
        while line := handle.readline(MAX_LINE_CHARS):
            if len(line) == MAX_LINE_CHARS and not line.endswith(("\n", "\r")):
                while (rest := handle.readline(MAX_LINE_CHARS)) and not rest.endswith(("\n", "\r")):
                    pass
                yield TooLong()
            else:
                yield line


def file_encoding(path: Path) -> str:
    """The codec of a text file. `CatalogueError` where it cannot be told.

    A file that holds UTF-8 and other bytes, put together from two, counts as UTF-8.
    """
    with path.open("rb") as handle:
        begin = handle.read(SAMPLE)
        marked = marked_encoding(begin)
        if marked is not None:
            return marked
        handle.seek(0)
        wide, odd = _beyond_ascii(handle)
    if not odd or wide:
        return "utf-8"
    if (latin := latin_of(odd)) is not None:
        return latin
    if sum(byte > 0x7F for byte in odd) < FEW:
        # Bytes gone wrong, not another encoding: the cells that hold them are told.
        return "utf-8"
    msg = f"{path.name}: its character encoding is not known; save the file as UTF-8"
    raise CatalogueError(msg)


def _beyond_ascii(handle: io.BufferedReader) -> tuple[bool, bytes]:
    """Whether a file has characters of several bytes in UTF-8, and some of what is no UTF-8, with what is around it."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    wide, odd = False, bytearray()
    while chunk := handle.read(_CHUNK):
        text = decoder.decode(chunk)
        if text.isascii():
            continue
        for part in text.splitlines():
            if not part.isascii():
                bytes_ = part.encode("utf-8", "surrogateescape")
                broken = any("\udc80" <= char <= "\udcff" for char in part)
                wide = wide or any("\x7f" < char < "\ud800" or char > "\udfff" for char in part)
                if broken and len(odd) < SAMPLE:
                    odd += bytes_ + b"\n"
        if wide and odd:
            break
    return wide, bytes(odd)
