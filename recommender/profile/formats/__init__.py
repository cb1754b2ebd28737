"""One module for each format of a profile file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from recommender.profile.formats import docx, europass, json_document, linkedin, pdf, text
from recommender.profile.reading import Reading

#: The reader of each ending; the command's help names these.
FORMATS: Final[dict[str, Callable[[bytes], Reading]]] = {
    ".txt": text.read,
    ".md": text.read,
    ".pdf": pdf.read,
    ".docx": docx.read,
    ".json": json_document.read,
    ".xml": europass.read,
    ".zip": linkedin.read_zip,
    ".csv": linkedin.read_csv,
}
_PICTURE: Final = "it is a picture; run text recognition (OCR) on it and save the result as PDF, or type the text in"
#: What to do with files of other formats.
INSTEAD: Final[dict[str, str]] = {
    **dict.fromkeys((".doc", ".odt", ".rtf", ".pages", ".wps"), "save it as .docx or PDF"),
    **dict.fromkeys((".html", ".htm", ".mht"), "print it to PDF, or copy its text into a .txt file"),
    **dict.fromkeys((".xlsx", ".xls", ".ods", ".pptx", ".ppt", ".odp"), "save it as PDF"),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".heic", ".webp", ".tif", ".tiff", ".gif", ".bmp"), _PICTURE),
}
