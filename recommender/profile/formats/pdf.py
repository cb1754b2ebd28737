"""PDF with a text layer, through pdfium in a process of its own that is bounded in time and memory."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from recommender.errors import ProfileError
from recommender.profile.reading import Reading, ReadingDraft, joined
from recommender.text.language import MIN_WORDS, detect

MAX_PAGES: Final = 100
#: Of the process that reads one file: processor time, memory beyond what it starts with, and time on a busy machine.
MAX_SECONDS: Final = 1.75
MAX_MEMORY_BYTES: Final = 100 << 20
MAX_WAIT_SECONDS: Final = 30
#: The folder that this package lies in.
_ROOT: Final = Path(__file__).resolve().parents[3]
_ERRORS: Final = {
    "encrypted": "it is encrypted; save it without a password",
    "too-many-pages": f"it has more than {MAX_PAGES} pages; a profile has fewer",
    "too-long": "it holds more than 200,000 characters of text; a profile has fewer",
    "too-much": "it takes too much time or memory to read; print it to a new PDF, or save it as .docx",
    "unreadable": "not a readable PDF file",
    "form": "it is a dynamic form (XFA), whose text only its own program shows; print it to a new PDF",
}
#: pdfium's mark of a hyphen at a line's end, and a hyphen that stands there as itself.
_BROKEN: Final = re.compile(r"((?:\w+[-\u2010])*\w+)(?:[\x02\ufffe\xad] ?\n?|[-\u2010] ?\n)(\w+)")
_UNFINISHED: Final = re.compile(r"\w[\x02\ufffe\xad\u2010-] ?$")
#: Share of the letters of a page that fonts do not tell, from which what is read of it is nonsense.
UNTOLD: Final = 0.2
#: Codes of ligatures in TeX's fonts (OT1, then T1), where a font does not say what its codes mean.
_TEX: Final = {
    **dict(zip(range(0x0B, 0x10), ("ff", "fi", "fl", "ffi", "ffl"), strict=True)),
    **dict(zip(range(0x1B, 0x20), ("ff", "fi", "fl", "ffi", "ffl"), strict=True)),
}
_TEX_IN_WORD: Final = re.compile(r"(?<=\w)[\x0b-\x0f\x1b-\x1f]|[\x0b-\x0f\x1b-\x1f](?=\w)")


def read(content: bytes) -> Reading:
    """`ProfileError` for an encrypted or damaged file, one of more than 100 pages or too much work, and for scans."""
    found = _asked(content)
    if "error" in found:
        raise ProfileError(_ERRORS[found["error"]])
    draft = ReadingDraft("pdf")
    parts: list[tuple[str, str]] = []
    for number, page in enumerate(found["pages"], start=1):
        place = f"page {number}"
        if page["scan"]:
            # What text it has is its number, or a program's mark.
            draft.skip("scan", place)
        elif page["unknown"] > UNTOLD * _length(page) and not _is_tex(page["paragraphs"]):
            draft.skip("font", place)
        else:
            parts += [(place, "\n".join(lines)) for lines in page["paragraphs"]]
            draft.skip("picture", place, page["pictures"])
            draft.skip("comment", place, page["notes"])
    for place, text in _whole(parts):
        draft.add(place, _words(text))
    if not draft.letters and not draft.unread and any(page["drawn"] for page in found["pages"]):
        draft.skip("scan")
    draft.skip("attachment", count=found["attachments"])
    return draft.finished()


def _length(page: dict[str, Any]) -> int:
    return sum(len(line) for lines in page["paragraphs"] for line in lines)


def _whole(parts: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Paragraphs; one that ends in the middle of a word goes on in the next: in another column, on another page."""
    begun: tuple[str, str] | None = None
    for place, text in parts:
        if begun is not None:
            place, text = begun[0], f"{begun[1]}\n{text}"  # noqa: PLW2901 - the paragraph that was begun
        begun = (place, text) if _UNFINISHED.search(text) else None
        if begun is None:
            yield place, text
    if begun is not None:
        yield begun


def _is_tex(paragraphs: list[list[str]]) -> bool:
    """Whether what fonts do not tell is TeX's, whose letters have their own codes: words of lower-case letters."""
    text = " ".join(line for lines in paragraphs for line in lines)
    return detect(_words(text)) is not None if len(text.split()) >= MIN_WORDS else text.isascii()


def _words(text: str) -> str:
    """Lines with ligatures as letters and with broken words made whole."""
    text = _TEX_IN_WORD.sub(lambda match: _TEX[ord(match.group())], text)
    text = re.sub(r"(?m)(^|\s)[\x0b-\x0f](?=\s)", "\\1\u2022", text)
    return _BROKEN.sub(lambda match: joined(match[1], match[2]), text)


def _asked(content: bytes) -> dict[str, Any]:
    if b"%PDF-" not in content[:1024]:
        return {"error": "unreadable"}
    limits = [str(MAX_SECONDS), str(MAX_MEMORY_BYTES), str(MAX_PAGES)]
    # Of the environment only what finds this package and runs a process.
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP") if name in os.environ}
    environment = {**kept, "PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-s", "-P", "-m", "recommender.pdf.process", *limits]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=MAX_WAIT_SECONDS, check=False, env=environment
        )
    except subprocess.TimeoutExpired:
        return {"error": "too-much"}
    if done.returncode == 1 and b"MemoryError" not in done.stderr:
        msg = f"the process that reads PDF did not run: {done.stderr.decode(errors='replace').strip()[-200:]}"
        raise RuntimeError(msg)
    try:
        found: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        # Ended for its time or memory, it writes nothing whole.
        return {"error": "too-much"}
    return found
