"""Word documents (.docx), checked for zip bombs before anything is unpacked."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Final

from recommender.errors import ProfileError
from recommender.profile.formats import text as plain_text
from recommender.records import Learner

MAX_UNPACKED_BYTES: Final = 50 << 20
MAX_PARTS: Final = 2_000
#: Of all XML together. A long, much formatted CV has 20,000 tags in half a megabyte.
MAX_XML_BYTES: Final = 10 << 20
MAX_TAGS: Final = 300_000
#: Columns that one cell of a table may span; python-docx repeats the cell as often.
MAX_SPAN: Final = 100
_SPAN: Final = re.compile(rb"gridSpan[^>]*?val=.(\d+)")


def read(content: bytes) -> Learner:
    """`ProfileError` for a file that is no Word document, is encrypted, or holds more than a profile does."""
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        msg = "it is encrypted or an old .doc file; save it as .docx without a password"
        raise ProfileError(msg)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _bounded(archive)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError):
        # Beside a damaged archive: a compression that Python does not know, and a password on one part.
        msg = "not a readable Word document"
        raise ProfileError(msg) from None
    import docx

    try:
        document = docx.Document(io.BytesIO(content))
        lines = [paragraph.text for paragraph in document.paragraphs]
        for table in document.tables:
            lines += [" | ".join(dict.fromkeys(cell.text for cell in row.cells)) for row in table.rows]
    except Exception as error:  # noqa: BLE001 - see below
        # python-docx and lxml raise a dozen kinds of errors on damaged parts.
        msg = f"not a readable Word document ({type(error).__name__})"
        raise ProfileError(msg) from None
    return plain_text.learner("\n".join(lines))


def _bounded(archive: zipfile.ZipFile) -> None:
    """`ProfileError` where parsing would take more than any profile needs: told by the raw XML, before it is parsed."""
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        msg = "it unpacks to more than 50 MB; a profile is smaller"
        raise ProfileError(msg)
    read = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
    too_long = sum(part.file_size for part in read) > MAX_XML_BYTES
    tags = 0
    for part in () if too_long else read:
        xml = archive.read(part)
        tags += xml.count(b"<")
        too_long = too_long or tags > MAX_TAGS or any(int(span) > MAX_SPAN for span in _SPAN.findall(xml))
    if too_long:
        msg = "it holds more text or tables than a profile does; save the profile alone"
        raise ProfileError(msg)
