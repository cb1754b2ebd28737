"""Cutting a CV or a course page into segments that say one thing each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

#: Longest text that is read, in characters; profiles and descriptions are bounded before they come here.
MAX_TEXT_CHARS: Final = 200_000
#: Where one sentence, line or entry ends.
BREAK: Final = re.compile(r"\n+|(?<=[.!?])\s+(?=[A-Z\"'(])|\s*[•▪●◦‣]\s*|\s+[|]\s+|;\s+")
_BULLET: Final = re.compile(r"^\s*(?:[-*–—+>#]+|\d{1,2}[.)])\s+")
_ITEM: Final = re.compile(r"\s*(?:,|/(?=\s)|\s/\s|\s+and\s+|\s+&\s+)\s*")
_LIST_HEAD: Final = re.compile(r"^[^:,]{1,40}:\s+")
_SKIPPED: Final = re.compile(
    r"^\W*(hobbies|interests|hobbies (and|&) interests|interests (and|&) hobbies|references|address|contact|"
    r"personal (details|data|information))\W*(?::|$)",
    re.IGNORECASE,
)
_PERSONAL: Final = re.compile(
    r"^\W*(name|age|born|date of birth|place of birth|gender|sex|pronouns|nationality|citizenship|marital status|"
    r"religion|address|e-?mail|phone|telephone|mobile|photo)\s*:",
    re.IGNORECASE,
)
_HEADING: Final = re.compile(r"^\W*[A-Z][\w &/-]{2,40}:?\W*$")
_EQUAL_CHANCES: Final = re.compile(
    r"equal[ -]opportunit|without regard to (race|age|gender)|reasonable accommodation", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the text: ``text[start:end]`` of the original. ``item``: one entry of a list, not a sentence.

    Segments of one sentence or list share its number, ``line``. ``lead``: what stands before the colon of its list;
    ``heading``: the heading it stands under.
    """

    text: str
    start: int
    item: bool
    line: int
    lead: str = ""
    heading: str = ""

    @property
    def end(self) -> int:
        """Offset behind the segment in the text given."""
        return self.start + len(self.text)


def segments_of(text: str) -> Iterator[Segment]:
    """Sentences, bullets and list entries in order.

    Sections headed hobbies, interests, references or address, lines of personal details, and the usual
    equal-opportunity sentences are left out: they say nothing of a skill.
    """
    text = text[:MAX_TEXT_CHARS]
    skipping = False
    heading = ""
    position = 0
    for number, match in enumerate([*BREAK.finditer(text), None]):
        end = match.start() if match else len(text)
        raw = text[position:end]
        line = _BULLET.sub("", raw)
        start = end - len(line)
        position = match.end() if match else end
        stripped = line.strip()
        if not stripped:
            continue
        if _SKIPPED.match(stripped):
            skipping = _HEADING.match(stripped) is not None or stripped.endswith(":")
            continue
        headed = raw == line and _HEADING.match(stripped) is not None and len(stripped.split()) <= 4
        if headed or stripped.endswith(":"):
            heading = stripped
        if headed:
            skipping = False
        if skipping or _PERSONAL.match(stripped) or _EQUAL_CHANCES.search(stripped):
            continue
        yield from _items(line, start, number, heading)


def _items(line: str, start: int, number: int, heading: str) -> Iterator[Segment]:
    """A line that enumerates is cut into its entries; any other is one segment."""
    head = _LIST_HEAD.match(line)
    body_start = head.end() if head else 0
    body = line[body_start:]
    lead = line[:body_start].strip(" :")
    parts = _ITEM.split(body)
    short = sum(len(part.split()) <= 4 for part in parts)
    listed = "," in body and len(parts) >= 3 and short >= 0.75 * len(parts)
    if not listed:
        yield Segment(line.rstrip(), start, item=False, line=number, lead=lead, heading=heading)
        return
    position = 0
    for part in parts:
        found = body.index(part, position)
        position = found + len(part)
        # A full stop may end the last entry, or belong to the name (".NET", "Node.js").
        cleaned = part.strip().rstrip(".")
        if cleaned:
            yield Segment(cleaned, start + body_start + found, item=True, line=number, lead=lead, heading=heading)
