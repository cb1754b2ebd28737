"""Reading one profile file, whatever its format. Errors name the file's problem and never quote its content."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any, Final

from recommender.errors import ProfileError
from recommender.profile.formats import FORMATS, INSTEAD, json_document
from recommender.profile.reading import Reading
from recommender.records import Learner

MAX_FILE_BYTES: Final = 10 << 20


def read(path: Path) -> Learner:
    """The learner that a file describes. `ProfileError` where it is missing, too large (10 MB), or not readable."""
    return understand(path).learner


def read_bytes(content: bytes, name: str) -> Learner:
    """As `read`, for content at hand."""
    return understand_bytes(content, name).learner


def understand(path: Path) -> Reading:
    """What a file says, block by block, and what of it was not read; raises as `read`."""
    if not path.is_file():
        msg = f"{path.name}: no such file"
        raise ProfileError(msg)
    if path.stat().st_size > MAX_FILE_BYTES:
        msg = f"{path.name}: larger than 10 MB; export a smaller version"
        raise ProfileError(msg)
    return understand_bytes(path.read_bytes(), path.name)


def understand_bytes(content: bytes, name: str) -> Reading:
    """As `understand`, for content at hand. The format is told by the end of ``name``, or by content of another."""
    shown = Path(name).name
    suffix = _format_of(content, Path(name).suffix.lower())
    reader = FORMATS.get(suffix)
    if reader is None:
        instead = INSTEAD.get(suffix, f"use {', '.join(FORMATS)}")
        msg = f"{shown}: files of this format are not read; {instead}"
        raise ProfileError(msg)
    if len(content) > MAX_FILE_BYTES:
        msg = f"{shown}: larger than 10 MB; export a smaller version"
        raise ProfileError(msg)
    try:
        return reader(content)
    except ProfileError as error:
        msg = f"{shown}: {error}"
        raise ProfileError(msg) from None


def understand_value(value: Any) -> Reading:
    """As `understand`, for a JSON document that is parsed already."""
    try:
        return json_document.read_value(value)
    except ProfileError as error:
        msg = f"the profile: {error}"
        raise ProfileError(msg) from None


def _format_of(content: bytes, suffix: str) -> str:
    """The ending that the content should have: a PDF or a Word file is one under whatever name it comes."""
    suffix = suffix.strip()
    if suffix in {".docm", ".dotx", ".dotm"}:
        return ".docx"
    if suffix in INSTEAD:
        return suffix
    if content.startswith(b"eyJ") and content.count(b".") == 2:
        # A signed credential as one token.
        return ".json"
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return ".pdf"
    if content.startswith(b"PK\x03\x04") and suffix != ".docx":
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                return ".docx" if "[Content_Types].xml" in archive.namelist() else ".zip"
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            return suffix
    return suffix
