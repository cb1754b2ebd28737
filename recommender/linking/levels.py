"""Proficiency from the words around a skill: "basic Excel", "5 years of Java", "led the team". Unknown where none is.

Words of degree and years count only near the skill they speak of: in the same list entry, in the lead-in of its list
("Advanced: Python, SQL"), or within a few words of it in a sentence.
"""

from __future__ import annotations

import re
from typing import Final

from recommender.scales import level_of_years

#: How far from a skill a word may stand in a sentence, in characters.
REACH_BEFORE: Final = 45
REACH_AFTER: Final = 30
#: Longest sentence, in words, whose words of degree are taken to speak of all of it.
LONGEST_SENTENCE: Final = 14
#: Words of degree with the level that they are taken to mean; the highest near a skill counts.
_WORDS: Final[tuple[tuple[str, float], ...]] = (
    (r"no (?:prior )?experience|never", 0.0),
    (r"basics?|beginner|elementary|novice|rudimentary|some (?:knowledge|experience|exposure)|exposure|A1|A2", 0.25),
    (r"familiar(?:ity)?|fundamentals|introduct(?:ion|ory)|learning|awareness|assisted|helped", 0.3),
    (r"working knowledge|conversational|competent|intermediate|solid|good|comfortable|B1|B2", 0.5),
    (r"proficien(?:t|cy)|skilled|strong|thorough|sound|extensive|fluent|advanced|in[- ]depth|deep|excellent|C1", 0.75),
    (r"(?-i:led|Led)|managed|headed|directed|architected|trained|taught|coached|mentored|supervised", 0.75),
    (r"experts?|expertise|mastery|master(?:ed)?|guru|native|mother tongue|authority on|C2", 0.95),
)
_DEGREES: Final = tuple((re.compile(rf"\b(?:{words})\b", re.IGNORECASE), level) for words, level in _WORDS)
_YEARS: Final = re.compile(
    r"\b(\d{1,2})\s*(?:\+|plus|or more)?\s*(?:-|to|–)?\s*\d{0,2}\s*\+?\s*(?:years?|yrs?)\b", re.IGNORECASE
)
_NOT: Final = re.compile(
    r"\b(?:led by|managed by|supervised by|trained by|native (?:app|cloud|mobile)|cloud[- ]native)", re.IGNORECASE
)
_INSIDE: Final = re.compile(r"\(([^()]*)\)")
_CLAUSE: Final = re.compile(r"[;.!?•|]|,\s")


def stated_level(text: str, start: int, end: int, lead: str = "") -> float | None:
    """The level that the words around ``text[start:end]`` state, in [0, 1], or ``None``.

    Where the stretch is all of ``text``, only what stands in parentheses in it counts. ``lead``: the words before the
    colon where ``text`` is an entry of a list.
    """
    whole = start == 0 and end >= len(text)
    found = _levels(" ".join(_INSIDE.findall(text)) if whole else _near(text, start, end))
    if not found and lead:
        found = _levels(lead)
    return max(found) if found else None


def sentence_level(text: str) -> float | None:
    """The level that a sentence states as a whole, for a skill that no words of it name; ``None`` for long ones."""
    found = _levels(text) if len(text.split()) <= LONGEST_SENTENCE else []
    return max(found) if found else None


def _near(text: str, start: int, end: int) -> str:
    before = text[max(0, start - REACH_BEFORE) : start]
    after = text[end : end + REACH_AFTER]
    breaks = [match.end() for match in _CLAUSE.finditer(before)]
    before = before[breaks[-1] :] if breaks else before
    stop = _CLAUSE.search(after)
    after = after[: stop.start()] if stop else after
    return f"{before} \x00 {after}"


def _levels(words: str) -> list[float]:
    words = _NOT.sub(" ", words)
    found = [level for pattern, level in _DEGREES if pattern.search(words)]
    found += [level_of_years(int(match.group(1))) for match in _YEARS.finditer(words)]
    return found
