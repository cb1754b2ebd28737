"""Which character encoding a text file is in."""

from __future__ import annotations

import codecs
import re
from typing import Final

from recommender.text.language import detect

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Bytes, or characters, that the letters of a text are judged by.
SAMPLE: Final = 100_000
WESTERN: Final = "cp1252"
#: Share of letters outside ASCII above which a text is not one of Western Europe: Icelandic, the richest, has a fifth.
_MOST_ACCENTED: Final = 0.35
#: Fewer letters outside ASCII than this say nothing.
_FEW: Final = 4
_OTHER_LATIN: Final = {
    "cp1250": frozenset(("cs", "sk", "pl", "hu", "ro", "hr", "sl", "bs", "sr", "sq")),
    "cp1254": frozenset(("tr", "az")),
    "cp1257": frozenset(("lt", "lv")),
}
_ESCAPED: Final = re.compile("[\udc80-\udcff]")
#: A sign such as ³ or ¹ inside a word is a letter of another encoding (ł, ą of Windows-1250).
_SIGN_INSIDE = re.compile(r"[^\W\d_][\xa1-\xa9\xab-\xb3\xb5\xb6\xb8\xb9\xbb-\xbf\xd7\xf7][^\W\d_]")
#: Share of the NUL bytes of a text in UTF-16 that stand on one side of their pairs.
_ONE_SIDED: Final = 0.99


def encoding_of(content: bytes) -> str | None:
    """The codec of a text's bytes, or ``None`` where it cannot be told.

    A byte-order mark decides; then UTF-16 whose mark is missing; then UTF-8, a few broken bytes aside; then
    Windows-1252, which spreadsheets and editors of Western Europe and America write, or its neighbour by the language
    of the text; then the best guess of charset-normalizer.
    """
    if marked := marked_encoding(content):
        return marked
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        if mostly_utf8(content):
            return "utf-8"
        return latin_of(content) or _guessed(content)
    return "utf-8"


def mostly_utf8(content: bytes) -> bool:
    """Whether bytes are UTF-8 but for a few that went wrong, as where two files were put together."""
    text = content[: 10 * SAMPLE].decode("utf-8", "surrogateescape")
    wrong = sum("\udc80" <= char <= "\udcff" for char in text)
    return sum(char > "\x7f" for char in text) - wrong >= 2 * wrong


def decoded(content: bytes, codec: str) -> str:
    """The text of bytes; those that are no UTF-8 in a text of UTF-8 are read as Windows-1252."""
    if codec not in {"utf-8", "utf-8-sig"}:
        return content.decode(codec, "replace")
    text = content.decode(codec, "surrogateescape")
    return _ESCAPED.sub(lambda found: bytes([ord(found.group()) - 0xDC00]).decode(WESTERN, "replace"), text)


def latin_of(content: bytes) -> str | None:
    """The Windows encoding of a text in Latin letters; ``None`` where it is none.

    Those of Central Europe, Turkey and the Baltic put other letters where Windows-1252 has letters too: the language
    of the text tells, where it is long enough.
    """
    if not is_western(content):
        return None
    language = detect(content[:SAMPLE].decode(WESTERN))
    return next((codec for codec, languages in _OTHER_LATIN.items() if language in languages), WESTERN)


def marked_encoding(content: bytes) -> str | None:
    """The codec that a byte-order mark names, or UTF-16 whose mark is missing; ``None`` for other texts."""
    return next((codec for mark, codec in _MARKS if content.startswith(mark)), None) or _unmarked_utf16(content)


def is_western(content: bytes) -> bool:
    """Whether bytes that are no UTF-8 read as a Western European text in Windows-1252."""
    try:
        text = content.decode(WESTERN)
    except UnicodeDecodeError:
        return False
    sample = text[:SAMPLE]
    letters = [char for char in sample if char.isalpha()]
    accented = sum(not char.isascii() for char in letters)
    return not _SIGN_INSIDE.search(sample) and (accented < _FEW or accented <= _MOST_ACCENTED * len(letters))


def _unmarked_utf16(content: bytes) -> str | None:
    """UTF-16 without its mark has a NUL beside every Latin letter, space and line end, always on the same side."""
    pairs = content[: min(len(content), SAMPLE) // 2 * 2]
    low, high = pairs[0::2].count(0), pairs[1::2].count(0)
    if low + high < max(2, len(pairs) // 40) or max(low, high) < _ONE_SIDED * (low + high):
        return None
    codec = "utf-16-le" if high > low else "utf-16-be"
    try:
        text = pairs.decode(codec)
    except UnicodeDecodeError:
        return None
    return codec if sum(char.isprintable() or char.isspace() for char in text) >= _ONE_SIDED * len(text) else None


def _guessed(content: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(content[:SAMPLE]).best()
    return None if best is None else best.encoding
