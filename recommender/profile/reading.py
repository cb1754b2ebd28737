"""What was understood of a profile file, block by block, and what was not read."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Final

from recommender.errors import ProfileError
from recommender.records import MAX_NAMED, MAX_TEXT_CHARS, Learner, NamedSkill, Record, UnreadKind, UnreadPart
from recommender.text.labels import composed

#: What each kind of unread part is, in the words of a warning.
UNREAD: Final[dict[UnreadKind, str]] = {
    "picture": "a picture; type in what it says, if it says anything",
    "scan": "a page that is a picture; run text recognition (OCR) on the file, or type the text in",
    "chart": "what a chart shows",
    "embedded": "an embedded document; hand it over as a file of its own",
    "attachment": "an attached file; hand it over by itself",
    "comment": "comments",
    "hidden": "hidden text",
    "unclaimed": "what is struck out, or stands beside an empty box",
    "font": "text whose font does not tell its letters; run text recognition (OCR) on the file, or type it in",
    "entry": "an entry that is not of a known form",
    "level": "a level whose scale is not known, so that the skill counts as named without one",
    "column": "a column that is not known",
    "proof": "the proof of a badge, so that what it states counts as claimed",
}
#: Blocks of one file; a profile has fewer lines.
MAX_BLOCKS: Final = 20_000
#: Blanks before a line from which it stands in a column on the right; a tab then tells of it.
RIGHT_COLUMN: Final = 16
TOO_LONG: Final = f"it holds more than {MAX_TEXT_CHARS:,} characters of text; a profile has fewer"
_LIGATURES: Final = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_INVISIBLE: Final = dict.fromkeys((*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF))
_SIGNS: Final = {**_LIGATURES, **_INVISIBLE, 0xA0: " ", 0x202F: " ", 0x2007: " ", 0x2011: "-"}
#: Icons of symbol fonts, and what else has no meaning outside its font.
_PRIVATE: Final = re.compile("[\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]+")
#: Letters that are another only in their looks: full width, or bold and the like of mathematics.
_STYLED: Final = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff]+")
_BROKEN: Final = re.compile(r"((?:\w+-)*\w+)[\xad\u2010][ \t]*\r?\n[ \t]*(\w+)")
#: Parts of compounds that keep their hyphen wherever the line ends: first parts, second parts, and pairs.
_FIRST: Final = re.compile(r"(?:\w|self|cross|non|well)", re.IGNORECASE)
_SECOND: Final = re.compile(
    r"making|solving|oriented|based|related|driven|level|term|stack|facing|speaking|functional|party|friendly|wide|"
    r"known|trained|paced|effective|efficient|cent(?:red|ered)|qualified|skilled|quality|building|setting"
)
_PAIR: Final = re.compile(
    r"(?:front|back|high|low)-end|(?:part|full|real)-time|(?:low|no)-code|hands-on|(?:on|off)-(?:site|call)"
)


class Block(Record):
    """A stretch of a file as it was understood. ``place``: where it stands, such as ``page 1`` or ``work 2``."""

    place: str
    text: str


class Reading(Record):
    """What was understood of a file: its format, its blocks in reading order, and the learner that they describe.

    ``learner.text`` is the text of all blocks, one line or more each, in their order; ``learner.unread`` is what was
    not read.
    """

    format: str
    blocks: tuple[Block, ...]
    learner: Learner


class ReadingDraft:
    """A reading in the making. ``between``: what stands between two blocks in the learner's text."""

    def __init__(self, format: str, between: str = "\n") -> None:  # noqa: A002 - the field's name
        self._format = format
        self._between = between
        self._blocks: list[Block] = []
        self._skills: list[NamedSkill] = []
        self._unread: Counter[tuple[UnreadKind, str | None]] = Counter()
        self._length = 0

    def add(self, place: str, text: str) -> None:
        """A block, unless its text is blank. `ProfileError` where the file holds more than a profile does."""
        if len(text) > MAX_TEXT_CHARS:
            text = _bounded(text)
        cleaned = "\n".join(map(_trimmed, filter(str.strip, tidy(text).splitlines())))
        if not cleaned:
            return
        self._length += len(cleaned) + len(self._between)
        if self._length > MAX_TEXT_CHARS or len(self._blocks) >= MAX_BLOCKS:
            raise ProfileError(TOO_LONG)
        self._blocks.append(Block(place=place, text=cleaned))

    def name(self, skill: str, level: float | None = None) -> None:
        """A skill by its name, of which a file states no more than 300 characters. `ProfileError` for one too many."""
        cleaned = " ".join(tidy(skill).split())[:300]
        if not cleaned:
            return
        if len(self._skills) >= MAX_NAMED:
            msg = f"it names more than {MAX_NAMED} skills; keep those that matter"
            raise ProfileError(msg)
        self._skills.append(NamedSkill(name=cleaned, level=level))

    def skip(self, kind: UnreadKind, place: str | None = None, count: int = 1) -> None:
        """Something that is not read."""
        if count > 0:
            self._unread[kind, place] += count

    @property
    def unread(self) -> Counter[tuple[UnreadKind, str | None]]:
        """How often each kind was left unread, by place."""
        return self._unread

    @property
    def letters(self) -> int:
        """How many letters the blocks hold together."""
        return sum(char.isalpha() for block in self._blocks for char in block.text)

    def finished(self) -> Reading:
        """The reading; `ProfileError` where nothing was read."""
        if not (self._blocks or self._skills):
            kinds = {kind for kind, _ in self._unread}
            msg = "no text in it"
            if kinds & {"picture", "scan", "font"}:
                msg = "it holds no text, only an image of it; run text recognition (OCR) on it first, or type it in"
            elif kinds:
                msg = f"nothing in it could be read; it holds {'; '.join(sorted(UNREAD[kind] for kind in kinds))}"
            raise ProfileError(msg)
        parts = [UnreadPart(kind=kind, place=place, count=n) for (kind, place), n in self._unread.items()]
        learner = Learner(
            text=self._between.join(block.text for block in self._blocks) or None,
            skills=tuple(self._skills),
            unread=tuple(_gathered(parts)),
        )
        return Reading(format=self._format, blocks=tuple(self._blocks), learner=learner)


def _trimmed(line: str) -> str:
    """A line without the blanks around it; one that stands far to the right begins with a tab."""
    indent = len(line) - len(line.lstrip(" "))
    return ("\t" if indent >= RIGHT_COLUMN else "") + line.strip()


def _gathered(parts: list[UnreadPart], most: int = 100) -> list[UnreadPart]:
    """Parts by kind and place, or by kind alone where there are more places than an answer warns of."""
    if len(parts) <= most:
        return parts
    kinds: Counter[UnreadKind] = Counter()
    for part in parts:
        kinds[part.kind] += part.count
    return [UnreadPart(kind=kind, count=n) for kind, n in kinds.items()]


def unread_warning(part: UnreadPart) -> str:
    """A warning of a part that was not read, for people."""
    where = ", ".join(filter(None, (part.place, f"{part.count} times" if part.count > 1 else None)))
    return f"not read in the profile: {UNREAD[part.kind]}" + (f" ({where})" if where else "")


def _bounded(text: str) -> str:
    """A long text with one space or one line end for each stretch of white space.

    `ProfileError` as soon as its words alone are more than a profile's.
    The words are counted one by one, for a list of them takes ten times the memory of the text.
    """
    length = 0
    for word in re.finditer(r"\S+", text):
        length += word.end() - word.start() + 1
        if length > 2 * MAX_TEXT_CHARS:
            raise ProfileError(TOO_LONG)
    return re.sub(r" ?\n[ \n]*", "\n", re.sub(r"[^\S\n]+", " ", text))


def tidy(text: str) -> str:
    """``text`` without what only its typesetting put there.

    Ligatures become letters, words that a soft hyphen or U+2010 breaks at a line's end become whole, and signs that
    have no meaning outside their font, or no width, go.
    """
    text = _STYLED.sub(lambda found: unicodedata.normalize("NFKC", found.group()), composed(text))
    text = _BROKEN.sub(lambda match: joined(match[1], match[2]), text)
    return _PRIVATE.sub(" ", text.replace("\xad", "").translate(_SIGNS)).replace("\u2010", "-")


def joined(first: str, second: str) -> str:
    """A word that was broken at a hyphen: ``market`` and ``ing``, but ``COVID-19`` and ``self-motivated``."""
    both = f"{first}-{second}"
    cased = second[:1].islower() and first[-1:].islower()
    kept = (
        "-" in first
        or not cased
        or _FIRST.fullmatch(first)
        or _SECOND.fullmatch(second)
        or _PAIR.fullmatch(both.lower())
    )
    return both if kept else first + second
