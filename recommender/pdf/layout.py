"""The reading order of a PDF page: runs of letters with their boxes, put into lines, columns and paragraphs.

A PDF says where letters stand and not in which order they are read. Programs draw columns row by row, dates before the
jobs they belong to, and bold words last. Lines are gathered by their height on the page; a strip of white that many
lines leave free parts columns, unless what stands beside it are the cells of a table (the idea of recursive X-Y cuts:
Nagy and Seth, ICPR 1984, with the white strip sought over a stretch of lines, not over the page).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median
from typing import Final

#: Gap between two runs of a line, in heights of its letters: none, a space, another cell or column.
SPACE: Final = 0.16
CELL: Final = 1.2
#: White strip between columns, in heights; fewest lines beside it, and fewest that have something on either side.
GUTTER: Final = 1.1
MIN_LINES: Final = 4
MIN_SHARED: Final = 3
#: Share of lines of one side that stand on no line of the other: columns, for the cells of a table share their lines.
UNALIGNED: Final = 0.35
#: Lines of a cell that were drawn without a change to the other side, where cells were drawn whole.
CELL_LINES: Final = 2
#: Share of lines that run on into the next: prose.
FLOWING: Final = 0.4
#: Share of a column's width that a line fills which runs on.
FILLED: Final = 0.72
PROSE_WORDS: Final = 3
#: Cells that label a row: dates, levels.
LABEL_CHARS: Final = 22
_LEVEL: Final = re.compile(
    r"(?:very |upper |full |good |basic )*(?:beginner|basics?|good|fair|intermediate|advanced|expert|fluent|native|"
    r"proficient|excellent|elementary|conversational|strong|solid|level|(?:working )?knowledge|speaker|command)|"
    r"[ABC][12]|[\W_]+",
    re.IGNORECASE,
)
#: Space between lines, in heights, that begins a new paragraph.
PARAGRAPH: Final = 0.9


@dataclass(frozen=True, slots=True)
class LetterRun:
    """Letters drawn side by side, with the box around them; y grows downwards. ``order``: when it was drawn."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    order: int = 0

    @property
    def height(self) -> float:
        """Of its box."""
        return max(self.bottom - self.top, 1.0)

    @property
    def middle(self) -> float:
        """Of its height on the page."""
        return (self.top + self.bottom) / 2


Line = list[LetterRun]


def paragraphs(runs: Sequence[LetterRun]) -> list[list[str]]:
    """The lines of a page in reading order, by paragraph."""
    out: list[list[str]] = []
    for column in _columns(_lines(runs)):
        below: Line | None = None
        for line in column:
            if below is None or _begins(below, line):
                out.append([])
            out[-1].append(_joined(line))
            below = line
    return [[text for text in paragraph if text.strip()] for paragraph in out if any(t.strip() for t in paragraph)]


def _lines(runs: Sequence[LetterRun]) -> list[Line]:
    """Runs that stand on one line, from the top down; each line from left to right."""
    lines: list[Line] = []
    for run in sorted(runs, key=lambda run: (run.middle, run.left)):
        for line in reversed(lines[-4:]):
            if _same_line(line[-1], run) or _same_line(line[0], run):
                line.append(run)
                break
        else:
            lines.append([run])
    return [sorted(line, key=lambda run: (run.left, run.order)) for line in lines]


def _same_line(one: LetterRun, other: LetterRun) -> bool:
    """Whether the middle of the lower one stands within the other: a raised or small letter stays on its line."""
    tall, small = (one, other) if one.height >= other.height else (other, one)
    return abs(tall.middle - small.middle) < 0.35 * tall.height


def _joined(line: Line) -> str:
    parts = [line[0].text.strip()]
    for before, run in pairwise(line):
        gap = run.left - before.right
        if gap < -0.5 * before.height and run.text.strip() == before.text.strip():
            # Bold letters are drawn twice by some programs.
            continue
        spaced = gap > SPACE * min(before.height, run.height) or before.text.endswith(" ") or run.text.startswith(" ")
        parts.append((" " if spaced else "") + run.text.strip())
    return "".join(parts)


def _begins(above: Line, line: Line) -> bool:
    """Whether a line begins a new paragraph: by the white above it, or by larger letters."""
    high, low = max(run.height for run in above), max(run.height for run in line)
    white = min(run.top for run in line) - max(run.bottom for run in above)
    return white > PARAGRAPH * min(high, low) or white < -3 * high or max(high, low) > 1.25 * min(high, low)


# Columns


def _columns(lines: list[Line]) -> list[list[Line]]:
    """Stretches of lines that are read one after the other."""
    start = 0
    while start < len(lines):
        found = _stretch(lines, start)
        if found is not None:
            first, last, gutter = found
            left = [[run for run in line if run.right <= gutter] for line in lines[first:last]]
            right = [[run for run in line if run.right > gutter] for line in lines[first:last]]
            sides = [list(filter(None, side)) for side in (left, right)]
            if _drawn_by_cell(*sides):
                cells = _as_drawn([run for line in lines[first:last] for run in line])
                lines = [*lines[:first], *cells, *lines[last:]]
                last = first + len(cells)
            elif _are_columns(*sides):
                return [
                    *([lines[:first]] if first else []),
                    *(part for side in sides for part in _columns(side)),
                    *_columns(lines[last:]),
                ]
            start = last
        else:
            start += 1
    return [lines] if lines else []


def _stretch(lines: list[Line], start: int) -> tuple[int, int, float] | None:
    """(first, last, gutter): lines from ``start`` on, and before it, that leave a white strip free."""
    height = median(run.height for line in lines for run in line)
    for low, high in _gaps(lines[start], GUTTER * height):
        last, shared = start, 0
        free = (low, high)
        while last < len(lines) and (narrowed := _narrowed(free, lines[last], GUTTER * height)) is not None:
            free = narrowed
            shared += _on_both_sides(lines[last], free)
            last += 1
        first = start
        while first > 0 and (narrowed := _narrowed(free, lines[first - 1], GUTTER * height)) is not None:
            free, first = narrowed, first - 1
        if last - first >= MIN_LINES and shared >= MIN_SHARED:
            return first, last, (free[0] + free[1]) / 2
    return None


def _gaps(line: Line, least: float) -> list[tuple[float, float]]:
    """White between the runs of a line, widest first."""
    found = []
    reached = line[0].right
    for run in line[1:]:
        if run.left - reached >= least:
            found.append((reached, run.left))
        reached = max(reached, run.right)
    return sorted(found, key=lambda gap: gap[0] - gap[1])


def _narrowed(free: tuple[float, float], line: Line, least: float) -> tuple[float, float] | None:
    """What a line leaves of a white strip, or ``None`` where too little is left."""
    low, high = free
    for run in line:
        if run.right <= (low + high) / 2:
            low = max(low, run.right)
        elif run.left >= (low + high) / 2:
            high = min(high, run.left)
        else:
            return None
    return (low, high) if high - low >= least else None


def _on_both_sides(line: Line, free: tuple[float, float]) -> bool:
    middle = sum(free) / 2
    return any(run.right <= middle for run in line) and any(run.left >= middle for run in line)


def _are_columns(left: list[Line], right: list[Line]) -> bool:
    """Whether two sides are read one after the other, not line by line like the cells of a table."""
    if not left or not right:
        return False
    alone = sum(not any(_same_line(line[0], other[0]) for other in right) for line in left)
    alone += sum(not any(_same_line(line[0], other[0]) for other in left) for line in right)
    unaligned = alone / (len(left) + len(right))
    if _labels(left) or _labels(right):
        return False
    if _headed_apart(left, right):
        return True
    if _flows(left) or _flows(right) or unaligned >= UNALIGNED:
        return True
    return max(run.order for line in left for run in line) < min(run.order for line in right for run in line)


def _headed_apart(left: list[Line], right: list[Line]) -> bool:
    """Whether both sides have headings in capitals, and not on the same lines, as the columns of a table would."""
    headings = [[line for line in side if _joined(line).isupper() and len(_joined(line)) > 3] for side in (left, right)]
    shared = sum(any(_same_line(one[0], other[0]) for other in headings[1]) for one in headings[0])
    return all(headings) and shared < max(map(len, headings))


def _drawn_by_cell(left: list[Line], right: list[Line]) -> bool:
    """Whether cells of several lines were drawn one after the other, as programs that know of tables do."""
    # Line by line: a line of several cells on one side counts once.
    sides = sorted(
        (run.order, n, number)
        for n, side in enumerate((left, right))
        for number, line in enumerate(side)
        for run in line
    )
    lines = [sides[0], *(after for before, after in pairwise(sides) if before[1:] != after[1:])]
    groups = [(side, len(list(group))) for side, group in groupby(side for _, side, _ in lines)]
    longer = int(len(right) >= len(left))
    return len(groups) > MIN_SHARED and median(count for side, count in groups if side == longer) >= CELL_LINES


def _as_drawn(runs: list[LetterRun]) -> list[Line]:
    lines: list[Line] = []
    for run in sorted(runs, key=lambda run: run.order):
        if lines and _same_line(lines[-1][-1], run) and run.left >= lines[-1][-1].right:
            lines[-1].append(run)
        else:
            lines.append([run])
    return lines


def _labels(side: list[Line]) -> bool:
    """Whether a side holds what labels rows: dates, or levels in a word or two."""
    texts = [_joined(line) for line in side]
    short = [text for text in texts if len(text) <= LABEL_CHARS]
    labels = sum(any(char.isdigit() for char in text) or bool(_LEVEL.fullmatch(text.strip())) for text in short)
    return labels >= 0.6 * len(texts)


def _flows(side: list[Line]) -> bool:
    """Whether the lines of a side are those of prose: they fill its width and go on in the next."""
    texts = [_joined(line) for line in side]
    if len(texts) < MIN_SHARED or median(len(text.split()) for text in texts) < PROSE_WORDS:
        return False
    width = max(line[-1].right for line in side) - min(line[0].left for line in side)
    on = 0
    for line, text, following in zip(side, texts, texts[1:], strict=False):
        filled = line[-1].right - line[0].left >= FILLED * width
        on += filled and following[:1].islower() and text[-1:] not in ".:;!?"
    return on >= FLOWING * (len(texts) - 1)
