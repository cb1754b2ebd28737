"""How a table becomes the bytes of a file: separators, quotes, line ends, encodings and formats."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq

# name: the codec, and the mark that stands before the text
ENCODINGS: dict[str, tuple[str, bytes]] = {
    "UTF-8": ("utf-8", b""),
    "UTF-8 with BOM": ("utf-8", codecs.BOM_UTF8),
    "UTF-16 LE with BOM": ("utf-16-le", codecs.BOM_UTF16_LE),
    "UTF-16 BE with BOM": ("utf-16-be", codecs.BOM_UTF16_BE),
    "UTF-16 LE without BOM": ("utf-16-le", b""),
    "Windows-1252": ("cp1252", b""),
    "Windows-1251": ("cp1251", b""),
    "ASCII with escapes": ("ascii", b""),
}

# name: the separator, the endings such files have, and the line above the headings
SEPARATORS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "comma": (",", (".csv",), ""),
    "semicolon": (";", (".csv", ".csv", ".txt"), ""),
    "tab": ("\t", (".tsv", ".tsv", ".txt", ".csv"), ""),
    "bar": ("|", (".txt", ".csv"), ""),
    "sep= line": (";", (".csv",), "sep=;"),
}
LINE_ENDS = {"LF": "\n", "CRLF": "\r\n", "CR": "\r"}
EXTRAS = (
    "nothing odd",
    "blank lines between rows",
    "blank lines at the end",
    "no line end at the end",
    "a separator behind every line",
    "an empty row of separators at the end",
    "line breaks in cells",
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the text of a file is laid out; one object a line has no separator, and no quotes to choose."""

    separator: str
    ends: str
    quoted: bool
    extra: str
    encoding: str

    @property
    def says(self) -> str:
        if not self.separator:
            return f"{self.ends}; {self.extra}; {self.encoding}"
        quotes = "all cells quoted" if self.quoted else "quotes where needed"
        return f"{self.separator}, {quotes}; {self.ends}; {self.extra}; {self.encoding}"


def fits(text: str, encoding: str) -> bool:
    try:
        text.encode(ENCODINGS[encoding][0])
    except UnicodeEncodeError:
        return encoding == "ASCII with escapes"
    return True


def encoded(text: str, encoding: str) -> bytes:
    codec, mark = ENCODINGS[encoding]
    return mark + text.encode(codec)


def _quoted(text: str, separator: str, always: bool) -> str:
    needed = always or any(sign in text for sign in (separator, '"', "\r", "\n"))
    return '"' + text.replace('"', '""') + '"' if needed else text


def table(headings: Sequence[str], rows: Sequence[Sequence[object]], dialect: Dialect) -> bytes:
    # By hand and not by the csv module, which has no word for most of what is odd here.
    separator, _, above = SEPARATORS[dialect.separator]
    end, extra = LINE_ENDS[dialect.ends], dialect.extra
    lines = [
        separator.join(_quoted("" if cell is None else str(cell), separator, dialect.quoted) for cell in cells)
        for cells in (headings, *rows)
    ]
    if extra == "a separator behind every line":
        lines = [line + separator for line in lines]
    if extra == "an empty row of separators at the end":
        lines.append(separator * (len(headings) - 1))
    if extra == "blank lines at the end":
        lines += ["", ""]
    text = above + end if above else ""
    text += (end * 2 if extra == "blank lines between rows" else end).join(lines)
    return encoded(text if extra == "no line end at the end" else text + end, dialect.encoding)


def json_lines(headings: Sequence[str], rows: Sequence[Sequence[object]], dialect: Dialect) -> bytes:
    end = LINE_ENDS[dialect.ends]
    objects = []
    for number, cells in enumerate(rows):
        # What is not known is left out of one row and null in the next.
        known = {heading: cell for heading, cell in zip(headings, cells, strict=True) if cell is not None or number % 2}
        objects.append(json.dumps(known, ensure_ascii=dialect.encoding == "ASCII with escapes"))
    text = (end * 2 if dialect.extra == "blank lines between rows" else end).join(objects)
    return encoded(text if dialect.extra == "no line end at the end" else text + end, dialect.encoding)


def parquet(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    columns = []
    for cells in zip(*rows, strict=True):
        days = any(type(cell) is date for cell in cells)
        columns.append(pa.array(cells, type=pa.date32() if days else None))
    held = io.BytesIO()
    pq.write_table(pa.table(columns, names=list(headings)), held)
    return held.getvalue()
