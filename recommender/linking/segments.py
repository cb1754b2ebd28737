"""Cutting a CV, an advert or a course page into segments that say one thing each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from recommender.text.layout import LayoutLine, Section, lines_of

#: Longest text that is read, in characters; profiles and descriptions are bounded before they come here.
MAX_TEXT_CHARS: Final = 200_000
#: Where one sentence, line or entry ends.
BREAK: Final = re.compile(r"\n+|(?<=[.!?])\s+(?=[A-Z\"'(])|(?:^|\s+)[•▪●◦‣](?:\s+|(?=\w))|\s+[|]\s+|;\s+")
_BULLET: Final = re.compile(r"^\s*(?:[-*•▪●◦‣–—+>#✓✔\uf0b7]+|\d{1,2}[.)]|o(?=\s[A-Z]))\s+")
_ITEM: Final = re.compile(r"\s*(?:,(?!\d)|/(?=\s)|\s/\s|\s+and\s+|\s+&\s+|\s·\s)\s*")
_LIST_HEAD: Final = re.compile(r"^[^:,]{1,40}:\s+")
#: What stands behind the name of a skill in a list and says something of it.
_COMMENT: Final = re.compile(
    r"\s+[-–—]+\s+|\s*\(|\s*[★☆●○■□⬤◉█░]|\s+\d{1,2}\s*/\s*\d{1,2}\b|\s+\d{1,3}\s?%|:\s|\s*·\s|\s[-–—]$"
)
_PERSONAL: Final = re.compile(
    r"^\W*(name|age|born|date of birth|place of birth|gender|sex|pronouns|nationality|citizenship|marital status|"
    r"religion|address|e-?mail|phone|telephone|mobile|photo)\s*:",
    re.IGNORECASE,
)
_EQUAL_CHANCES: Final = re.compile(
    r"equal[ -]opportunit|without regard to (race|age|gender)|reasonable accommodation", re.IGNORECASE
)
#: Parts of a CV that say nothing of a skill.
SKIPPED: Final = frozenset({"interests", "references", "contact"})
#: Parts whose lines are names of skills, with or without a remark.
LISTED: Final = frozenset({"skills", "languages", "certificates", "lacks", "wishes", "learning"})
#: Words of an entry of a list, and of a line in a list of skills that is an entry.
MAX_ITEM_WORDS: Final = 4
MAX_NAME_WORDS: Final = 6


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the text: ``text[start:end]`` of the original. ``item``: one entry of a list, not a sentence.

    Segments of one sentence or list share its number, ``line``, and its words, ``around``, which begin at ``begin`` of
    the original. ``lead``: what stands before the colon of its list; ``heading`` and ``section``: what it stands under;
    ``columns``: further cells of its row.
    """

    text: str
    start: int
    item: bool
    line: int
    lead: str = ""
    heading: str = ""
    section: Section | None = None
    columns: str = ""
    around: str = ""
    begin: int = 0

    @property
    def end(self) -> int:
        """Offset behind the segment in the text given."""
        return self.start + len(self.text)


def segments_of(text: str) -> Iterator[Segment]:
    """Sentences, bullets and list entries in order.

    Headings, employers with their dates, sections headed hobbies, interests, references or address, lines of personal
    details, and the usual equal-opportunity sentences are left out: they say nothing of a skill.
    """
    number = 0
    for line in lines_of(text[:MAX_TEXT_CHARS]):
        if line.kind in {"heading", "entry"} or line.section in SKIPPED:
            continue
        for sentence, start in _sentences(line):
            stripped = sentence.strip()
            if not stripped or _PERSONAL.match(stripped) or _EQUAL_CHANCES.search(stripped):
                continue
            number += 1
            yield from _items(sentence, start, number, line)


def _sentences(line: LayoutLine) -> Iterator[tuple[str, int]]:
    """Each sentence of a line without its bullet, and where it starts in the original."""
    position = 0
    for match in [*BREAK.finditer(line.text), None]:
        end = match.start() if match else len(line.text)
        sentence = _BULLET.sub("", line.text[position:end])
        yield sentence, line.start + end - len(sentence)
        position = match.end() if match else len(line.text)


def _items(sentence: str, start: int, number: int, line: LayoutLine) -> Iterator[Segment]:
    """A sentence that enumerates is cut into its entries; any other is one segment."""
    head = _LIST_HEAD.match(sentence)
    body_start = head.end() if head else 0
    body = sentence[body_start:]
    lead = sentence[:body_start].strip(" :")

    def segment(text: str, at: int, *, item: bool) -> Segment:
        return Segment(
            text, start + at, item, number, lead, line.heading, line.section, line.columns, sentence.rstrip(), start
        )

    parts = _ITEM.split(body)
    named = line.section in LISTED
    names = [_COMMENT.split(part, maxsplit=1)[0] for part in parts]
    most = MAX_NAME_WORDS if named else MAX_ITEM_WORDS
    short = sum(len(name.split()) <= most for name in names)
    enumerates = "," in body and len(parts) >= 3
    if not (short >= 0.75 * len(parts) if named else enumerates and short >= 0.75 * len(parts)):
        yield segment(sentence.rstrip(), 0, item=False)
        return
    position = 0
    for part in parts:
        found = body.index(part, position)
        position = found + len(part)
        remark = _COMMENT.search(part) if named else None
        name = part[: remark.start()] if remark and remark.start() else part
        # A full stop may end the last entry, or belong to the name (".NET", "Node.js").
        cleaned = _unbracketed(name.strip().rstrip("."))
        if cleaned:
            yield segment(cleaned, body_start + found + name.index(cleaned), item=True)
        rest = part[len(name) :]
        if remark and len(rest.split()) > 1:
            yield segment(rest.rstrip(), body_start + found + len(name), item=False)


def _unbracketed(name: str) -> str:
    """An entry of a list in brackets without the half of them that the list's commas left to it."""
    if name.count("(") != name.count(")"):
        return name.removeprefix("(").removesuffix(")").strip()
    return name
