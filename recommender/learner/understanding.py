"""What was understood of a profile file: its blocks with the skills that each names, and what was not read."""

from __future__ import annotations

from bisect import bisect_right

from recommender.learner.evidence import is_read
from recommender.linking.linker import Link
from recommender.profile.reading import Block, Reading, unread_warning
from recommender.records import Learner, Record, SkillFound
from recommender.snapshot.snapshot import Snapshot
from recommender.taxonomy.space import SkillSpace
from recommender.text.language import detect


class UnderstoodBlock(Block):
    """A block with the skills that it names, in its order; their offsets are into its own text."""

    skills: tuple[SkillFound, ...] = ()


class Understanding(Record):
    """What a profile file says to CredPath.

    ``learner`` is what to hand over in the file's place. ``warnings``: what was not read, and stands in every answer.
    """

    snapshot: str
    format: str
    language: str | None
    blocks: tuple[UnderstoodBlock, ...]
    learner: Learner
    warnings: tuple[str, ...]


def understood(reading: Reading, snapshot: Snapshot) -> Understanding:
    """A reading with its skills over one snapshot, each with what the text says of it."""
    text = reading.learner.text or ""
    language = detect(text) if text else None
    space = snapshot.space
    starts: list[int] = []
    for block in reading.blocks:
        starts.append(text.index(block.text, starts[-1] + 1 if starts else 0))
    skills: list[list[SkillFound]] = [[] for _ in reading.blocks]
    for link in snapshot.linker.link(text, by_meaning=is_read(language), of_person=True) if text else []:
        number = bisect_right(starts, link.start) - 1
        skills[number].append(skill_found(link, space, starts[number]))
    return Understanding(
        snapshot=snapshot.id,
        format=reading.format,
        language=language,
        blocks=tuple(
            UnderstoodBlock(place=block.place, text=block.text, skills=tuple(sorted(found, key=_place)))
            for block, found in zip(reading.blocks, skills, strict=True)
        ),
        learner=reading.learner,
        warnings=tuple(map(unread_warning, reading.learner.unread)),
    )


def skill_found(link: Link, space: SkillSpace, begin: int = 0) -> SkillFound:
    """A link of a text as a record, with offsets counted from ``begin``."""
    return SkillFound(
        skill=space.id(link.node),
        label=space.label(link.node),
        confidence=link.confidence,
        level=link.level,
        method=link.method,
        start=link.start - begin,
        end=link.end - begin,
        assertion=link.assertion,
    )


def _place(skill: SkillFound) -> tuple[int, str]:
    return skill.start, skill.skill
