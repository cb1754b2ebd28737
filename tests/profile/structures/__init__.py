"""Structures of CV files as people have them, each with what a right reader must return.

They are written from what a person sees who opens the file in Word or in a PDF viewer, never from what the reader of
this project does, so that they can measure it. Every file is made on the spot, the same bytes each time; jobs and
skills in them are invented and no person is named.

Phrases are compared with runs of white space taken as one space: a row of a PDF table is one phrase, whatever the
width of the gap between its cells. A phrase stands once in the right text. Where the order of two parts is a matter
of taste (a header of the second page against the text of the first), ``reads`` keeps to the parts whose order is not.
"""

from __future__ import annotations

from typing import Final

from tests.profile.structures.data_more import RESUMES_MORE
from tests.profile.structures.data_more_records import RECORDS_MORE
from tests.profile.structures.data_more_text import TEXTS_MORE
from tests.profile.structures.docx_contents import WORD_CONTENTS
from tests.profile.structures.docx_files import WORD_LAYOUTS
from tests.profile.structures.docx_more import WORD_MORE
from tests.profile.structures.docx_more_fields import WORD_MORE_FIELDS
from tests.profile.structures.pdf_files import PDF_LETTERS
from tests.profile.structures.pdf_more import PDF_MORE
from tests.profile.structures.pdf_more_letters import PDF_MORE_LETTERS
from tests.profile.structures.pdf_pages import PDF_PAGES
from tests.profile.structures.structure import Structure

__all__ = ["FOUND", "STRUCTURES", "Structure"]

STRUCTURES: Final[tuple[Structure, ...]] = (*WORD_LAYOUTS, *WORD_CONTENTS, *PDF_LETTERS, *PDF_PAGES)

#: Further ones, among them files of data: résumés in JSON and XML, badges, exports of a network, and plain text.
FOUND: Final[tuple[Structure, ...]] = (
    *WORD_MORE,
    *WORD_MORE_FIELDS,
    *PDF_MORE,
    *PDF_MORE_LETTERS,
    *RESUMES_MORE,
    *RECORDS_MORE,
    *TEXTS_MORE,
)
