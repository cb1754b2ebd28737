"""Word documents (.docx), checked for zip bombs before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from recommender.errors import ProfileError
from recommender.profile.formats import text as plain_text
from recommender.records import Learner

MAX_UNPACKED_BYTES: Final = 50 << 20
MAX_PARTS: Final = 2_000


def read(content: bytes) -> Learner:
    """`ProfileError` for a file that is no Word document, is encrypted, or unpacks to more than 50 MB."""
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        msg = "it is encrypted or an old .doc file; save it as .docx without a password"
        raise ProfileError(msg)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
                msg = "it unpacks to more than 50 MB; a profile is smaller"
                raise ProfileError(msg)
    except zipfile.BadZipFile:
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
