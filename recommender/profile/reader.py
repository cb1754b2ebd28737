"""Reading one profile file, whatever its format. Errors name the file's problem and never quote its content."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from recommender.errors import ProfileError
from recommender.profile.formats import FORMATS
from recommender.records import Learner

MAX_FILE_BYTES: Final = 10 << 20


def read(path: Path) -> Learner:
    """The learner that a file describes. `ProfileError` where it is missing, too large (10 MB), or not readable."""
    if not path.is_file():
        msg = f"{path.name}: no such file"
        raise ProfileError(msg)
    if path.stat().st_size > MAX_FILE_BYTES:
        msg = f"{path.name}: larger than 10 MB; export a smaller version"
        raise ProfileError(msg)
    return read_bytes(path.read_bytes(), path.name)


def read_bytes(content: bytes, name: str) -> Learner:
    """As `read`, for content at hand; the format is told by the end of ``name``."""
    reader = FORMATS.get(Path(name).suffix.lower())
    if reader is None:
        msg = f"{Path(name).name}: unknown format; use {', '.join(FORMATS)}"
        raise ProfileError(msg)
    if len(content) > MAX_FILE_BYTES:
        msg = f"{Path(name).name}: larger than 10 MB; export a smaller version"
        raise ProfileError(msg)
    try:
        return reader(content)
    except ProfileError as error:
        msg = f"{Path(name).name}: {error}"
        raise ProfileError(msg) from None
