"""What somebody types as a goal, as texts that can be matched with titles: spelt right, without job boards' noise.

``Data Analyst (m/w/d) - Acme - Berlin`` is *Data Analyst*, ``acountant`` *accountant*, ``RN`` *registered nurse*, and
``I want to work as a baker`` *baker*. Rank words are kept as a fact: an assistant manager is no director.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from recommender.taxonomy.occupations import Occupations
from recommender.text import tokens

#: Texts of one goal that are looked at.
MAX_VARIANTS: Final = 6
MAX_PARTS: Final = 4
#: Words of a title that stands inside a longer text.
MAX_TITLE_WORDS: Final = 6
MIN_SENTENCE_WORDS: Final = 4
#: Words of a text in which an abbreviation need not stand in capitals.
FEW_WORDS: Final = 3
#: Letters of a word that spelling may mend, letters from which two mistakes are, and the share that may be wrong.
MIN_MENDED: Final = 4
TWO_MISTAKES: Final = 8
MAX_WRONG_SHARE: Final = 0.2
#: A word of so few titles is itself a mistake where one letter less or more makes a word of so many times as many.
RARE_WORD: Final = 2
USUAL_TIMES: Final = 20
MIN_RARE_LETTERS: Final = 7
#: Share of words that are known nowhere from which a text is not English.
UNKNOWN_SHARE: Final = 0.5

_PAY: Final = (
    r"[£$€]\s?[\d.,]+\s?k?(?:\s?[-\u2013]\s?[£$€]?\s?[\d.,]+\s?k?)?(?:\s?(?:per|/|p)\s?\.?(?:hour|hr|day|annum|year|week|"
    r"h|a)\b)?|\b\d[\d.,]*\s?k\b|\b\d{2,}[\d.,]*\s?(?:eur|usd|gbp|chf)\b|\b\d+\s?(?:hrs?|hours?)\b(?:\s?(?:per|/|a)\s?week)?"
)
_NOISE: Final = re.compile(
    r"\([^)]*\)|\[[^\]]*\]|\b(?:m/?[wf]/?[dfx]?|f/m/?d?|h/f|w/m/d|remote|hybrid|onsite|on-site|full[- ]?time|"
    r"part[- ]?time|permanent|temporary|contract|fixed[- ]term|freelance|urgent(?:ly)?|hiring|wanted|vacancy|jobs?|"
    r"position|role|immediate start|no experience|from home|work from home|wfh|ftc|perm|temp)\b\.?|" + _PAY,
    re.IGNORECASE,
)
_PARTED: Final = re.compile(
    r"\s+[-\u2013\u2014|\u00b7\u2022@]\s+|\s*[|\n;]\s*|\s+(?:at|bei)\s+|,\s+|\s*/\s+|:\s+", re.IGNORECASE
)
_WISH: Final = re.compile(
    r"^(?:i(?:'d|\u2019d| would)?\s+(?:like|want|wish|hope|am hoping|need|love|dream)\b.*?\b(?:to\s+(?:be(?:come)?|"
    r"work\s+(?:as|in|with)|get\s+into|move\s+into|(?:re)?train\s+as|do|go\s+into|start)|as|be)\s+|"
    r"looking\s+for\s+(?:work|a\s+job|something)?\s*(?:as|in|with)?\s*|(?:a\s+)?(?:job|career|work)\s+(?:as|in|with)\s+)"
    r"(?:an?\s+|the\s+)?",
    re.IGNORECASE,
)
#: A wish that names what somebody wants to work with, and no job.
_FIELD_ONLY: Final = re.compile(
    r"^(?:i\b.*?\b(?:to|love|like)\s+)?(?:(?:do|get|find|have)\s+)?(?:work|working|something|anything|a\s+(?:job|career))\s+(?:in|with)\b",
    re.IGNORECASE,
)
_SENIOR: Final = re.compile(r"\b(?:senior|snr|sr|lead|principal|experienced|i{1,3}|iv)\b\.?", re.IGNORECASE)
#: Words of titles of those who begin.
ENTRY_WORDS: Final = re.compile(
    r"\b(?:junior|jnr|jr|trainee|apprentice|graduate|entry[- ]level|intern(?:ship)?|newly[- ]qualified)\b\.?",
    re.IGNORECASE,
)
_BELOW: Final = re.compile(r"\b(?:assistant|asst|deputy|vice|trainee)\b", re.IGNORECASE)
_TOP: Final = re.compile(r"\b(?:director|chief|head|president|vp|ceo|cto|cfo|coo|principal|minister)\b", re.IGNORECASE)
_MANAGER: Final = re.compile(
    r"\b(?:managers?|mgr|supervisors?|team leader|foreman|superintendent|coordinators?)\b", re.IGNORECASE
)
_HELPER: Final = re.compile(r"\b(?:assistants?|helpers?|aides?|trainees?|clerks?|labourers?)\b", re.IGNORECASE)
#: Somebody else's rank: the one that an assistant works for.
_ANOTHERS: Final = re.compile(
    r"\bto (?:the )?(?:\w+ )?(?:director|ceo|head|manager|board|chief\w*|cfo|md|principal)\b.*", re.IGNORECASE
)
#: Small words of other languages that no English title holds.
_FOREIGN: Final = re.compile(
    r"\b(?:del|une|du|des|f\u00fcr|und|der|das|im|voor|het|och|p\u00e5|della|dello|di|per la|para|ze|ile|ve|en)\b",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:[.'\u2019&+#/-][^\W_]+)*\+*#?|\d+|\W+|_+")
_EDGES: Final = " -\u2013\u2014,.;:!?"


@dataclass(frozen=True, slots=True)
class TitleVariant:
    """One text to match. ``mended``: share of the letters of its worst word that spelling changed.

    ``unknown``: share of its words that stand in no title; ``part``: whether it is a part of what was typed.
    """

    text: str
    mended: float
    unknown: float
    part: bool


@dataclass(frozen=True, slots=True)
class TitleText:
    """What was typed: the whole first, then its parts; ``rank`` as `rank_of`.

    ``foreign``: not in English. ``field``: it says what somebody wants to work in or with, which may be many jobs.
    """

    variants: tuple[TitleVariant, ...]
    rank: int
    foreign: bool
    field: bool


def rank_of(title: str) -> int:
    """0 for helpers and assistants, 1 for most, 2 for managers and supervisors, 3 for directors and heads."""
    if _TOP.search(title):
        return 3
    if _MANAGER.search(title):
        return 2
    return 0 if _HELPER.search(title) else 1


def _asked_rank(text: str) -> int:
    """The rank that somebody asks for, at most: an assistant manager is one below a manager; others count as most."""
    own = _ANOTHERS.sub(" ", text)
    rank = max(1, rank_of(own))
    return rank - 1 if rank > 1 and _BELOW.search(own) else rank


def without_rank(text: str) -> str:
    """A title without words that say how senior somebody is; as it is where nothing would be left."""
    return " ".join(_SENIOR.sub(" ", text).split()) or text


def without_entry(text: str) -> str:
    """A title without words of those who begin; as it is where nothing would be left."""
    return " ".join(ENTRY_WORDS.sub(" ", text).split()) or text


class TitleReader:
    """Reads what people type, with the words of all titles of one snapshot."""

    def __init__(self, occupations: Occupations) -> None:
        self._occupations = occupations

    def read(self, text: str) -> TitleText:
        """The texts to match; at least one."""
        whole = " ".join(self._expanded(text).split(" ")).strip()
        plain = " ".join(_NOISE.sub(" ", whole).split(" ")).strip()
        found: dict[str, TitleVariant] = {}
        for written, part in self._parts(plain, whole):
            variant = self._spelt(" ".join(written.split()).strip(_EDGES), part=part)
            if variant.text:
                found.setdefault(variant.text.casefold(), variant)
        first = next(iter(found.values()), TitleVariant(" ".join(text.split()), 0.0, 1.0, False))
        for title in self._inside(first.text):
            found.setdefault(title, TitleVariant(title, 0.0, 0.0, True))
        variants = tuple(found.values())[:MAX_VARIANTS] or (first,)
        field = bool(_FIELD_ONLY.search(whole.strip()))
        return TitleText(variants, _asked_rank(text), self._foreign(whole, first), field)

    def _expanded(self, text: str) -> str:
        """Abbreviations written out; one in capitals is believed in small letters only where little else stands."""
        few = len(text.split()) <= FEW_WORDS

        def expanded(match: re.Match[str]) -> str:
            word = match[0].rstrip(".")
            found = self._occupations.abbreviations.get(word.casefold())
            return found[1] if found and (few or not found[0].isupper() or word.isupper()) else match[0]

        return re.sub(r"[A-Za-z0-9&+]+(?:\.(?!\w))?", expanded, text)

    @staticmethod
    def _parts(plain: str, whole: str) -> Iterator[tuple[str, bool]]:
        """Texts to look at, and whether each is only a part: a headline begins with its title."""
        yield re.sub(r"\s+", " ", plain), False
        if wish := _WISH.match(whole):
            yield whole[wish.end() :], True
        parts = [part for part in _PARTED.split(plain) if len(part.strip(_EDGES)) > 1]
        if len(parts) > 1:
            yield parts[0], False
            yield from ((part, True) for part in parts[1:MAX_PARTS])

    def _inside(self, text: str) -> list[str]:
        """Titles that stand word for word inside a longer text, the longest first."""
        words = tokens(text)
        if len(words) < MIN_SENTENCE_WORDS:
            return []
        found: list[tuple[int, int, str]] = []
        for size in range(min(MAX_TITLE_WORDS, len(words)), 0, -1):
            for start in range(len(words) - size + 1):
                key = " ".join(words[start : start + size])
                within = any(start >= first and start + size <= last for first, last, _ in found)
                if not within and (size > 1 or len(key) >= MIN_MENDED) and self._occupations.titled(key):
                    found.append((start, start + size, key))
        return [key for _, _, key in found[:MAX_PARTS]]

    def _spelt(self, text: str, *, part: bool) -> TitleVariant:
        out: list[str] = []
        worst, unknown, count = 0.0, 0, 0
        for match in _WORD.finditer(text):
            word = match.group()
            stems = tokens(word)
            if len(stems) != 1 or not stems[0].isalpha():
                out.append(word)
                continue
            count += 1
            mended = self._mended(stems[0])
            if mended is None:
                unknown += not self._usual.get(stems[0])
                out.append(word)
            else:
                worst = max(worst, DamerauLevenshtein.distance(stems[0], mended) / len(mended))
                out.append(mended)
        return TitleVariant("".join(out), round(worst, 4), unknown / max(count, 1), part)

    def _mended(self, word: str) -> str | None:
        """The word that was meant, where this one is none; ``None`` where it stands as it is."""
        usual = self._usual.get(word, 0)
        if len(word) < MIN_MENDED or usual > RARE_WORD or (usual and len(word) < MIN_RARE_LETTERS):
            return None
        mistakes = 1 if usual or len(word) < TWO_MISTAKES else 2
        near = [
            other
            for size in range(len(word) - mistakes, len(word) + mistakes + 1)
            for other in self._sized.get(size, ())
        ]
        best: tuple[float, str] | None = None
        for other, distance, _ in process.extract(
            word, near, scorer=DamerauLevenshtein.distance, score_cutoff=mistakes, limit=8
        ):
            two_of_few = distance > 1 and distance / max(len(word), len(other)) > MAX_WRONG_SHARE
            if other == word or two_of_few or self._usual[other] < USUAL_TIMES * usual:
                continue
            # Of words that are equally near the usual one is meant, and the first letter is seldom wrong.
            cost = distance - 0.1 * len(str(self._usual[other])) - (0.3 if other[0] == word[0] else 0.0)
            if best is None or (cost, other) < best:
                best = cost, other
        return None if best is None else best[1]

    def _foreign(self, text: str, first: TitleVariant) -> bool:
        if self._occupations.titled(" ".join(tokens(text))):
            return False
        return first.unknown >= UNKNOWN_SHARE or bool(_FOREIGN.search(text)) or self._accented(text)

    def _accented(self, text: str) -> bool:
        """Whether a word with an accent stands in no title: ``résumé`` writers are rarer than ``médicos``."""
        words = (word for word in _WORD.findall(text) if any(char.isalpha() and not char.isascii() for char in word))
        return any(not self._usual.get(stem) for word in words for stem in tokens(word))

    @cached_property
    def _usual(self) -> Mapping[str, int]:
        """How many titles hold each word."""
        return self._occupations.word_counts()

    @cached_property
    def _sized(self) -> Mapping[int, list[str]]:
        """Words by their number of letters."""
        sized: dict[int, list[str]] = {}
        for word in sorted(self._usual):
            sized.setdefault(len(word), []).append(word)
        return sized
