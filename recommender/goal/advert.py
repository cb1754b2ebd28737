"""What a job advert asks of the applicant: which requirements are essential and which are nice to have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from recommender.goal.advert_lines import MIN_UNSURE, MUST, NICE, AdvertLine
from recommender.goal.requirements import Requirements
from recommender.linking.linker import Link
from recommender.linking.segments import segments_of
from recommender.roles.area import Area
from recommender.scales import IMPORTANCE, REQUIRED_LEVEL
from recommender.taxonomy.areas import NO_AREA, Areas
from recommender.taxonomy.space import SkillSpace

#: Words and lines from which a text is an advert whatever it says, and words from which it may be one.
MANY_WORDS: Final = 40
MANY_LINES: Final = 4
MIN_WORDS: Final = 13
MAX_HEADLINE: Final = 200
#: Ways of asking that weigh as nice to have: said so, or nobody can say whether it is asked.
OPTIONAL: Final = frozenset({"nice-to-have", "unsure"})
#: What states the level of a requirement whose words do.
ADVERT: Final = "advert"
#: Areas whose members are no facets of one competence: who asks for English and German wants both.
BY_NAME: Final = frozenset({"foreign-languages"})
_ASKED: Final = re.compile(
    r"\b(?:requirements?|required|requires?|responsibilit(?:y|ies)|duties|experience (?:of|in|with)|"
    r"years(?:'|\u2019)? (?:of )?experience|you (?:will|have|are|bring)|we (?:offer|are|seek|look)|knowledge of|"
    r"is a plus|must have|essential|desirable|skills)\b",
    re.IGNORECASE,
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


def headline(text: str, lines: Sequence[AdvertLine]) -> str:
    """The words of an advert that hold the job's title: its first line that is one, else its first sentence."""
    titled = next((line for line in lines if line.kind == "title"), None)
    first = next((line for line in text.splitlines() if line.strip()), "")
    said = first if titled is None else text[titled.start : titled.end]
    return re.split(r"[.!?:](?:\s|$)", said.strip(), maxsplit=1)[0][:MAX_HEADLINE]


def of_advert(
    links: Iterable[Link], text: str, lines: Sequence[AdvertLine], space: SkillSpace, areas: Areas
) -> Requirements:
    """What an advert asks for: an area for each competence that it names, at the level that its words state.

    Only lines that ask something of the applicant, or say what the job does, are read. Skills of one area are one
    requirement, whose weight does not grow with their number; products and languages are asked for each by its name.
    Importance is that of the advert's words, times the confidence of the link.
    """
    found: dict[str, list[tuple[Link, str]]] = {}
    spoken = nice_segments(text)
    for link in links:
        if link.assertion == "denied":
            continue
        asked = asked_as(link.start, lines, spoken)
        if asked is not None:
            found.setdefault(_name_of(link.node, space, areas), []).append((link, asked))
    return Requirements.of(_area(name, said, areas) for name, said in found.items())


def asked_as(place: int, lines: Sequence[AdvertLine], nice: Sequence[tuple[int, int]] = ()) -> str | None:
    """How what stands at a place of an advert is asked for: ``essential``, ``task``, ``unsure``, ``nice-to-have``.

    ``None``: it is not asked for. ``nice``: stretches that call themselves nice to have.
    """
    line = next((line for line in lines if line.start <= place < line.end), None)
    if line is None or line.asked < MIN_UNSURE:
        return None
    if line.kind == "nice" or any(start <= place < end for start, end in nice):
        return "nice-to-have"
    if line.unsure:
        return "unsure"
    return "task" if line.kind == "task" else "essential"


def nice_segments(text: str) -> list[tuple[int, int]]:
    """Sentences and entries of lists that call what they name nice to have, whatever the rest of the line says."""
    spoken = ((segment, f"{segment.lead} {segment.text}") for segment in segments_of(text))
    return [(one.start, one.end) for one, said in spoken if NICE.search(said) and not MUST.search(NICE.sub(" ", said))]


def _name_of(node: int, space: SkillSpace, areas: Areas) -> str:
    area = int(areas.of_node[node])
    if area == NO_AREA or areas.kind(area) == "tool" or areas.id(area) in BY_NAME:
        return space.label(node)
    return areas.name(area)


def _area(name: str, said: list[tuple[Link, str]], areas: Areas) -> Area:
    """One requirement of what was said of it; the surest word for it counts."""
    weighed = [
        (round(IMPORTANCE["optional" if asked in OPTIONAL else "stated"] * link.confidence, 4), asked, link)
        for link, asked in said
    ]
    importance, asked, _ = max(weighed, key=lambda entry: (entry[0], entry[1] == "essential"))
    levels = [link.level for link, _ in said if link.level]
    area = int(areas.of_node[said[0][0].node])
    return Area(
        name,
        tuple(dict.fromkeys(link.node for link, _ in said)),
        max(levels, default=REQUIRED_LEVEL["stated"]),
        ADVERT if levels else None,
        importance,
        (f"advert:{asked}",),
        None if area == NO_AREA else areas.kind(area),
        None if area == NO_AREA else areas.learnt(area),
    )
