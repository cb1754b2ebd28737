"""What a file holds by its first bytes, where its name says another format."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

_HEAD: Final = 2_000
#: How content begins, and what to do with it.
_BEGINNINGS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"PK\x03\x04", "it is an Excel workbook or an archive; save the sheet as CSV UTF-8 (.csv), or unpack it"),
    (b"\xd0\xcf\x11\xe0", "it is an old or protected Excel workbook (.xls); save the sheet as CSV UTF-8 (.csv)"),
    (b"\x1f\x8b", "it is compressed (gzip); unpack it first"),
    (b"BZh", "it is compressed (bzip2); unpack it first"),
    (b"\xfd7zXZ", "it is compressed (xz); unpack it first"),
    (b"\x28\xb5\x2f\xfd", "it is compressed (zstd); unpack it first"),
    (b"%PDF-", "it is a PDF; ask for its table as CSV"),
    (b"SQLite format 3", "it is an SQLite database; export the table as CSV"),
    (b"PAR1", "it is Parquet; name it .parquet"),
)
_PAGE: Final = re.compile(rb"<(?:!doctype|html|head|body|table|\?xml|rss|div)\b", re.IGNORECASE)
_JSON: Final = re.compile(rb"\[\s*\{|\{\s*\"|\{\s*\}|\[\s*\]|[\[{]\s*$")
_OBJECT_LINE: Final = re.compile(rb"\{.*\}\s*\Z", re.DOTALL)


def other_format(path: Path) -> str | None:
    """What a file is instead of what its name says, and what to do; ``None`` where nothing speaks against the name."""
    with path.open("rb") as handle:
        head = handle.read(_HEAD)
    if not head:
        return "it is empty"
    for beginning, what in _BEGINNINGS:
        if head.startswith(beginning) and not (beginning == b"PAR1" and path.suffix.lower() == ".parquet"):
            return what
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _PAGE.match(start):
        return "it is a web page or XML; save its table as CSV"
    first = start.split(b"\n", 1)[0].strip()
    if path.suffix.lower() in {".jsonl", ".ndjson"}:
        # A first line that closes what it opens is an object, however it goes on.
        if start.startswith(b"[") or (first.startswith(b"{") and len(head) < _HEAD and not _OBJECT_LINE.match(first)):
            return "it is one JSON document; write one object a line (jq -c '.[]' FILE does it for a list)"
        if first and b"{" not in first and b"," in first:
            return "it is no JSON; name it .csv if it is a table"
    elif path.suffix.lower() != ".parquet" and _JSON.match(first):
        return "it is JSON; write one object a line and name it .jsonl"
    return None
