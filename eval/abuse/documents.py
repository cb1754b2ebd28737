"""Profile files that are small to send and large to read, or are not what their names say."""

from __future__ import annotations

import io
import json
import random
import zipfile
import zlib
from collections.abc import Callable
from typing import Final

from eval.abuse.values import junk, nested

WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES: Final = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS: Final = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
MIB: Final = 1 << 20
Made = tuple[str, bytes]


def docx(body: str, prologue: str = "", files: int = 0) -> bytes:
    """A DOCX whose document holds ``body``, with ``files`` further files in its archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr(
            "word/document.xml", f'{prologue}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
        )
        for number in range(files):
            archive.writestr(f"word/media/{number}", b"")
    return out.getvalue()


def paragraphs(text: str, count: int) -> str:
    """Paragraphs of Word's XML."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" * count


def pdf(stream: bytes, *, count: int = 1, size: str = "612 792") -> bytes:
    """A PDF of one page whose content is ``stream``, compressed; ``count``: pages that it claims to have."""
    packed = zlib.compress(stream, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count %d>>" % count,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %s]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>" % size.encode(),
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return bytes(out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))


def _laughs() -> str:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "ha">{levels}]>'


def _resume(draw: random.Random, skills: int, keywords: int) -> bytes:
    named = [{"name": junk(draw), "level": "Expert", "keywords": [junk(draw)] * keywords} for _ in range(skills)]
    return json.dumps({"basics": {"name": junk(draw), "label": junk(draw)}, "skills": named}).encode()


#: What makes a document, by its kind.
MAKERS: Final[dict[str, Callable[[random.Random], Made]]] = {
    "DOCX of 45 MB of paragraphs": lambda draw: ("cv.docx", docx(paragraphs("SQL and Python", 900_000))),
    "DOCX of one word of 40 MB": lambda draw: ("cv.docx", docx(paragraphs("x" * (40 * MIB), 1))),
    "DOCX of empty paragraphs": lambda draw: ("cv.docx", docx("<w:p/>" * 2_000_000)),
    "DOCX of nested tables": lambda draw: (
        "cv.docx",
        docx("<w:tbl><w:tr><w:tc>" * 900 + "</w:tc></w:tr></w:tbl>" * 900),
    ),
    "DOCX of entities": lambda draw: ("cv.docx", docx(paragraphs("&l9;", 1), _laughs())),
    "DOCX of many files": lambda draw: ("cv.docx", docx(paragraphs("SQL", 1), files=20_000)),
    "DOCX cut off": lambda draw: ("cv.docx", docx(paragraphs("SQL", 1000))[: draw.randint(10, 900)]),
    "PDF of 60 MB of text": lambda draw: ("cv.pdf", pdf(b"BT /F 9 Tf (SQL and Python, daily) Tj ET\n" * 1_600_000)),
    "PDF of many pages": lambda draw: ("cv.pdf", pdf(b"BT /F 9 Tf (SQL) Tj ET", count=50_000_000)),
    "PDF of a huge page": lambda draw: ("cv.pdf", pdf(b"BT /F 9 Tf (SQL) Tj ET", size="99999999 99999999")),
    "PDF cut off": lambda draw: ("cv.pdf", pdf(b"BT (SQL) Tj ET")[: draw.randint(5, 500)]),
    "bytes called PDF": lambda draw: ("cv.pdf", b"%PDF-1.7\n" + draw.randbytes(10_000)),
    "resume of 600 skills": lambda draw: ("cv.json", _resume(draw, 600, 2)),
    "resume of 50,000 keywords": lambda draw: ("cv.json", _resume(draw, 50, 1000)),
    "deep JSON": lambda draw: ("cv.json", json.dumps(nested(900)).encode() + b"]" * draw.randint(0, 1)),
    "deeper JSON": lambda draw: ("cv.json", b"[" * 200_000),
    "text of 8 MB": lambda draw: ("cv.txt", b"Wrote SQL, Python and reports. " * (8 * MIB // 31)),
    "text of one line of letters": lambda draw: ("cv.txt", b"x" * (4 * MIB)),
    "text of zero bytes": lambda draw: ("cv.txt", bytes(MIB)),
    "random bytes": lambda draw: (draw.choice(("cv.txt", "cv.md", "cv.json", "cv.docx")), draw.randbytes(200_000)),
    "text in UTF-16": lambda draw: ("cv.txt", "Wrote SQL.".encode("utf-16")),
    "odd name": lambda draw: (
        draw.choice(("../../etc/passwd", "cv.docx\x00.txt", ".pdf", "a" * 190 + ".PDF", "cv")),
        b"SQL",
    ),
    "nothing": lambda draw: (draw.choice(("cv.txt", "cv.pdf", "cv.docx", "cv.json")), b""),
}
#: Kinds that are the same whatever is drawn: they are made once.
_FIXED: Final[dict[str, Made]] = {}


def document(kind: str, draw: random.Random) -> Made:
    """(name, content) of a document of a kind."""
    if kind.startswith(("DOCX of", "PDF of", "text of")):
        if kind not in _FIXED:
            _FIXED[kind] = MAKERS[kind](draw)
        return _FIXED[kind]
    return MAKERS[kind](draw)
