"""Plain text and Markdown, in UTF-8 or a legacy encoding."""

from __future__ import annotations

from recommender.errors import ProfileError
from recommender.records import Learner

MAX_TEXT_CHARS = 200_000


def read(content: bytes) -> Learner:
    """`ProfileError` for a file without text or with binary content."""
    return learner(decode(content))


def decode(content: bytes) -> str:
    """UTF-8 (with or without byte-order mark) or UTF-16 where marked; else the most likely legacy encoding."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16", "replace")
    if b"\x00" in content:
        msg = "not a text file (it holds binary data)"
        raise ProfileError(msg)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(content).best()
        if best is None:
            msg = "its character encoding is not known; save it as UTF-8"
            raise ProfileError(msg) from None
        return str(best)


def learner(text: str) -> Learner:
    """A learner with this text; `ProfileError` where there is none, or more than a profile holds."""
    cleaned = "\n".join(line.strip() for line in text.replace("\x00", "").splitlines() if line.strip())
    if not cleaned:
        msg = "no text in it"
        raise ProfileError(msg)
    if len(cleaned) > MAX_TEXT_CHARS:
        msg = f"it holds more than {MAX_TEXT_CHARS:,} characters of text; a profile has fewer"
        raise ProfileError(msg)
    return Learner(text=cleaned)
