"""A small writer of PDF files, which can write what fpdf2 cannot: bitmap fonts of TeX, form fields, odd page trees."""

from __future__ import annotations

import functools
import math
import zlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Final

from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFont

Line = tuple[float, float, str]
A4: Final = (595, 842)
_IDENTITY: Final = {code: chr(code) for code in range(0x20, 0x7F)}


def escaped(codes: bytes) -> str:
    """A string of a content stream, each byte a code of the font."""
    inner = "".join(f"\\{code:03o}" if code < 0x20 or code > 0x7E or code in b"()\\" else chr(code) for code in codes)
    return f"({inner})"


def text(x: float, y: float, content: str | bytes, size: float = 10, font: str = "F1") -> str:
    codes = content if isinstance(content, bytes) else content.encode("cp1252")
    return f"BT /{font} {size} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm {escaped(codes)} Tj ET\n"


def column(x: float, top: float, lines: Iterable[str], leading: float = 14) -> list[Line]:
    return [(x, top - leading * index, content) for index, content in enumerate(lines)]


def drawn(lines: Iterable[Line], size: float = 10) -> str:
    return "".join(text(x, y, content, size) for x, y, content in lines)


def by_row(*columns: list[Line]) -> list[Line]:
    """The lines of all columns in the order of a program that writes a page from top to bottom."""
    return sorted((line for lines in columns for line in lines), key=lambda line: (-line[1], line[0]))


def rectangle(x: float, y: float, width: float, height: float, grey: float = 0.8) -> str:
    return f"q {grey} g {x} {y} {width} {height} re f Q\n"


@functools.cache
def _measure() -> FPDF:
    pdf = FPDF()
    pdf.set_font("helvetica", size=1000)
    return pdf


def width(content: str, size: float = 10) -> float:
    """How wide Helvetica sets it, in points."""
    pdf = _measure()
    return float(pdf.get_string_width(content)) * pdf.k * size / 1000


class Pdf:
    """A PDF file in the making; objects 1 and 2 are the catalogue and the root of the pages."""

    def __init__(self) -> None:
        self.objects: list[bytes] = [b"", b""]
        self.pages: list[int] = []
        self.catalogue = ""
        self.inherited = ""
        plain = "/Type /Font /Subtype /Type1 /Encoding /WinAnsiEncoding"
        self.fonts = {
            "F1": self.add(f"<< {plain} /BaseFont /Helvetica >>"),
            "F2": self.add(f"<< {plain} /BaseFont /Helvetica-Bold >>"),
        }

    def add(self, content: str | bytes) -> int:
        self.objects.append(content if isinstance(content, bytes) else content.encode("latin-1"))
        return len(self.objects)

    def stream(self, content: str | bytes, entries: str = "") -> int:
        data = zlib.compress(content if isinstance(content, bytes) else content.encode("latin-1"))
        head = f"<< {entries} /Filter /FlateDecode /Length {len(data)} >>\nstream\n".encode("latin-1")
        return self.add(head + data + b"\nendstream")

    def resources(self, objects: dict[str, int] | None = None) -> str:
        fonts = " ".join(f"/{name} {number} 0 R" for name, number in self.fonts.items())
        others = " ".join(f"/{name} {number} 0 R" for name, number in (objects or {}).items())
        return f"/Resources << /Font << {fonts} >> /XObject << {others} >> >>"

    def page(
        self,
        *contents: str,
        objects: dict[str, int] | None = None,
        size: tuple[int, int] = A4,
        entries: str = "",
    ) -> None:
        streams = " ".join(f"{self.stream(content)} 0 R" for content in contents)
        box = "" if "/MediaBox" in entries + self.inherited else f"/MediaBox [0 0 {size[0]} {size[1]}]"
        own = "" if "/Resources" in self.inherited else self.resources(objects)
        head = f"/Type /Page /Parent 2 0 R /Contents [{streams}]"
        self.pages.append(self.add(f"<< {head} {box} {own} {entries} >>"))

    def form(self, content: str, objects: dict[str, int] | None = None, box: str = "0 0 595 842") -> int:
        """A form: content that a page draws by its name."""
        return self.stream(content, f"/Type /XObject /Subtype /Form /BBox [{box}] {self.resources(objects)}")

    def image(self, picture: Image.Image) -> int:
        head = f"/Type /XObject /Subtype /Image /Width {picture.width} /Height {picture.height}"
        return self.stream(picture.tobytes(), f"{head} /ColorSpace /DeviceGray /BitsPerComponent 8")

    def to_unicode(self, mapping: dict[int, str]) -> int:
        rows = "".join(
            f"<{code:02x}> <{content.encode('utf-16-be').hex()}>\n" for code, content in sorted(mapping.items())
        )
        return self.stream(
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Ours def /CMapType 2 def\n"
            f"1 begincodespacerange <00> <ff> endcodespacerange\n{len(mapping)} beginbfchar\n{rows}endbfchar\n"
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        )

    def helvetica(self, name: str, differences: str, mapping: dict[int, str]) -> None:
        """Helvetica with codes of our own, and what they mean."""
        table = self.to_unicode(_IDENTITY | mapping)
        encoding = f"<< /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [{differences}] >>"
        head = f"/Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding {encoding}"
        self.fonts[name] = self.add(f"<< {head} /ToUnicode {table} 0 R >>")

    def bitmaps(self, name: str, glyphs: dict[int, tuple[str, str]], mapping: dict[int, str] | None = None) -> None:
        """A font of bitmaps as dvips makes it: for each code the name of its glyph and what the glyph shows.

        Without ``mapping`` nothing in the file says which letters the codes are.
        """
        face = _face(40)
        ascent, descent = face.getmetrics()
        height = ascent + descent
        procedures, widths = {}, []
        for code in range(max(glyphs) + 1):
            glyph, shape = glyphs.get(code, ("", ""))
            across = math.ceil(face.getlength(shape)) if shape else 0
            widths.append(str(across))
            if not shape:
                continue
            # One bit a pixel, set where there is ink.
            picture = Image.new("1", (across, height), 0)
            if shape == "•":
                # The face that Pillow brings has none.
                ImageDraw.Draw(picture).ellipse((4, ascent - 20, 16, ascent - 8), fill=1)
            else:
                ImageDraw.Draw(picture).text((0, 0), shape, fill=1, font=face)
            bits = f"BI /IM true /W {across} /H {height} /BPC 1 /D [1 0] /F /AHx ID {picture.tobytes().hex()}> EI"
            proc = f"{across} 0 0 {-descent} {across} {ascent} d1 q {across} 0 0 {height} 0 {-descent} cm {bits} Q"
            procedures[glyph] = self.stream(proc)
        named = " ".join(f"{code} /{glyph}" for code, (glyph, _) in sorted(glyphs.items()))
        procs = " ".join(f"/{glyph} {number} 0 R" for glyph, number in procedures.items())
        unicode = f"/ToUnicode {self.to_unicode(mapping)} 0 R" if mapping else ""
        self.fonts[name] = self.add(
            f"<< /Type /Font /Subtype /Type3 /FontBBox [0 {-descent} 60 {ascent}] /FontMatrix [0.025 0 0 0.025 0 0] "
            f"/Encoding << /Type /Encoding /Differences [{named}] >> /CharProcs << {procs} >> "
            f"/FirstChar 0 /LastChar {max(glyphs)} /Widths [{' '.join(widths)}] {unicode} >>",
        )

    def _finish(self) -> None:
        kids = " ".join(f"{number} 0 R" for number in self.pages)
        self.objects[0] = f"<< /Type /Catalog /Pages 2 0 R {self.catalogue} >>".encode("latin-1")
        pages = f"<< /Type /Pages /Kids [{kids}] /Count {len(self.pages)} {self.inherited} >>"
        self.objects[1] = self.objects[1] or pages.encode("latin-1")

    def save(self) -> bytes:
        """The file with a plain cross-reference table."""
        self._finish()
        data, offsets = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
        for number, content in enumerate(self.objects, 1):
            offsets.append(len(data))
            data += b"%d 0 obj\n%b\nendobj\n" % (number, content)
        start, count = len(data), len(self.objects) + 1
        data += b"xref\n0 %d\n0000000000 65535 f \n" % count
        data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
        data += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, start)
        return bytes(data)

    def save_packed(self) -> bytes:
        """The file as newer programs write it: small objects in a stream, and the cross-reference in another."""
        self._finish()
        packed = {number: content for number, content in enumerate(self.objects, 1) if b"\nstream\n" not in content}
        head, inner = "", b""
        for number, content in packed.items():
            head += f"{number} {len(inner)} "
            inner += content + b"\n"
        holder = self.stream(head.encode() + inner, f"/Type /ObjStm /N {len(packed)} /First {len(head)}")
        data = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        order = {number: index for index, number in enumerate(packed)}
        rows = [(0, 0, 255)]
        for number, content in enumerate(self.objects, 1):
            if number in order:
                rows.append((2, holder, order[number]))
                continue
            rows.append((1, len(data), 0))
            data += b"%d 0 obj\n%b\nendobj\n" % (number, content)
        start, table = len(data), len(self.objects) + 1
        rows.append((1, start, 0))
        bytes_of = b"".join(bytes([kind]) + at.to_bytes(4, "big") + bytes([last]) for kind, at, last in rows)
        self.stream(bytes_of, f"/Type /XRef /W [1 4 1] /Size {table + 1} /Root 1 0 R")
        data += b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, self.objects.pop(), start)
        return bytes(data)


@functools.cache
def _face(size: int) -> ImageFont.FreeTypeFont:
    face = ImageFont.load_default(size=size)
    assert isinstance(face, ImageFont.FreeTypeFont)
    return face


def scan(*lines: str, size: tuple[int, int] = (595, 842)) -> Image.Image:
    """A sheet of paper as a scanner sees it."""
    picture = Image.new("L", size, 244)
    pen = ImageDraw.Draw(picture)
    for index, line in enumerate(lines):
        pen.text((60, 60 + 26 * index), line, fill=40, font=_face(16))
    return picture


def portrait() -> Image.Image:
    picture = Image.new("L", (90, 120), 200)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((25, 15, 65, 60), fill=120)
    pen.ellipse((5, 65, 85, 170), fill=70)
    return picture


def outlined(x: float, y: float, content: str, size: float = 12) -> str:
    """A line of text turned into one filled path for each letter."""
    face, scale, paths = _face(20), size / 20, ""
    for letter in content:
        across = math.ceil(face.getlength(letter))
        picture = Image.new("1", (max(across, 1), 26), 0)
        ImageDraw.Draw(picture).text((0, 0), letter, fill=1, font=face)
        path = "".join(
            f"{x + column * scale:.2f} {y - line * scale:.2f} {scale:.2f} {scale:.2f} re "
            for line in range(picture.height)
            for column in range(picture.width)
            if picture.getpixel((column, line))
        )
        paths += f"{path}f\n" if path else ""
        x += across * scale
    return paths


def sheet(fill: Callable[[FPDF], None], *, font: str = "helvetica", form: str = "A4") -> bytes:
    """A file of fpdf2, whose date is fixed, so that the bytes are the same each time."""
    pdf = FPDF(format=form)
    pdf.set_creation_date(datetime(2024, 1, 15, 9, 30, tzinfo=UTC))
    pdf.add_page()
    pdf.set_font(font, size=11)
    fill(pdf)
    return bytes(pdf.output())


def written(pdf: FPDF, *lines: str, height: float = 6) -> None:
    for line in lines:
        pdf.cell(0, height, line, new_x="LMARGIN", new_y="NEXT")


def pages_of(*contents: str, entries: str = "") -> bytes:
    pdf = Pdf()
    for content in contents:
        pdf.page(content, entries=entries)
    return pdf.save()
