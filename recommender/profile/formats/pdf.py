"""PDF with a text layer, through pdfium."""

from __future__ import annotations

from typing import Final

from recommender.errors import ProfileError
from recommender.profile.formats import text as plain_text
from recommender.records import Learner

MAX_PAGES: Final = 100


def read(content: bytes) -> Learner:
    """`ProfileError` for an encrypted or damaged file, for more than 100 pages, and for scans without text."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        encrypted = "password" in str(error).lower()
        msg = "it is encrypted; save it without a password" if encrypted else "not a readable PDF file"
        raise ProfileError(msg) from None
    try:
        if len(document) > MAX_PAGES:
            msg = f"it has more than {MAX_PAGES} pages; a profile has fewer"
            raise ProfileError(msg)
        pages = []
        total = 0
        for page in document:
            text = page.get_textpage().get_text_bounded()
            total += len(text)
            pages.append(text)
            if total > plain_text.MAX_TEXT_CHARS:
                break
    except pdfium.PdfiumError:
        msg = "not a readable PDF file"
        raise ProfileError(msg) from None
    finally:
        document.close()
    joined = "\n".join(pages)
    if not joined.strip():
        msg = "it holds no text, only images; run text recognition (OCR) on it first"
        raise ProfileError(msg)
    # pdfium marks a word broken at a line's end with U+FFFE.
    return plain_text.learner(joined.replace("\ufffe\r\n", "").replace("\ufffe", "-"))
