"""Catalogue rows to records and to the skills that each teaches and requires."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from recommender.arrays import Vectors
from recommender.catalogue.schema import CatalogueRow, RowSkill
from recommender.linking.linker import Link, Linker
from recommender.linking.subjects import taught
from recommender.records import Credential, Fact, Price, TaughtSkill
from recommender.scales import BROADER_DISCOUNT, TAUGHT_LEVEL, TAUGHT_LEVEL_UNKNOWN
from recommender.taxonomy.space import SkillSpace

#: Reliability of skills that only the text of a catalogue row suggests.
TEXT_RELIABILITY: Final = 0.8
MIN_LINK_CONFIDENCE: Final = 0.25

TaughtLink = tuple[int, int, float, float, bool, bool]
LinkNamed = Callable[[str], list[Link]]


@dataclass(frozen=True, slots=True)
class LinkedRows:
    """Records of rows, what each teaches and what each requires.

    ``taught``: (row, node, level, confidence, inferred, assumed); ``requires``: (row, node, level). ``unknown``: how
    often each name of a skill that is not in the skill space is given.
    """

    records: list[Credential]
    taught: list[TaughtLink]
    requires: list[tuple[int, int, float]]
    unknown: Counter[str]


def linked(
    rows: Sequence[CatalogueRow], space: SkillSpace, linker: Linker, titles: Vectors, *, calibrated: bool
) -> LinkedRows:
    """Rows to records and links; where a row names no skill, or one that is not known, its text is read as well.

    ``titles``: the vector of each row's title. ``calibrated``: it is known how probable a skill near to one is taught.
    """
    records: list[Credential] = []
    found: list[TaughtLink] = []
    requires: list[tuple[int, int, float]] = []
    unknown: Counter[str] = Counter()
    # Catalogues name the same skills again and again.
    named_links = cache(linker.named)
    unnamed = [number for number, row in enumerate(rows) if not _all_known(row, space, named_links, unknown)]
    about = taught(titles[unnamed], space, linker.vectors) if calibrated else [[] for _ in unnamed]
    subjects = dict(zip(unnamed, about, strict=True))
    for number, row in enumerate(rows):
        subject = subjects.get(number)
        skills = _resolve(row.skills, row, space, named_links)
        if subject is not None:
            named = {node for node, _ in skills}
            skills += [(node, skill) for node, skill in _told(row, space, linker, subject) if node not in named]
        needed = _resolve(row.requires_skills, row, space, named_links)
        records.append(_record(row, _shown(skills), _shown(needed)))
        for node, skill in skills:
            found.append((number, node, skill.level, skill.confidence, False, skill.assumed))
            # Kept beside what is stated of the broader skill itself: naming more never means teaching less.
            for parent, confidence in space.broader_of(node):
                if space.kind_of(parent) not in {"commodity", "group"}:
                    level = BROADER_DISCOUNT * skill.level
                    found.append((number, parent, level, skill.confidence * confidence, True, skill.assumed))
        requires += [(number, node, skill.level) for node, skill in needed]
    return LinkedRows(records, found, requires, unknown)


def _all_known(row: CatalogueRow, space: SkillSpace, links_of: LinkNamed, unknown: Counter[str]) -> bool:
    """Whether a row names skills, and each is in the skill space; those that are not are counted."""
    lost = [skill for skill in (*row.skills, *row.requires_skills) if not _links(skill, space, links_of)]
    unknown.update(skill.name for skill in lost)
    return bool(row.skills) and not any(skill in lost for skill in row.skills)


def _links(skill: RowSkill, space: SkillSpace, links_of: LinkNamed) -> list[Link]:
    """All of what was written may be an identifier, such as mine:1, and then states no level."""
    return links_of(str(skill.written) if _is_identifier(skill, space) else skill.name)


def _is_identifier(skill: RowSkill, space: SkillSpace) -> bool:
    return skill.written is not None and space.number(skill.written) is not None


def _told(
    row: CatalogueRow, space: SkillSpace, linker: Linker, subject: Iterable[tuple[int, float]]
) -> list[tuple[int, TaughtSkill]]:
    """Skills that title and description speak of, and those that the title is about."""
    links = linker.link("\n".join(filter(None, (row.title, row.description))))
    taught = [link for link in links if link.assertion not in {"denied", "asked"}]
    believed = {link.node: TEXT_RELIABILITY * link.confidence for link in reversed(taught)}
    for node, probability in subject:
        believed[node] = max(believed.get(node, 0.0), probability)
    level = TAUGHT_LEVEL.get(row.entry_level or "", TAUGHT_LEVEL_UNKNOWN)
    return [
        (
            node,
            TaughtSkill(
                skill=space.id(node),
                label=space.label(node),
                level=level,
                confidence=round(confidence, 4),
                source="text",
            ),
        )
        for node, confidence in believed.items()
        if confidence >= MIN_LINK_CONFIDENCE
    ]


def _resolve(
    skills: Sequence[RowSkill], row: CatalogueRow, space: SkillSpace, links_of: LinkNamed
) -> list[tuple[int, TaughtSkill]]:
    default = TAUGHT_LEVEL.get(row.entry_level or "", TAUGHT_LEVEL_UNKNOWN)
    out: list[tuple[int, TaughtSkill]] = []
    for skill in skills:
        stated = None if _is_identifier(skill, space) else skill.level
        for link in _links(skill, space, links_of):
            node, confidence = link.node, link.confidence
            believed = round(confidence * (1.0 if skill.confidence is None else skill.confidence), 4)
            if believed >= MIN_LINK_CONFIDENCE:
                found = TaughtSkill(
                    skill=space.id(node),
                    label=space.label(node),
                    level=default if stated is None else stated,
                    assumed=stated is None if skill.assumed is None else skill.assumed,
                    confidence=believed,
                    source=skill.source or row.source or "catalogue",
                )
                out.append((node, found))
    return out


def _shown(skills: list[tuple[int, TaughtSkill]]) -> tuple[TaughtSkill, ...]:
    """One entry a skill, the most confident; best first."""
    best: dict[int, TaughtSkill] = {}
    for node, skill in skills:
        if node not in best or (skill.confidence, skill.level) > (best[node].confidence, best[node].level):
            best[node] = skill
    return tuple(sorted(best.values(), key=lambda skill: (-skill.confidence, skill.label)))


def _record(row: CatalogueRow, skills: tuple[TaughtSkill, ...], needed: tuple[TaughtSkill, ...]) -> Credential:
    low, high = row.hours_interval
    facts = dict(row.facts)
    if row.source and not facts:
        stated = [name for name in CatalogueRow.model_fields if name in row.model_fields_set and name != "facts"]
        facts = {name: Fact(source=row.source, as_of=row.as_of) for name in stated}
    return Credential(
        id=row.identifier,
        title=row.title,
        provider=row.provider,
        url=row.url,
        type=row.type,
        entry_level=row.entry_level,
        hours_low=low,
        hours_high=high,
        price=_price(row.price, row.currency),
        audit_price=_price(row.audit_price, row.currency),
        language=row.language,
        pacing=row.pacing,
        format=row.format,
        award=row.award,
        recognised_by=row.recognised_by,
        rating=row.rating,
        rating_count=row.rating_count,
        skills=skills,
        requires_skills=needed,
        prerequisites=row.prerequisites,
        stacks_into=row.stacks_into,
        qualification_level=row.qualification_level,
        status=row.status,
        available_from=row.available_from,
        available_until=row.available_until,
        runs=row.runs,
        facts=facts,
    )


def _price(amount: float | None, currency: str | None) -> Price | None:
    """Free is free without a currency: ISO 4217 has XXX for no currency."""
    return None if amount is None else Price(amount=amount, currency=currency or "XXX")
