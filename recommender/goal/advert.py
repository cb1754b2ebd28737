"""What a job advert says of its own requirements: which are essential and which are nice to have."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from recommender.goal.requirements import Requirements
from recommender.linking.linker import Link
from recommender.linking.segments import segments_of
from recommender.roles.area import Area
from recommender.scales import IMPORTANCE, REQUIRED_LEVEL
from recommender.taxonomy.areas import NO_AREA, Areas
from recommender.taxonomy.space import SkillSpace

_NICE: Final = re.compile(
    r"\b(?:nice|good|great)[- ]to[- ]have|\b(?:is|are|be|as)\s+an?\s+(?:\w+\s+)?(?:plus|bonus|advantage|asset)\b|"
    r"\ba plus\b|\bbonus(?: points)?\b|\bpluses\b|\bdesirable\b|\bdesired\b|\bpreferred\b|\bpreferabl[ey]\b|"
    r"\badvantageous\b|\bideally\b|\boptional\b|\bbeneficial\b|\b(?:is|are) welcome\b|\bnot required\b|"
    r"\bwould (?:be|help)\b",
    re.IGNORECASE,
)
#: Words and lines from which a text is an advert whatever it says, and words from which it may be one.
MANY_WORDS: Final = 40
MANY_LINES: Final = 4
MIN_WORDS: Final = 13
MAX_HEADLINE: Final = 200
#: Areas whose members are no facets of one competence: who asks for English and German wants both.
BY_NAME: Final = frozenset({"foreign-languages"})
_ASKED: Final = re.compile(
    r"\b(?:requirements?|required|requires?|responsibilit(?:y|ies)|duties|experience (?:of|in|with)|"
    r"years(?:'|\u2019)? (?:of )?experience|you (?:will|have|are|bring)|we (?:offer|are|seek|look)|knowledge of|"
    r"is a plus|must have|essential|desirable|skills)\b",
    re.IGNORECASE,
)
_MUST: Final = re.compile(
    r"\bmust\b|\brequired\b|\bessential\b|\bmandatory\b|\bminimum\b|\bat least\b|\bneed(?:ed|s)? to\b", re.IGNORECASE
)


def is_advert(goal: str) -> bool:
    """Whether a goal is an advert's text: of several lines, long, or speaking of what is asked of an applicant.

    A headline of a job board (``Data Analyst - Acme - Berlin - 60,000 EUR``) and a wish in a sentence are titles.
    """
    words = len(goal.split())
    lines = sum(bool(line.strip()) for line in goal.splitlines())
    return (
        words >= MANY_WORDS or lines >= MANY_LINES or (words >= MIN_WORDS and (lines > 1 or bool(_ASKED.search(goal))))
    )


def headline(text: str) -> str:
    """The first sentence of an advert, which mostly holds the job's title."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return re.split(r"[.!?:](?:\s|$)", first.strip(), maxsplit=1)[0][:MAX_HEADLINE]


def nice_to_have(text: str) -> list[tuple[int, int]]:
    """The stretches of an advert, as (start, end), whose requirements it calls nice to have.

    A sentence or list says so itself, or stands under a heading that does and does not contradict it.
    """
    out = []
    for segment in segments_of(text):
        own = f"{segment.lead} {segment.text}"
        nice = bool(_NICE.search(own)) and not _MUST.search(_NICE.sub(" ", own))
        under = bool(_NICE.search(segment.heading)) and not _MUST.search(own)
        if nice or under:
            out.append((segment.start, segment.end))
    return out


def of_advert(links: Iterable[Link], text: str, space: SkillSpace, areas: Areas) -> Requirements:
    """What an advert asks for: an area for each competence that it names, at the level that its words state.

    Skills of one area are one requirement, whose weight does not grow with their number; products and languages are
    asked for each by its name. Importance is that of the advert's words, times the confidence of the link.
    """
    nice = nice_to_have(text)
    found: dict[str, list[tuple[Link, bool]]] = {}
    for link in links:
        optional = any(start <= link.start < end for start, end in nice)
        found.setdefault(_name_of(link.node, space, areas), []).append((link, optional))
    return Requirements.of(_area(name, said, areas) for name, said in found.items())


def _name_of(node: int, space: SkillSpace, areas: Areas) -> str:
    area = int(areas.of_node[node])
    if area == NO_AREA or areas.kind(area) == "tool" or areas.id(area) in BY_NAME:
        return space.label(node)
    return areas.name(area)


def _area(name: str, said: list[tuple[Link, bool]], areas: Areas) -> Area:
    """One requirement of what was said of it; the surest word for it counts."""
    weighed = [
        (round(IMPORTANCE["optional" if optional else "stated"] * link.confidence, 4), not optional, link)
        for link, optional in said
    ]
    importance, essential, _ = max(weighed, key=lambda entry: entry[:2])
    levels = [link.level for _, _, link in weighed if link.level]
    area = int(areas.of_node[said[0][0].node])
    return Area(
        name,
        tuple(dict.fromkeys(link.node for link, _ in said)),
        max(levels, default=REQUIRED_LEVEL["stated"]),
        not levels,
        importance,
        ("advert:essential" if essential else "advert:nice-to-have",),
        None if area == NO_AREA else areas.kind(area),
        None if area == NO_AREA else areas.learnt(area),
    )
