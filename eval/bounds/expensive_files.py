"""Files that are small and dear to read: each is to be read or refused within 2 seconds and 100 MB more memory.

Every file asks for one thing that grows much faster than the file: unpacking, nesting, repeating, resolving. Build a
file in one process and read it in another: what building takes for a moment would hide what reading takes.
"""

from __future__ import annotations

import bz2
import io
import lzma
import random
import struct
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

MEGA: Final = 1_000_000
#: As near to the 10 MB that a profile may have as whole pieces come.
FULL: Final = 9 * MEGA


@dataclass(frozen=True, slots=True)
class Expensive:
    """A file that is dear to read. ``build`` gives the same bytes on every run and takes less than 2 seconds."""

    name: str
    suffix: str
    kind: Literal["profile", "catalogue"]
    build: Callable[[], bytes]


# Packing: repeated pieces are packed once, so that a gigabyte is made without ever being held.


def _deflated(piece: bytes, times: int) -> bytes:
    """Raw deflate data that unpacks to ``piece`` so many times: each full flush starts as from nothing."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    return block * times + packer.flush()


def _checksum(check: Callable[[bytes, int], int], start: int, piece: bytes, times: int) -> int:
    for _ in range(times):
        start = check(piece, start)
    return start


def _flate(piece: bytes, times: int = 1) -> bytes:
    """As `_deflated`, with zlib's header and checksum, as PDF has it."""
    return b"\x78\xda" + _deflated(piece, times) + _checksum(zlib.adler32, 1, piece, times).to_bytes(4, "big")


# ZIP archives, written by hand: Python's own writer makes none that lies.


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file of an archive as it is packed. ``size``: what the archive says that it unpacks to."""

    name: str
    packed: bytes
    size: int
    crc: int
    method: int = zlib.DEFLATED

    @property
    def fields(self) -> bytes:
        name = self.name.encode()
        return struct.pack("<5H3L2H", 20, 0, self.method, 0, 33, self.crc, len(self.packed), self.size, len(name), 0)

    @property
    def head(self) -> bytes:
        return b"PK\x03\x04" + self.fields + self.name.encode()

    def listed(self, offset: int) -> bytes:
        return b"PK\x01\x02\x14\x00" + self.fields + struct.pack("<3H2L", 0, 0, 0, 0, offset) + self.name.encode()


def _entry(name: str, piece: bytes, times: int = 1, *, says: int | None = None) -> _Entry:
    size = len(piece) * times if says is None else says
    return _Entry(name, _deflated(piece, times), size, _checksum(zlib.crc32, 0, piece, times))


def _zip(entries: Iterable[_Entry]) -> bytes:
    body, listed, offset = [], [], 0
    for entry in entries:
        listed.append(entry.listed(offset))
        body += [entry.head, entry.packed]
        offset += len(body[-2]) + len(entry.packed)
    return b"".join(body) + _end(listed, offset)


def _end(listed: Sequence[bytes], offset: int) -> bytes:
    index = b"".join(listed)
    return index + b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, len(listed), len(listed), len(index), offset, 0)


def _overlapping(before: Sequence[_Entry], names: Sequence[str], content: bytes) -> bytes:
    """An archive that ends in files which share one packed body (David Fifield, A better zip bomb, 2019).

    Each file's data quotes the head of the next one as a stored block and goes on with that one's own data.
    """
    shared = [_entry(names[-1], content)]
    quoted = b""
    for name in reversed(names[:-1]):
        following = shared[0]
        block = b"\x00" + struct.pack("<2H", len(following.head), len(following.head) ^ 0xFFFF) + following.head
        quoted = following.head + quoted
        crc = zlib.crc32(content, zlib.crc32(quoted))
        shared.insert(0, _Entry(name, block + following.packed, len(quoted) + len(content), crc))
    plain = b"".join(entry.head + entry.packed for entry in before)
    body = plain + shared[0].head + shared[0].packed
    listed, offset = [], 0
    for entry in before:
        listed.append(entry.listed(offset))
        offset += len(entry.head) + len(entry.packed)
    for entry in shared:
        listed.append(entry.listed(offset))
        offset += len(entry.head) + len(b"\x00....")
    return body + _end(listed, len(body))


# Word documents.

_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_MIME: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES: Final = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MIME}.document.main+xml"/></Types>'
)
_TEXT: Final = "<w:p><w:r><w:t>Python developer</w:t></w:r></w:p>"
_CELL: Final = f"<w:tc><w:tcPr><w:tcW/></w:tcPr>{_TEXT}</w:tc>"


def _relations(relations: Iterable[tuple[str, str]]) -> bytes:
    """A part that names others: of each the kind and where it is."""
    lines = (
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(relations)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(lines)}</Relationships>'.encode()


def _start(place: str = "word/document.xml") -> list[_Entry]:
    """What tells a reader where the document is."""
    types = _TYPES.replace("word/document.xml", place).encode()
    return [
        _entry("[Content_Types].xml", types),
        _entry("_rels/.rels", _relations([("officeDocument", place)])),
    ]


def _whole(document: _Entry, *more: _Entry) -> bytes:
    return _zip([*_start(), document, *more])


def _document(body: str, before: str = "") -> _Entry:
    xml = f'{before}<w:document xmlns:w="{_W}" xmlns:r="{_OFFICE}"><w:body>{_TEXT}{body}</w:body></w:document>'
    return _entry("word/document.xml", xml.encode())


def _docx(body: str, *more: _Entry, before: str = "") -> bytes:
    return _whole(_document(body, before), *more)


def _related(*relations: tuple[str, str]) -> _Entry:
    return _entry("word/_rels/document.xml.rels", _relations(relations))


def _in_run(inner: str) -> str:
    return f"<w:p><w:r>{inner}</w:r></w:p>"


def _words(text: str) -> str:
    return _in_run(f"<w:t>{text}</w:t>")


def _nested(opening: str, closing: str, levels: int, inner: str = "") -> str:
    return opening * levels + inner + closing * levels


def _tables(levels: int) -> str:
    """A table in a cell of a table, and so on, with text at every level."""
    return _nested(f"<w:tbl><w:tr><w:tc>{_TEXT}", "</w:tc></w:tr></w:tbl>", levels)


def _merged_cells() -> bytes:
    """Cells that go on with the one above: who looks upwards from each looks as often as the square of the rows."""
    first, rest = (
        f"<w:tr><w:tc><w:tcPr><w:vMerge{how}/></w:tcPr>{_TEXT}</w:tc></w:tr>" for how in (' w:val="restart"', "")
    )
    return _docx(f"<w:tbl>{first}{rest * 900}</w:tbl>" * 20)


def _spans(columns: str, rows: int) -> str:
    """A table whose cells each span so many columns; python-docx gives a cell once for each."""
    row = f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="{columns}"/></w:tcPr>{_TEXT}</w:tc></w:tr>'
    return f"<w:tbl>{row * rows}</w:tbl>"


def _allowed_spans() -> bytes:
    """A span that a real table may have, with a long text that is repeated in each column of it."""
    row = f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="100"/></w:tcPr>{_words("Python " * 100)}</w:tc></w:tr>'
    return _docx(f"<w:tbl>{row * 5_000}</w:tbl>")


def _spans_in_utf16() -> bytes:
    """As `_spans`, in an encoding in which no search for bytes finds them; Word writes UTF-8, and may read this."""
    xml = f'<w:document xmlns:w="{_W}"><w:body>{_spans("10000", 500)}</w:body></w:document>'
    return _whole(_entry("word/document.xml", xml.encode("utf-16")))


def _other_ending() -> bytes:
    """A document whose part does not end in .xml, with 45 MB of text in a million paragraphs."""
    xml = f'<w:document xmlns:w="{_W}"><w:body>'.encode() + _words("a").encode() * MEGA + b"</w:body></w:document>"
    return _zip([*_start("word/document.bin"), _entry("word/document.bin", xml)])


def _overlapping_parts() -> bytes:
    names = [f"word/{number}.xml" for number in range(100)]
    return _overlapping([*_start(), _document("")], names, b" " * 10 * MEGA)


def _many_headers() -> bytes:
    header = f'<w:hdr xmlns:w="{_W}">{_words("Python " * 600)}</w:hdr>'.encode()
    places = [f"header{number}.xml" for number in range(1_900)]
    named = "".join(f'<w:headerReference w:type="default" r:id="r{number}"/>' for number in range(1_900))
    relations = _related(*(("header", place) for place in places))
    return _docx(f"<w:sectPr>{named}</w:sectPr>", relations, *(_entry(f"word/{place}", header) for place in places))


def _chain(parts: int, *, circle: bool) -> bytes:
    """Parts of which each names the next, the last one the first where they are a ``circle``."""
    entries = [_related(("header", "0.xml"))]
    for number in range(parts):
        entries.append(_entry(f"word/{number}.xml", b"<a/>"))
        following = (number + 1) % parts
        if following or circle:
            entries.append(_entry(f"word/_rels/{number}.xml.rels", _relations([("header", f"{following}.xml")])))
    return _docx("", *entries)


# What any XML can do.


def _attributes(each: str, count: int) -> str:
    return "".join(each % number for number in range(count))


def _doubling(root: str) -> str:
    """Each entity is ten of the one before: a billion laughs."""
    lines = ['<!ENTITY l0 "laugh">']
    lines += [f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10)]
    return f"<!DOCTYPE {root} [{''.join(lines)}]>"


def _long_entity(root: str) -> str:
    return f'<!DOCTYPE {root} [<!ENTITY long "{"Python " * 15_000}">]>'


def _outside(root: str, address: str) -> str:
    return f'<!DOCTYPE {root} [<!ENTITY outside SYSTEM "{address}">]>'


# Europass XML.

_EUROPASS: Final = "http://europass.cedefop.europa.eu/Europass"
_NAMED: Final = "<Skills><Computer><Description>Python developer</Description></Computer></Skills>"


def _europass(inner: str, before: str = "", attributes: str = "") -> bytes:
    learner = f"<LearnerInfo>{_NAMED}{inner}</LearnerInfo>"
    return f'{before}<SkillsPassport xmlns="{_EUROPASS}"{attributes}>{learner}</SkillsPassport>'.encode()


def _duties(text: str) -> str:
    job = f"<WorkExperience><Activities>{text}</Activities></WorkExperience>"
    return f"<WorkExperienceList>{job}</WorkExperienceList>"


# PDF, written by hand.

_FONT: Final = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_PAGE: Final = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>%s>>>>"
_HELLO: Final = b"BT /F 9 Tf 20 700 Td (Python developer) Tj ET\n"


def _pdf(objects: Sequence[bytes]) -> bytes:
    """A file of these objects, numbered from 1; the first is the catalogue."""
    out, places = [b"%PDF-1.7\n"], []
    offset = len(out[0])
    for number, content in enumerate(objects, start=1):
        places.append(offset)
        out.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
        offset += len(out[-1])
    out.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
    out += [b"%010d 00000 n \n" % place for place in places]
    out.append(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, offset))
    return b"".join(out)


def _stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


def _packed(piece: bytes, times: int = 1, entries: bytes = b"") -> bytes:
    return _stream(_flate(piece, times), entries + b"/Filter/FlateDecode")


def _page(content: bytes, *more: bytes, resources: bytes = b"", font: bytes = _FONT) -> bytes:
    """A file of one page. ``content``: a stream; ``more``: objects from 6 on, which the ``resources`` may name."""
    start = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", _PAGE % resources)
    return _pdf([*start, content, font, *more])


def _lines(each: bytes) -> bytes:
    """``each`` once on every line of a page: what stands where the same stands already is left out by readers."""
    return b"".join(b"BT /F 9 Tf 1 0 0 1 20 %d Tm %s ET\n" % (place, each) for place in range(10, 790, 10))


def _drawn(operators: bytes, times: int) -> bytes:
    """A page with a line of text, then these operators so many times."""
    piece = operators + b"\n"
    each = max(1, min(times, MEGA // len(piece)))
    return _page(_packed(_HELLO + piece * each, max(1, times // each)))


def _nested_filters() -> bytes:
    data = _flate(b" " * MEGA, 1_000)
    filters = 1
    while len(data) > 10_000 or filters < 4:
        data = zlib.compress(data, 9)
        filters += 1
    return _page(_stream(data, b"/Filter[%s]" % (b"/FlateDecode" * filters)))


def _form(content: bytes, following: int) -> bytes:
    resources = b"/Resources<</Font<</F 5 0 R>>/XObject<</X %d 0 R>>>>" % following
    return _stream(content, b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]" + resources)


def _forms() -> bytes:
    """Ten levels of forms, each of which draws the next one ten times."""
    forms = [_form(b"/X Do " * 10, 7 + level) for level in range(10)]
    return _page(_stream(_HELLO + b"/X Do"), *forms, _form(_HELLO, 5), resources=b"/XObject<</X 6 0 R>>")


def _form_in_itself() -> bytes:
    return _page(_stream(_HELLO + b"/X Do"), _form(_HELLO + b"/X Do " * 100, 6), resources=b"/XObject<</X 6 0 R>>")


def _shared_content() -> bytes:
    """A hundred pages with one content: a million letters in one place, of which a reader keeps one."""
    pages = range(5, 105)
    font = b"<</Font<</F 4 0 R>>>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 3 0 R/Resources%s>>" % font
    kids = b" ".join(b"%d 0 R" % number for number in pages)
    content = _packed(b"BT /F 9 Tf (a) Tj ET\n" * 10_000, 100)
    return _pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 100/Kids[%s]>>" % kids,
            content,
            _FONT,
            *(page for _ in pages),
        ]
    )


def _glyphs_of_glyphs() -> bytes:
    """A font whose glyph writes ten times with the same font, and draws a form that does so too."""
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/FirstChar 97/LastChar 97/Widths[9]"
        b"/Encoding<</Differences[97/a]>>/CharProcs<</a 6 0 R>>/Resources<</Font<</F 5 0 R>>/XObject<</X 7 0 R>>>>>>"
    )
    write = b"BT /F 9 Tf (aaaaaaaaaa) Tj ET "
    glyph = _stream(b"9 0 d0 " + write + b"/X Do " * 10)
    return _page(_packed(write, 10_000), glyph, _form(write * 10, 7), font=font)


def _tree(*nodes: bytes) -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
    return _pdf([b"<</Type/Catalog/Pages 6 0 R>>", b"null", page, _stream(_HELLO), _FONT, *nodes])


def _page_circle() -> bytes:
    """Branches that hold each other, and say that they hold 90 pages."""
    node = b"<</Type/Pages/Count 90/Kids[%d 0 R %d 0 R]>>"
    return _tree(node % (7, 7), node % (6, 6))


def _page_branches() -> bytes:
    """Twelve levels of branches, each of which holds the next one ten times; each says that it holds 90 pages."""
    levels = [b"<</Type/Pages/Count 90/Kids[%s]>>" % (b"%d 0 R " % (7 + level) * 10) for level in range(12)]
    return _tree(*levels, b"<</Type/Pages/Kids[3 0 R]/Count 1>>")


def _page_depth() -> bytes:
    nodes = [b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (7 + level) for level in range(60_000)]
    return _tree(*nodes, b"<</Type/Pages/Kids[3 0 R]/Count 1>>")


def _with_streamed_index(objects: Sequence[bytes], size: int, places: Callable[[list[int], int], bytes]) -> bytes:
    """A file whose index is a stream of entries of 1, 4 and 3 bytes. ``places``: its data, packed."""
    out, offsets, offset = [b"%PDF-1.7\n"], [], 9
    for number, content in enumerate(objects, start=1):
        offsets.append(offset)
        out.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
        offset += len(out[-1])
    entries = b"/Type/XRef/Root 1 0 R/W[1 4 3]/Size %d/Filter/FlateDecode" % size
    index = _stream(places(offsets, offset), entries)
    out.append(b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, index, offset))
    return b"".join(out)


def _plain_places(offsets: list[int], own: int) -> bytes:
    at = [b"\x01%s\x00\x00\x00" % place.to_bytes(4, "big") for place in (*offsets, own)]
    return b"\x00\x00\x00\x00\x00\xff\xff\xff" + b"".join(at)


_ONE_PAGE: Final = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    _PAGE % b"",
    _stream(_HELLO),
    _FONT,
)


def _object_stream() -> bytes:
    """A million objects in one stream, the page's font the last of them."""
    count = MEGA
    head = b"".join(b"%d 0 " % number for number in range(7, 7 + count))
    packed = b"/Type/ObjStm/N %d/First %d" % (count, len(head))
    page = _ONE_PAGE[2].replace(b"5 0 R", b"%d 0 R" % (6 + count))
    objects = [*_ONE_PAGE[:2], page, *_ONE_PAGE[3:], _packed(head + _FONT, entries=packed)]

    def places(offsets: list[int], own: int) -> bytes:
        inside = b"".join(b"\x02\x00\x00\x00\x06" + number.to_bytes(3, "big") for number in range(count))
        # The index is the object behind those of the file, and so hides the first of the stream's.
        return zlib.compress(_plain_places(offsets, own) + inside[8:], 1)

    return _with_streamed_index(objects, 7 + count, places)


def _index_bomb() -> bytes:
    """An index of four million places, about as many as pdfium takes; nearly all are one and the same."""

    def places(offsets: list[int], own: int) -> bytes:
        real = _plain_places(offsets, own)
        return zlib.compress(real + b"\x01\x00\x00\x00\x09\x00\x00\x00" * (4 * MEGA - len(real) // 8))

    return _with_streamed_index(_ONE_PAGE, 4 * MEGA, places)


def _mapped(ranges: bytes, content: bytes) -> bytes:
    """A page whose font says by ``ranges`` which characters its codes are."""
    start = b"/CIDInit/ProcSet findresource begin begincmap 1 begincodespacerange <0000><FFFF> endcodespacerange\n"
    system = b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    below = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Helvetica%s>>" % system
    said = b"/Encoding/Identity-H/ToUnicode 6 0 R/DescendantFonts[%s]" % below
    font = b"<</Type/Font/Subtype/Type0/BaseFont/Helvetica%s>>" % said
    return _page(_packed(content), _packed(start + ranges + b"endcmap"), font=font)


def _code_ranges() -> bytes:
    """Ranges that give each of 65,536 codes 400 meanings: pdfium takes 256 codes of a range at a time."""
    pairs = ((n, high) for n in range(400) for high in range(256))
    ranges = [b"<%02X00><%02XFF><%04X>\n" % (high, high, 65 + n) for n, high in pairs]
    # A section with more than 100 ranges is passed over.
    sections = (b"".join(ranges[start : start + 100]) for start in range(0, len(ranges), 100))
    mapping = b"".join(b"100 beginbfrange\n%sendbfrange\n" % section for section in sections)
    return _mapped(mapping, b"BT /F 9 Tf 20 700 Td <0041> Tj ET")


def _long_glyph() -> bytes:
    """One code that stands for 5,000 characters, written 100,000 times."""
    glyph = b"1 beginbfchar\n<0041><%s>\nendbfchar\n" % (b"0041" * 5_000)
    return _mapped(glyph, b"BT /F 9 Tf 20 700 Td <%s> Tj ET" % (b"0041" * 100_000))


def _actual_text() -> bytes:
    """A text of 50,000 characters that stands in for a single one, 100,000 times."""
    texts = b"/Properties<</A<</ActualText(%s)>>/B<</ActualText(%s)>>>>" % (b"a " * 25_000, b"b " * 25_000)
    each = b"/Span/A BDC (x) Tj EMC /Span/B BDC (y) Tj EMC"
    return _page(_packed(_HELLO + _lines(each) * 65, 10), resources=texts)


def _huge_image() -> bytes:
    entries = b"/Type/XObject/Subtype/Image/Width 100000/Height 100000/BitsPerComponent 8/ColorSpace/DeviceRGB"
    content = _stream(_HELLO + b"/X Do " * 100)
    return _page(content, _packed(b" ", entries=entries), resources=b"/XObject<</X 6 0 R>>")


def _scattered() -> bytes:
    drawn = random.Random(1)
    pieces = (b"1 0 0 1 %d %d Tm(a)Tj\n" % (drawn.randrange(600), drawn.randrange(800)) for _ in range(200_000))
    return _page(_packed(b"BT /F 1 Tf %s ET" % b"".join(pieces)))


def _deep_object() -> bytes:
    return _page(_stream(_HELLO), b"[" * MEGA + b"]" * MEGA, resources=b"/Properties 6 0 R")


# JSON, CSV, JSON Lines and Parquet.


def _filled(start: str, piece: str, end: str, size: int = FULL) -> bytes:
    """``piece`` as often as makes about so many bytes; a comma behind the last one is taken off."""
    times = max(1, (size - len(start) - len(end)) // len(piece.encode()))
    return (start + (piece * times).removesuffix(",") + end).encode()


def _resume(start: str, piece: str, end: str, size: int = FULL) -> bytes:
    """A JSON Resume with a great deal in one place: ``start`` opens it, ``end`` closes it."""
    return _filled('{"basics":{"label":"Python developer"},' + start, piece, end + "}", size)


def _numbered(start: str, each: str, end: str, count: int) -> bytes:
    return (start + ",".join(each % number for number in range(count)) + end).encode()


def _row(column: str, cell: str) -> bytes:
    """A catalogue of one row with one long cell."""
    return f'title,{column}\nPython,"{cell}"\n'.encode()


def _prerequisite_chain() -> bytes:
    """Each row requires the next, and the last what is not there: refusing one row at a time takes as many rounds."""
    return b"title,id,prerequisites\n" + b"".join(b"t%d,%d,%d\n" % (n, n, n + 1) for n in range(20_000))


def _skill_line(skills: str) -> bytes:
    return b'{"title":"Python","skills":%s}\n' % skills.encode()


def parquet(column: object, *, dictionary: bool = True, name: str = "description") -> bytes:
    """A Parquet file of one column and titles."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    table = pa.table({"title": column} if name == "title" else {"title": ["Python"] * len(column), name: column})  # type: ignore[arg-type]
    # Without Arrow's own schema the column is read as text, not as a dictionary.
    pq.write_table(
        table, out, compression="zstd", use_dictionary=dictionary, store_schema=False, write_statistics=False
    )
    return out.getvalue()


def _repeated_text() -> bytes:
    """One text of 900 kB, in a dictionary, which 2,000 rows name: 2 GB that count as 1 MB."""
    import pyarrow as pa

    return parquet(pa.DictionaryArray.from_arrays(pa.array([0] * 2_000, pa.int32()), ["<b>Python " * 90_000]))


def _packed_text() -> bytes:
    """105 MB of text without a dictionary, which pack to 20 kB."""
    import pyarrow as pa

    return parquet(pa.array(["Python " * 60_000] * 250), dictionary=False)


def _packed_list() -> bytes:
    """One row that names 10,000,000 skills."""
    import pyarrow as pa

    places = pa.Array.from_buffers(pa.int8(), 10 * MEGA, [None, pa.py_buffer(bytes(10 * MEGA))])
    named = pa.DictionaryArray.from_arrays(places, ["Python"])
    return parquet(pa.ListArray.from_arrays([0, 10 * MEGA], named), name="skills")


def _empty_rows() -> bytes:
    """20,000,000 rows without anything."""
    import pyarrow as pa

    return parquet(pa.nulls(20 * MEGA, pa.string()), name="title")


# Archives as LinkedIn exports them.

_POSITIONS: Final = b"Company Name,Title,Description\nAcme,Python developer,Wrote software\n"


def _export(*more: _Entry, skills: bytes | _Entry = b"Name\nPython\n") -> bytes:
    first = skills if isinstance(skills, _Entry) else _entry("Skills.csv", skills)
    return _zip([first, _entry("Positions.csv", _POSITIONS), *more])


def _overlapping_files() -> bytes:
    before = [_entry("Skills.csv", b"Name\nPython\n"), _entry("Positions.csv", _POSITIONS)]
    return _overlapping(before, [f"{number}.csv" for number in range(100)], b"a,b\n" * 2_500_000)


def _packed_by(method: int, pack: Callable[[bytes], bytes], size: int) -> bytes:
    content = bytes(size)
    return _export(skills=_Entry("Skills.csv", pack(content), size, zlib.crc32(content), method))


def _lzma(content: bytes) -> bytes:
    """As ZIP packs it: a version, the length of the settings, the settings. These ask for 4 GB of memory."""
    filters = [{"id": lzma.FILTER_LZMA1, "dict_size": 1 << 16}]
    packed = lzma.compress(content, lzma.FORMAT_RAW, filters=filters)
    return b"\x09\x04\x05\x00\x5d\xff\xff\xff\xff" + packed


def _archives(levels: int) -> bytes:
    """Archives in archives, sixteen of them at each level."""
    inner = _export()
    for _ in range(levels):
        inner = _zip([_entry(f"{number}.zip", inner) for number in range(16)])
    return _export(_entry("more.zip", inner))


_BUILDERS: Final[dict[str, Callable[[], bytes]]] = {
    # Word: how it is packed.
    "docx-zip-bomb": lambda: _whole(_entry("word/document.xml", b" " * MEGA, 1_000)),
    "docx-zip-bomb-that-lies": lambda: _whole(_entry("word/document.xml", b" " * MEGA, 1_000, says=1_000)),
    "docx-unread-bomb": lambda: _docx("", _entry("word/media/image1.png", bytes(MEGA), 1_000)),
    "docx-other-ending": _other_ending,
    "docx-60000-parts": lambda: _docx("", *(_Entry(f"word/{n}.xml", b"", 0, 0, 0) for n in range(60_000))),
    "docx-1900-parts": lambda: _docx("", *(_entry(f"word/{n}.xml", b"<a/>") for n in range(1_900))),
    "docx-overlapping-parts": _overlapping_parts,
    # Word: parts that name each other.
    "docx-60000-relationships": lambda: _docx("", _related(*[("header", "document.xml")] * 60_000)),
    "docx-100000-relationships": lambda: _docx("", _related(*[("header", "document.xml")] * 100_000)),
    "docx-relationship-circle": lambda: _chain(3, circle=True),
    "docx-relationship-chain": lambda: _chain(900, circle=False),
    "docx-1900-headers": _many_headers,
    # Word: what its XML can do.
    "docx-billion-laughs": lambda: _docx(_words("&l9;"), before=_doubling("w:document")),
    "docx-quadratic-entity": lambda: _docx(_words("&long;" * 15_000), before=_long_entity("w:document")),
    "docx-external-entity": lambda: _docx(
        # An address that is set apart for examples and never answers (RFC 5737).
        _words("&outside;"),
        before=_outside("w:document", "http://192.0.2.1/a"),
    ),
    "docx-long-attribute": lambda: _docx(f'<w:p w:rsidR="{"0" * 5 * MEGA}"/>'),
    "docx-many-attributes": lambda: _docx("<w:p" + _attributes(" w:a%d=''", 200_000) + "/>"),
    "docx-many-namespaces": lambda: _docx("<w:p" + _attributes(" xmlns:a%d='a'", 100_000) + "/>"),
    "docx-long-base64": lambda: _docx(_in_run(f"<w:pict><w:binData>{'QUFB' * 2_300_000}</w:binData></w:pict>")),
    # Word: text, tables and boxes.
    "docx-290000-tags": lambda: _docx(f"<w:p>{'<w:r/>' * 289_000}</w:p>"),
    "docx-45000-paragraphs": lambda: _docx("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 45_000),
    "docx-tabs-and-breaks": lambda: _docx(_in_run("<w:tab/><w:br/>" * 144_000)),
    "docx-long-paragraph": lambda: _docx(_words("Python " * (FULL // 7))),
    "docx-9-million-spaces": lambda: _docx(_words(" " * FULL)),
    "docx-nested-tables-10000": lambda: _docx(_tables(10_000)),
    "docx-nested-tables-80": lambda: _docx(_tables(80) * 100),
    "docx-nested-controls": lambda: _docx(
        _nested("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 10_000, _TEXT),
    ),
    "docx-nested-text-boxes": lambda: _docx(
        _nested("<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>", 10_000, _TEXT),
    ),
    "docx-nested-text-boxes-60": lambda: _docx(
        _nested(f"<w:p>{_TEXT[5:-6]}<w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>", 60) * 400,
    ),
    "docx-merged-cells": _merged_cells,
    "docx-huge-spans": lambda: _docx(_spans("100000", 10_000)),
    # A number that is one only when the XML is read.
    "docx-written-spans": lambda: _docx(_spans("&#49;0000", 500)),
    "docx-spans-in-utf16": _spans_in_utf16,
    "docx-allowed-spans": _allowed_spans,
    "docx-one-row": lambda: _docx(f"<w:tbl><w:tr>{_CELL * 20_000}</w:tr></w:tbl>"),
    # PDF: how it is packed and stored.
    "pdf-flate-bomb": lambda: _page(_packed(b" " * MEGA, 1_000)),
    "pdf-nested-filters": _nested_filters,
    "pdf-object-stream": _object_stream,
    "pdf-index-bomb": _index_bomb,
    "pdf-deep-object": _deep_object,
    # PDF: pages and what they draw.
    "pdf-forms": _forms,
    "pdf-form-in-itself": _form_in_itself,
    "pdf-shared-content": _shared_content,
    "pdf-page-circle": _page_circle,
    "pdf-page-branches": _page_branches,
    "pdf-page-depth": _page_depth,
    "pdf-huge-image": _huge_image,
    "pdf-200000-paths": lambda: _drawn(b"0 0 m 9 9 l S", times=200_000),
    "pdf-one-long-path": lambda: _drawn(b"9 9 l", times=5 * MEGA),
    "pdf-saved-states": lambda: _drawn(b"q", times=10 * MEGA),
    "pdf-marked-content": lambda: _drawn(b"/P BMC", times=5 * MEGA),
    # PDF: text and fonts.
    "pdf-glyphs-of-glyphs": _glyphs_of_glyphs,
    "pdf-code-ranges": _code_ranges,
    "pdf-long-glyph": _long_glyph,
    "pdf-actual-text": _actual_text,
    "pdf-scattered-text": _scattered,
    # In pieces, because pdfium takes 32,767 characters of a string.
    "pdf-long-line": lambda: _page(
        _packed(b"BT /F 9 Tf 0.00002 0 0 1 20 700 Tm [%s] TJ ET" % (b"(%s)" % (b"Python " * 4_000) * 180)),
    ),
    "pdf-million-texts": lambda: _drawn(_lines(b"(a) Tj"), times=MEGA // 78),
    # JSON
    "json-brackets": lambda: b"[" * FULL,
    "json-deep-objects": lambda: b'{"basics":' * (FULL // 10),
    "json-deep-and-whole": lambda: _filled(
        '{"basics":{"label":"Python developer"},"work":[', _nested("[", "]", 900) + ",", "]}"
    ),
    "json-long-string": lambda: _resume('"work":[{"summary":"', "Python ", '"}]'),
    "json-escapes": lambda: _resume('"work":[{"summary":"', r"\u0041", '"}]'),
    "json-spaces": lambda: _resume('"work":[{"summary":"a', " ", 'a"}]'),
    "json-combining-marks": lambda: _resume('"work":[{"summary":"a', "\u0301\u0316", '"}]', 390_000),
    "json-whitespace": lambda: _resume("", " ", '"work":[]'),
    "json-skills": lambda: _resume('"skills":[', '{"name":"a"},', "]"),
    "json-highlights": lambda: _resume('"work":[{"highlights":[', '"a",', "]}]"),
    "json-sections": lambda: _resume('"work":[', '{"position":"Python","summary":"Wrote software for a bank."},', "]"),
    "json-empty-objects": lambda: _resume('"work":[', "{},", "]"),
    "json-empty-lists": lambda: _resume('"work":[', "[],", "]"),
    "json-many-keys": lambda: _numbered('{"basics":{},', '"%d":0', "}", 800_000),
    "json-same-key": lambda: _resume("", '"work":[{}],', ',"skills":[]'),
    "json-long-number": lambda: _resume('"a":', "9", ""),
    "json-long-numbers": lambda: _resume('"a":[', "9" * 4_300 + ",", "]"),
    "json-long-fraction": lambda: _resume('"a":0.', "9", ""),
    "json-commas": lambda: _resume('"skills":[{"name":"Python","keywords":"', "a, ", '"}]'),
    "json-legacy-encoding": lambda: (
        b'{"basics":{"label":"' + "Développeur à Zürich ".encode("latin-1") * 400_000 + b'"}}'
    ),
    "txt-legacy-encoding": lambda: bytes(range(128, 256)) * (FULL // 128),
    "txt-empty-lines": lambda: b"\n" * FULL,
    "txt-spaces": lambda: b"Python" + b" " * FULL + b"developer",
    # CSV
    "csv-open-quote": lambda: _filled('title\n"', "Python\n", ""),
    "csv-million-columns": lambda: b"title" + b",a" * MEGA + b"\n" + b"a," * MEGA + b"\n",
    "csv-empty-lines": lambda: b"title\n" + b"\n" * 2 * MEGA + b"Python\n",
    "csv-separators": lambda: b"title,skills\n" + b"," * FULL,
    "csv-separators-within-bounds": lambda: b"title,skills\n" + (b"," * (3 * MEGA) + b"\n") * 3,
    "csv-quotes": lambda: _filled("title\n", '"\n', ""),
    "csv-refused-rows": lambda: b"title,skills\n" + b",a\n" * 3 * MEGA,
    "csv-skills": lambda: _row("skills", "a," * 450_000),
    "csv-skills-by-bar": lambda: _row("skills", "a|" * 450_000),
    "csv-skills-with-levels": lambda: _row("skills", "a:" * 450_000),
    "csv-angles": lambda: _row("description", "<" * 900_000),
    "csv-comments": lambda: _row("description", "<!--" * 225_000),
    "csv-nested-tags": lambda: _row("description", "<b><i>" * 150_000),
    "csv-attributes": lambda: _row("description", f"<a {'a=1 ' * 220_000}>"),
    "csv-entities": lambda: _row("description", "&amp;" * 180_000),
    "csv-entities-of-entities": lambda: _row("description", "&amp;" + "amp;" * 220_000),
    "csv-numbered-entities": lambda: _row("description", "&#x26;" + "#x26;" * 180_000),
    "csv-ampersands": lambda: _row("description", "&" * 900_000),
    "csv-spaces": lambda: _row("description", "a" + " " * 900_000 + "a"),
    "csv-combining-marks": lambda: _row("description", "a" + "\u0301\u0316" * 49_000),
    "csv-hours": lambda: _row("hours", "9" * 900_000),
    "csv-hours-range": lambda: _row("hours", "1-" * 450_000),
    "csv-hours-spaces": lambda: _row("hours", "1" + " " * 900_000 + "h"),
    "csv-count": lambda: _row("rating_count", "9" * 900_000),
    "csv-price": lambda: _row("price", "0." + "9" * 900_000),
    "csv-language": lambda: _row("language", "a\u0301\u0316" * 150_000),
    "csv-link": lambda: _row("url", "https://" + "a/../" * 180_000),
    "csv-deep-facts": lambda: _row("facts", "[" * 900_000),
    "csv-prerequisites": lambda: _row("prerequisites", "a|" * 450_000),
    "csv-prerequisite-chain": _prerequisite_chain,
    # JSON Lines
    "jsonl-brackets": lambda: b"[" * 4 * MEGA,
    "jsonl-long-numbers": lambda: _filled('{"title":"Python","hours":[', "9" * 4_300 + ",", "]}", 4 * MEGA),
    "jsonl-long-number": lambda: _filled('{"title":"Python","rating_count":', "9", "}", 4 * MEGA),
    "jsonl-skills": lambda: _filled('{"title":"Python","skills":[', '"a",', "]}\n", 4 * MEGA),
    "jsonl-empty-objects": lambda: _filled('{"title":"Python","skills":[', "{},", "]}\n", 4 * MEGA),
    "jsonl-unknown-keys": lambda: _numbered('{"title":"Python",', '"%d":0', "}", 380_000),
    # Parquet
    "parquet-repeated-text": _repeated_text,
    "parquet-packed-text": _packed_text,
    "parquet-packed-list": _packed_list,
    "parquet-empty-rows": _empty_rows,
    # Europass
    "xml-billion-laughs": lambda: _europass(_duties("&l9;"), _doubling("SkillsPassport")),
    "xml-quadratic-entity": lambda: _europass(_duties("&long;" * 15_000), _long_entity("SkillsPassport")),
    "xml-external-entity": lambda: _europass(_duties("&outside;"), _outside("SkillsPassport", "file:///dev/zero")),
    "xml-deep": lambda: _europass(_nested("<a>", "</a>", MEGA)),
    "xml-deep-within-bounds": lambda: _europass(_nested("<Skills>", "</Skills>", 240) * 1_500),
    "xml-200000-elements": lambda: _europass(_duties("<b>a</b>" * 200_000)),
    "xml-empty-elements": lambda: _europass("<a/>" * 2 * MEGA),
    "xml-jobs": lambda: _europass(_duties("Python") * 90_000),
    "xml-many-attributes": lambda: _europass("", attributes=_attributes(" a%d=''", 600_000)),
    "xml-many-namespaces": lambda: _europass("", attributes=_attributes(" xmlns:a%d='a'", 400_000)),
    "xml-long-text": lambda: _europass(_duties("Python " * (FULL // 7))),
    "xml-escaped-markup": lambda: _europass(_duties("&lt;b&gt;" * MEGA)),
    "xml-photo": lambda: _europass(
        f"<Identification><Photo><Data>{'QUFB' * 2_200_000}</Data></Photo></Identification>"
    ),
    # LinkedIn
    "zip-bomb": lambda: _export(skills=_entry("Skills.csv", b"Name\nPython\n" * 80_000, 1_000)),
    "zip-bomb-that-lies": lambda: _export(skills=_entry("Skills.csv", b"Name\nPython\n" * 80_000, 1_000, says=900)),
    "zip-bomb-beside": lambda: _export(_entry("Connections.csv", b"a,b\n" * 250_000, 1_000)),
    "zip-bzip2": lambda: _packed_by(12, bz2.compress, 100 * MEGA),
    "zip-lzma": lambda: _packed_by(14, _lzma, 20 * MEGA),
    "zip-60000-entries": lambda: _export(*(_Entry(f"{n}.csv", b"", 0, 0, 0) for n in range(60_000))),
    "zip-same-name": lambda: _export(*[_entry("Skills.csv", b"Name\n" + b"Python\n" * 100_000)] * 5_000),
    "zip-overlapping": _overlapping_files,
    "zip-paths": lambda: _export(*(_entry("../" * n + "Skills.csv", b"Name\nPython\n") for n in range(1, 1_000))),
    "zip-of-zips": lambda: _archives(5),
    "zip-million-skills": lambda: _export(skills=b"Name\n" + b"Python\n" * 7 * MEGA),
    "zip-open-quote": lambda: _export(skills=b'Name\n"' + b"Python\n" * 7 * MEGA),
    "zip-columns": lambda: _export(skills=b"Name" + b",a" * 5 * MEGA),
}


def _named(name: str, build: Callable[[], bytes]) -> Expensive:
    """The first word of a name is the file's ending, and tells what the file is."""
    ending = name.split("-", maxsplit=1)[0]
    return Expensive(name, f".{ending}", "catalogue" if ending in {"csv", "jsonl", "parquet"} else "profile", build)


EXPENSIVE: Final[tuple[Expensive, ...]] = tuple(_named(name, build) for name, build in _BUILDERS.items())
