"""Proficiency from the words around a skill: "basic Excel", "Java 3/5", "SQL since 2015". Unknown where none is.

A cue counts for the skill that it stands beside: in the same list entry, in the other cells of its row, in the lead-in
of its list ("Advanced: Python, SQL"), or in the same clause with no other skill between. The nearest cue speaks, not
the highest. A skill's own words ("deep learning", "Good Manufacturing Practice") are no cue.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from recommender.scales import from_five, from_percent, level_of_years

#: How far from a skill a cue may stand in a sentence, in characters.
REACH_BEFORE: Final = 45
REACH_AFTER: Final = 40
#: Longest sentence, in words, whose words of degree are taken to speak of all of it.
LONGEST_SENTENCE: Final = 14
#: Words of degree with the level that they are taken to mean.
_WORDS: Final[tuple[tuple[str, float], ...]] = (
    (r"no (?:prior )?experience|never", 0.0),
    (
        (
            r"basics?|beginner(?:['\u2019]s)?|elementary|novice|rudimentary|some (?:knowledge|experience|"
            r"exposure)|exposure|a (?:little|bit of|touch of|tiny bit)|"
            r"(?:very |only )?little|simple|not (?:a |my |that |very |so |really )*(?:strong|confident|good|"
            r"great|brilliant|expert|fluent)(?: (?:point|at|in|with))?|"
            r"not my (?:strong(?:est)? (?:point|suit)|strength)|rusty|weak|schoolboy|school level|get by|"
            r"tourist level|some|grundkenntnisse|notions|b[a\u00e1]sico"
        ),
        0.25,
    ),
    (r"familiar(?:ity)?|fundamentals|introduct(?:ion|ory)|awareness|assisted|helped|under supervision", 0.3),
    (
        (
            r"working knowledge|conversational|competent|intermediate|solid|good|comfortable|confident|"
            r"decent|reasonable|gute(?:n|r)?|capable|fair(?:ly good)?|"
            r"professional working"
        ),
        0.5,
    ),
    (
        (
            r"proficien(?:t|cy)|skilled|strong|thorough|sound|extensive|fluen(?:t|cy|tly)|advanced|"
            r"in[- ]depth|excellent|very good|really good|full professional|"
            r"flie(?:\u00df|ss)end|courant|sehr gut|highly|black belt"
        ),
        0.75,
    ),
    (r"(?-i:led|Led)|managed|headed|directed|architected|trained|taught|coached|mentored|supervised", 0.75),
    (
        (
            r"experts?|expertise|mastery|master(?:ed)?|guru|native|mother tongue|bilingual|authority on|"
            r"inside out|muttersprache|langue maternelle"
        ),
        0.95,
    ),
)
_CEFR: Final = {"A1": 0.15, "A2": 0.28, "B1": 0.45, "B2": 0.6, "C1": 0.8, "C2": 0.95}
_YEARS: Final = (
    r"\b(?P<years>\d{1,2}(?:\.\d)?)\s*(?:\+|plus|or more)?\s*(?:-|to|"
    r"\u2013)?\s*\d{0,2}\s*\+?\s*(?:years?|yrs?|jahre|ans|a\u00f1os)\b"
)
_MONTHS: Final = r"\b(?P<months>\d{1,2})\s*(?:months?|mths?|weeks?)\b"
_SINCE: Final = r"\b(?:since|seit|depuis|desde|from)\s+(?:\w+\s+)?(?P<since>(?:19|20)\d\d)\b(?!\s*(?:-|\u2013|to))"
_FIVE: Final = r"(?<![\d/])(?P<part>\d{1,2}(?:\.5)?)\s*(?:/|out of)\s*(?P<of>5|10)(?![\d/])"
_PERCENT: Final = r"\b(?P<percent>\d{1,3})\s?%"
_STARS: Final = (
    r"(?P<stars>[\u2605\u25cf\u25a0\u2b1b\u25c9\u2b24\u2588]{1,10}[\u2606\u25cb\u25a1\u2b1c\u25ef"
    r"\u2591]{0,10})(?=[\s,;)]|$)"
)
_GRADE: Final = r"\b(?P<cefr>[ABC][12])\b(?!\s*(?:licen|vehicle|driv))"
_DEGREES: Final = "|".join(rf"(?P<w{n}>\b(?:{words})\b)" for n, (words, _) in enumerate(_WORDS))
_CUE: Final = re.compile(f"{_YEARS}|{_MONTHS}|{_SINCE}|{_FIVE}|{_PERCENT}|{_STARS}|{_GRADE}|{_DEGREES}", re.IGNORECASE)
_NOT: Final = re.compile(
    r"\b(?:led by|managed by|supervised by|trained by|native (?:app|cloud|mobile)|cloud[- ]native|"
    r"good (?:with|at|in|in my|to|for)? ?(?:people|my hands)|"
    r"some of|strong (?:team|coffee|winds?)|years? old|advanced (?:level|craft)|fair (?:trade|play))\b",
    re.IGNORECASE,
)
_INSIDE: Final = re.compile(r"\(([^()]*)\)")
_CLAUSE: Final = re.compile(r"[;!?\u2022|]|\.(?=\s|$)|,\s")
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
Span = tuple[int, int]


def latest_year(text: str) -> int | None:
    """The latest year that a text names, by which "since 2015" is counted; ``None`` where it names none."""
    return max((int(year) for year in _YEAR.findall(text)), default=None)


def stated_level(
    text: str,
    start: int,
    end: int,
    lead: str = "",
    *,
    columns: str = "",
    others: Iterable[Span] = (),
    year: int | None = None,
) -> float | None:
    """The level that the words around ``text[start:end]`` state, in [0, 1], or ``None``.

    Where the stretch is all of ``text``, only what stands in parentheses in it counts. ``lead``: the words before the
    colon where ``text`` is an entry of a list; ``columns``: the other cells of its row; ``others``: stretches of
    ``text`` that name skills, whose words are no cues; ``year``: as `latest_year`.
    """
    if columns:
        return _first(columns, year)
    if start == 0 and end >= len(text):
        found = _first(" ".join(_INSIDE.findall(text)), year)
    else:
        found = _near(text, start, end, sorted(others), year)
    return _first(lead, year) if found is None and lead else found


def sentence_level(text: str, year: int | None = None) -> float | None:
    """The level that a sentence states as a whole, for a skill that no words of it name; ``None`` for long ones."""
    return _first(text, year) if len(text.split()) <= LONGEST_SENTENCE else None


def _near(text: str, start: int, end: int, others: list[Span], year: int | None) -> float | None:
    """The level of the nearest cue before or behind, up to the next skill or the end of the clause."""
    masked = text
    for a, b in others:
        masked = masked[:a] + "\x00" * (b - a) + masked[b:]
    floor = max((b for _, b in others if b <= start), default=0)
    roof = min((a for a, _ in others if a >= end), default=len(text))
    before = masked[max(floor, start - REACH_BEFORE) : start]
    breaks = [match.end() for match in _CLAUSE.finditer(before)]
    before = before[breaks[-1] :] if breaks else before
    after = masked[end : min(roof, end + REACH_AFTER)]
    found = [(len(before) - b, level) for _, b, level in _cues(before, year)]
    for a, b, level in _cues(_own(after, touching=roof < len(text)), year):
        # "advanced SQL" behind a comma speaks of SQL.
        if not (roof < len(text) and b >= len(after.rstrip()) and "(" not in after):
            found.append((a, level))
    return min(found)[1] if found else None


def _own(after: str, *, touching: bool) -> str:
    """What stands behind a skill and speaks of it: its clause, or a part behind a comma that is nothing but a cue."""
    stop = _CLAUSE.search(after)
    if stop is None:
        return after
    head, rest = after[: stop.start()], after[stop.end() :]
    if head.strip() or stop.group().strip() != ",":
        return head
    part = re.split(r"[,;.]", rest, maxsplit=1)[0]
    cue = _CUE.search(part)
    alone = cue is not None and len(part.split()) <= len(cue.group().split()) + 2
    return after[: stop.end()] + part if alone and not (touching and part == rest) else head


def _first(words: str, year: int | None) -> float | None:
    return next((level for _, _, level in _cues(words, year)), None)


def _cues(words: str, year: int | None) -> Iterator[tuple[int, int, float]]:
    """(start, end, level) of each cue."""
    words = _NOT.sub(lambda match: "\x00" * len(match.group()), words)
    for match in _CUE.finditer(words):
        level = _level(match, year)
        if level is not None:
            yield match.start(), match.end(), level


def _level(match: re.Match[str], year: int | None) -> float | None:
    said = {name: value for name, value in match.groupdict().items() if value is not None}
    name, value = next(iter(said.items()))
    if name == "since":
        return None if year is None or year <= int(value) else level_of_years(year - int(value))
    if name == "part":
        share = float(value) / float(said["of"])
        return from_five(5 * share) if share <= 1 else None
    if name in _READ:
        return _READ[name](value)
    return _WORDS[int(name[1:])][1]


def _stars(value: str) -> float | None:
    full = sum(char in "\u2605\u25cf\u25a0\u2b1b\u25c9\u2b24\u2588" for char in value)
    return full / len(value) if len(value) >= 3 else None


_READ: Final[dict[str, Callable[[str], float | None]]] = {
    "years": lambda value: level_of_years(float(value)),
    "months": lambda value: 0.25,
    "percent": lambda value: from_percent(float(value)) if float(value) <= 100 else None,
    "stars": _stars,
    "cefr": lambda value: _CEFR[value.upper()],
}
