"""One module for each format of a profile file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from recommender.profile.formats import docx, json_resume, pdf, text
from recommender.records import Learner

#: The reader of each ending; the command's help names these.
FORMATS: Final[dict[str, Callable[[bytes], Learner]]] = {
    ".txt": text.read,
    ".md": text.read,
    ".pdf": pdf.read,
    ".docx": docx.read,
    ".json": json_resume.read,
}
