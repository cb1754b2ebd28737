"""Reads one PDF from standard input and writes what it says as JSON: a process of its own, so that it can be ended.

A small PDF can hold forms that draw each other without end or streams that unpack to gigabytes, and pdfium cannot be
interrupted. This process may use so much processor time and memory and no more; `recommender.profile.formats.pdf`
starts it. It imports nothing that takes long.
"""

from __future__ import annotations

import ctypes
import json
import math
import signal
import sys
from array import array
from collections.abc import Iterator
from typing import Any, Final

import pypdfium2 as pdfium
import pypdfium2.raw as api

from recommender.pdf.layout import CELL, LetterRun, paragraphs

#: Letters of the whole file.
MAX_CHARS: Final = 250_000
#: Objects of a page that are looked at for pictures.
MAX_OBJECTS: Final = 20_000
#: Letters that a page which is a picture may carry beside it, such as its number, or the name of the program.
SCAN_LETTERS: Final = 60
#: Share of a page that its picture covers, or of another that holds no text and may be worth a look.
SCAN_AREA: Final = 0.4
PICTURE_AREA: Final = 0.12
#: Drawn lines and curves on a page without letters that are taken to be letters.
OUTLINES: Final = 20
MANY_OUTLINES: Final = 300
#: Letters that a picture of a whole page may have on it and still be one that is not read, beside `SCAN_LETTERS`.
PICTURE_LETTERS: Final = 100
MAX_PICTURES: Final = 20
#: Flags of what is laid on a page and not seen: hidden, no view.
UNSEEN: Final = 0x02 | 0x20
_PICTURE, _PATH = 3, 2


def main() -> None:
    """Read the file, write one JSON object: ``pages``, or ``error`` with a word for what is wrong."""
    content = sys.stdin.buffer.read()
    _limit(float(sys.argv[1]), int(sys.argv[2]))
    try:
        found = _read(content, int(sys.argv[3]))
    except MemoryError:
        found = {"error": "too-much"}
    sys.stdout.write(json.dumps(found))


def _limit(seconds: float, size: int) -> None:
    """Bound processor time and the memory beyond what is in use, where the system can."""
    try:
        import resource
    except ImportError:
        return
    # A limit of the system counts whole seconds; this signal, which nothing handles, ends the process too.
    signal.setitimer(signal.ITIMER_PROF, seconds)
    whole = math.ceil(seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (whole, whole))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        with open("/proc/self/statm", encoding="ascii") as status:  # noqa: PTH123 - pathlib takes its time to load
            used = int(status.read().split()[0]) * resource.getpagesize()
    except OSError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (used + size, used + size))


def _read(content: bytes, most_pages: int) -> dict[str, Any]:
    try:
        document = pdfium.PdfDocument(content)
        kind = document.get_formtype()
        if kind == api.FORMTYPE_XFA_FULL:
            return {"error": "form"}
        if kind != api.FORMTYPE_NONE:
            document.init_forms()
        if len(document) > most_pages:
            return {"error": "too-many-pages"}
        pages: list[dict[str, Any]] = []
        left = MAX_CHARS
        for number in range(len(document)):
            page = _page(document[number], document.formenv)
            left -= sum(len(line) for paragraph in page["paragraphs"] for line in paragraph)
            if left < 0:
                return {"error": "too-long"}
            pages.append(page)
        return {"pages": pages, "attachments": document.count_attachments()}
    except pdfium.PdfiumError as error:
        return {"error": "encrypted" if "password" in str(error).lower() else "unreadable"}


def _page(page: pdfium.PdfPage, form: Any) -> dict[str, Any]:
    text = page.get_textpage()
    left, bottom, right, top = page.get_mediabox()
    letters = _Letters(text)
    turns = page.get_rotation() // 90 % 4
    # Text that is turned is read in its own direction, after what stands upright.
    read = [part for turn in (turns, *(t for t in range(4) if t != turns)) for part in paragraphs(letters.runs[turn])]
    fields = list(_fields(page, form))
    pictures = _Pictures(page, letters, (right - left) * (top - bottom))
    count = sum(char.isalpha() for paragraph in read for line in paragraph for char in line)
    scan = count <= SCAN_LETTERS and (pictures.covered >= SCAN_AREA or (not count and pictures.drawn >= OUTLINES))
    outlined = pictures.drawn >= MANY_OUTLINES and 2 * count < pictures.drawn
    return {
        "paragraphs": read + [[field] for field in fields],
        "scan": scan and not fields,
        "pictures": pictures.silent + outlined,
        "drawn": pictures.drawn,
        "unknown": letters.unknown,
        "notes": _notes(page),
    }


class _Letters:
    """The letters of a page: runs by the quarter turns that set them upright, where each stands, and how many are lost.

    ``unknown``: letters of fonts that do not say what their codes mean.
    """

    def __init__(self, text: pdfium.PdfTextPage) -> None:
        self.runs: tuple[list[LetterRun], ...] = ([], [], [], [])
        self.places = array("f")
        self.unknown = 0
        self._parts: list[str] = []
        self._edges = self._last = [0.0] * 4
        self._turn = self._order = 0
        box = api.FS_RECTF()
        for number in range(min(text.count_chars(), MAX_CHARS + 1)):
            code = api.FPDFText_GetUnicode(text, number)
            generated = api.FPDFText_IsGenerated(text, number) == 1
            if generated and chr(code) in "\r\n":
                self._end()
            elif generated or (chr(code).isspace() and not _is_code(code)):
                self._parts += [" "] if self._parts else []
            elif code and api.FPDFText_GetLooseCharBox(text, number, box):
                self._order = number
                self.unknown += _is_unknown(code) or api.FPDFText_HasUnicodeMapError(text, number) == 1
                self.places.extend(((box.left + box.right) / 2, (box.bottom + box.top) / 2))
                turn = -round(api.FPDFText_GetCharAngle(text, number) / (math.pi / 2)) % 4
                self._add(chr(code), _shown(box.left, box.bottom, box.right, box.top, turn), turn)
        self._end()

    def _add(self, char: str, here: list[float], turn: int) -> None:
        if self._parts and (turn != self._turn or _apart(self._last, here)):
            self._end()
        if self._parts:
            edges = self._edges
            here_ = (min(edges[0], here[0]), min(edges[1], here[1]), max(edges[2], here[2]), max(edges[3], here[3]))
            self._edges = list(here_)
        else:
            self._edges, self._turn = here, turn
        self._last = here
        self._parts.append(char)

    def _end(self) -> None:
        if self._parts:
            left, top, right, bottom = self._edges
            self.runs[self._turn].append(LetterRun("".join(self._parts), left, top, right, bottom, self._order))
            self._parts = []

    def inside(self, left: float, bottom: float, right: float, top: float) -> int:
        """How many letters stand in a box of the page."""
        x, y = self.places[0::2], self.places[1::2]
        return sum(left <= one <= right and bottom <= other <= top for one, other in zip(x, y, strict=True))


def _is_unknown(code: int) -> bool:
    """Whether a code stands for a letter of one font alone, or for none."""
    return 0xE000 <= code <= 0xF8FF or code == 0xFFFD or (code < 0x20 and code not in {0x02, 0x09, 0x0A, 0x0D})


def _shown(left: float, bottom: float, right: float, top: float, turns: int) -> list[float]:
    """The edges of a box when the page is turned clockwise, with y growing downwards."""
    low, high = min(bottom, top), max(bottom, top)
    left, right = min(left, right), max(left, right)
    if turns == 1:
        return [low, left, high, right]
    if turns == 2:
        return [-right, low, -left, high]
    if turns == 3:
        return [-high, -right, -low, -left]
    return [left, -high, right, -low]


def _is_code(code: int) -> bool:
    """Whether what looks like white space is a letter of a font whose codes mean nothing outside it."""
    return code in {0x0B, 0x0C, 0x0D, 0x1C, 0x1D, 0x1E, 0x1F}


def _apart(last: list[float], here: list[float]) -> bool:
    """Whether a letter stands on another line than the one before it, or in another cell."""
    height = max(last[3] - last[1], here[3] - here[1], 1.0)
    off_line = abs((last[1] + last[3]) - (here[1] + here[3])) > height
    return off_line or max(here[0] - last[2], last[0] - here[2]) > CELL * height


def _text_of(read: Any, *arguments: Any) -> str:
    """A text of pdfium's in UTF-16, which says how long it is first."""
    size = min(read(*arguments, None, 0), 100_000)
    buffer = ctypes.create_string_buffer(size)
    read(*arguments, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw.decode("utf-16-le", "ignore").rstrip("\x00").strip()


def _annotations(page: pdfium.PdfPage) -> Iterator[tuple[Any, int]]:
    """What is laid on the page and seen there, with its kind."""
    for number in range(min(api.FPDFPage_GetAnnotCount(page), 2_000)):
        note = api.FPDFPage_GetAnnot(page, number)
        if not api.FPDFAnnot_GetFlags(note) & UNSEEN:
            yield note, api.FPDFAnnot_GetSubtype(note)
        api.FPDFPage_CloseAnnot(note)


def _fields(page: pdfium.PdfPage, form: Any) -> Iterator[str]:
    """What was typed or chosen in a form, or typed onto the page."""
    for note, kind in _annotations(page):
        if kind == api.FPDF_ANNOT_FREETEXT:
            yield from filter(None, [_text_of(api.FPDFAnnot_GetStringValue, note, b"Contents")])
        elif kind == api.FPDF_ANNOT_WIDGET and form is not None:
            field = api.FPDFAnnot_GetFormFieldType(form, note)
            if field in {api.FPDF_FORMFIELD_COMBOBOX, api.FPDF_FORMFIELD_LISTBOX}:
                chosen = [
                    _text_of(api.FPDFAnnot_GetOptionLabel, form, note, option)
                    for option in range(min(api.FPDFAnnot_GetOptionCount(form, note), 1_000))
                    if api.FPDFAnnot_IsOptionSelected(form, note, option)
                ]
                yield from chosen or filter(None, [_text_of(api.FPDFAnnot_GetFormFieldValue, form, note)])
            elif field == api.FPDF_FORMFIELD_TEXTFIELD:
                yield from filter(None, [_text_of(api.FPDFAnnot_GetFormFieldValue, form, note)])


def _notes(page: pdfium.PdfPage) -> int:
    """Sticky notes and stamps, which are not read."""
    return sum(kind in {api.FPDF_ANNOT_TEXT, api.FPDF_ANNOT_STAMP} for _, kind in _annotations(page))


class _Pictures:
    """How many large pictures hold hardly a letter, the share of the page that all cover, and how much is drawn."""

    def __init__(self, page: pdfium.PdfPage, letters: _Letters, area: float) -> None:
        self.silent, self.covered, self.drawn = 0, 0.0, 0
        for seen, found in enumerate(page.get_objects(max_depth=6)):
            if seen > MAX_OBJECTS:
                break
            if found.type == _PATH:
                self.drawn += 1
            elif found.type == _PICTURE:
                box = found.get_bounds()
                share = abs((box[2] - box[0]) * (box[3] - box[1])) / max(area, 1.0)
                self.covered += share
                if share >= PICTURE_AREA and self.silent < MAX_PICTURES:
                    self.silent += letters.inside(*box) <= SCAN_LETTERS + PICTURE_LETTERS * share


if __name__ == "__main__":
    main()
