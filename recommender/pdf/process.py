"""Reads one PDF from standard input and writes what it says as JSON: a process of its own, so that it can be ended.

A small PDF can hold forms that draw each other without end or streams that unpack to gigabytes, and pdfium cannot be
interrupted. This process may use so much processor time and memory and no more; `recommender.profile.formats.pdf`
starts it. It imports nothing that takes long.
"""

from __future__ import annotations

import ctypes
import json
import math
import sys
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
SCAN_LETTERS: Final = 40
#: Share of a page that its picture covers, or of another that holds no text and may be worth a look.
SCAN_AREA: Final = 0.4
PICTURE_AREA: Final = 0.15
#: Drawn lines and curves on a page without letters that are taken to be letters.
OUTLINES: Final = 20
#: Letters may be turned this far, in radians, and still stand upright.
UPRIGHT: Final = 0.2
_PICTURE, _PATH = 3, 2


def main() -> None:
    """Read the file, write one JSON object: ``pages``, or ``error`` with a word for what is wrong."""
    content = sys.stdin.buffer.read()
    _limit(int(sys.argv[1]), int(sys.argv[2]))
    try:
        found = _read(content, int(sys.argv[3]))
    except MemoryError:
        found = {"error": "too-much"}
    sys.stdout.write(json.dumps(found))


def _limit(seconds: int, size: int) -> None:
    """Bound processor time and the memory beyond what is in use, where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
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
        if len(document) > most_pages:
            return {"error": "too-many-pages"}
        pages: list[dict[str, Any]] = []
        left = MAX_CHARS
        for number in range(len(document)):
            page = _page(document[number])
            left -= sum(len(line) for paragraph in page["paragraphs"] for line in paragraph)
            if left < 0:
                return {"error": "too-long"}
            pages.append(page)
        return {"pages": pages, "attachments": document.count_attachments()}
    except pdfium.PdfiumError as error:
        return {"error": "encrypted" if "password" in str(error).lower() else "unreadable"}


def _page(page: pdfium.PdfPage) -> dict[str, Any]:
    text = page.get_textpage()
    turns = page.get_rotation() // 90
    upright: list[LetterRun] = []
    turned: list[LetterRun] = []
    for run, angle in _runs(text, turns):
        straight = abs(math.remainder(angle - turns * math.pi / 2, 2 * math.pi)) < UPRIGHT
        (upright if straight else turned).append(run)
    read = paragraphs(upright)
    read += [[run.text.strip()] for run in turned if run.text.strip()]
    letters = sum(char.isalpha() for paragraph in read for line in paragraph for char in line)
    fields = list(_fields(page))
    left, bottom, right, top = page.get_mediabox()
    pictures, covered, drawn = _pictures(page, [*upright, *turned], (right - left) * (top - bottom))
    scan = letters <= SCAN_LETTERS and (covered >= SCAN_AREA or (not letters and drawn >= OUTLINES))
    return {
        "paragraphs": read + [[field] for field in fields],
        "scan": scan and not fields,
        "pictures": pictures,
        "drawn": drawn,
    }


def _runs(text: pdfium.PdfTextPage, turns: int) -> Iterator[tuple[LetterRun, float]]:
    """Runs of letters as they are drawn, with their boxes as the page is shown and the angles that they are turned by.

    ``turns``: quarter turns by which the page is shown clockwise.
    """
    box = api.FS_RECTF()
    parts: list[str] = []
    edges = [0.0] * 4
    turned = 0.0
    for number in range(min(text.count_chars(), MAX_CHARS + 1)):
        code = api.FPDFText_GetUnicode(text, number)
        char = chr(code) if code else ""
        generated = api.FPDFText_IsGenerated(text, number) == 1
        if generated and char in "\r\n":
            continue
        if not api.FPDFText_GetLooseCharBox(text, number, box):
            continue
        if generated or (char.isspace() and not _is_code(code)):
            if parts:
                parts.append(" ")
            continue
        angle = api.FPDFText_GetCharAngle(text, number)
        here = _shown(box.left, box.bottom, box.right, box.top, turns)
        if parts and (_apart(edges, here) or abs(angle - turned) > UPRIGHT):
            yield LetterRun("".join(parts), edges[0], edges[1], edges[2], edges[3], number), turned
            parts = []
        if not parts:
            edges, turned = here, angle
        else:
            edges = [min(edges[0], here[0]), min(edges[1], here[1]), max(edges[2], here[2]), max(edges[3], here[3])]
        parts.append(char)
    if parts:
        yield LetterRun("".join(parts), edges[0], edges[1], edges[2], edges[3], MAX_CHARS), turned


def _shown(left: float, bottom: float, right: float, top: float, turns: int) -> list[float]:
    """The edges of a box on a page that is shown turned, with y growing downwards."""
    low, high = min(bottom, top), max(bottom, top)
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


def _apart(edges: list[float], here: list[float]) -> bool:
    """Whether a letter stands on another line than the run before it, or in another cell."""
    height = max(edges[3] - edges[1], here[3] - here[1], 1.0)
    off_line = min(edges[3], here[3]) - max(edges[1], here[1]) < -0.15 * height
    return off_line or here[0] - edges[2] > CELL * height or here[0] < edges[2] - 1.5 * height


def _fields(page: pdfium.PdfPage) -> Iterator[str]:
    """What was typed into a form, or onto the page."""
    for number in range(min(api.FPDFPage_GetAnnotCount(page), 2_000)):
        note = api.FPDFPage_GetAnnot(page, number)
        kind = api.FPDFAnnot_GetSubtype(note)
        key = {api.FPDF_ANNOT_WIDGET: b"V", api.FPDF_ANNOT_FREETEXT: b"Contents"}.get(kind)
        if key is not None:
            size = api.FPDFAnnot_GetStringValue(note, key, None, 0)
            buffer = ctypes.create_string_buffer(min(size, 100_000))
            api.FPDFAnnot_GetStringValue(note, key, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), len(buffer))
            if value := buffer.raw.decode("utf-16-le", "ignore").rstrip("\x00").strip():
                yield value
        api.FPDFPage_CloseAnnot(note)


def _pictures(page: pdfium.PdfPage, runs: list[LetterRun], area: float) -> tuple[int, float, int]:
    """How many large pictures hold no text, the share of the page that pictures cover, and how much is drawn."""
    silent, covered, drawn = 0, 0.0, 0
    for seen, found in enumerate(page.get_objects(max_depth=6)):
        if seen > MAX_OBJECTS:
            break
        if found.type == _PATH:
            drawn += 1
        elif found.type == _PICTURE:
            x0, y0, x1, y1 = found.get_bounds()
            share = abs((x1 - x0) * (y1 - y0)) / max(area, 1.0)
            covered += share
            silent += share >= PICTURE_AREA and not runs
    return silent, covered, drawn


if __name__ == "__main__":
    main()
