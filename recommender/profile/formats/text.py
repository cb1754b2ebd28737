"""Plain text and Markdown, in UTF-8 or a legacy encoding."""

from __future__ import annotations

import re
from typing import Final

from recommender.errors import ProfileError
from recommender.profile.reading import Reading, ReadingDraft
from recommender.text.encoding import decoded, encoding_of
from recommender.text.markup import without_markup

#: What Markdown strikes out or leaves unticked is not claimed.
_UNCLAIMED: Final = re.compile(r"~~(?=\S)[^\n]+?~~|^[ \t]*[-*+][ \t]+\[ \][^\n]*$", re.MULTILINE)
#: A block of plain text: blank lines part them.
_PLACE = "text"


def read(content: bytes) -> Reading:
    """`ProfileError` for a file without text or with binary content."""
    text = decode(content)
    if text.lstrip().startswith("{\\rtf"):
        msg = "it is a rich text file (RTF); save it as .docx or as plain text"
        raise ProfileError(msg)
    draft = ReadingDraft("text", between="\n\n")
    for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        claimed, unclaimed = _UNCLAIMED.subn(" ", part)
        draft.skip("unclaimed", count=unclaimed)
        draft.add(_PLACE, without_markup(claimed))
    return draft.finished()


def decode(content: bytes) -> str:
    """The text of a file (`recommender.text.encoding.encoding_of`); `ProfileError` where its encoding is not known."""
    # Some programs fill the last block of a file with zeros.
    if content.endswith(b"\x00\x00\x00\x00"):
        content = content.rstrip(b"\x00")
    codec = encoding_of(content)
    if codec is None:
        msg = "its character encoding is not known; save it as UTF-8"
        raise ProfileError(msg)
    text = decoded(content, codec)
    if "\x00" in text:
        msg = "not a text file (it holds binary data)"
        raise ProfileError(msg)
    return text
