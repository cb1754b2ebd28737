"""``people``: the skills, states and levels that are read of people, against what blind readers read.

A thing that a reader reads is found where the product names a node that another reader called the same (strict) or the
same or one step away (lenient). What the product names is right where it is such a node of something held, or where a
reader who saw the text said that the person holds it. Only the third that nothing was tuned on is measured; the
others stand beside it.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from eval.core import intervals
from eval.core.report import Metrics, Report
from recommender.data.build.shared import people_readings
from recommender.data.build.shared.people_readings import ReadPerson, ReadSkill
from recommender.linking.linker import Link
from recommender.scales import band
from recommender.snapshot.bundled import bundled_snapshot
from recommender.snapshot.snapshot import Snapshot, open_snapshot

#: What a text says that counts as holding a skill, if only a little.
HOLDING: Final = frozenset({"held", "learning"})
NOT_HELD: Final = frozenset({"denied", "wanted", "other"})
#: Confidence from which a skill is shown as understood.
SHOWN: Final = 0.25

Reading = Callable[[ReadPerson], list[Link]]


@dataclass(frozen=True, slots=True)
class PersonOutcome:
    """Of one person: counts, from which every figure is made."""

    person: ReadPerson
    held: int
    sayable: int
    strict: int
    lenient: int
    named: int
    right: int
    nodded: int
    unjudged: tuple[str, ...]
    not_held: int
    believed: int
    levels: int
    bands: int
    traps: int
    trapped: int


class PeopleTask:
    """Compares readings of one snapshot with those of readers."""

    def __init__(self, snapshot: Snapshot, folder: Path) -> None:
        self._space = snapshot.space
        self._judged = people_readings.judged(folder)

    def outcome(self, person: ReadPerson, links: Sequence[Link]) -> PersonOutcome:
        """Counts for one person's links."""
        named = {self._space.id(link.node): link for link in links if link.assertion in HOLDING}
        held = [skill for skill in person.skills if skill.state == "held"]
        holds = self._nodes(held, "same") | {n for n in named if self._judged.get((person.id, n)) == "held"}
        near = self._nodes(held, "near") | {n for n in named if self._judged.get((person.id, n)) == "near"}
        learns = [skill for skill in person.skills if skill.state == "learning"]
        fine = holds | self._nodes(learns, "same")
        missing = [skill for skill in person.skills if skill.state in NOT_HELD]
        stated = [(skill.level, self._of(skill, named)) for skill in held if skill.level]
        graded = [(level, links) for level, links in stated if links]
        return PersonOutcome(
            person,
            len(held),
            sum(bool(self._known(skill.same)) for skill in held),
            sum(not self._known(skill.same).isdisjoint(named) for skill in held),
            sum(not self._known(skill.same | skill.near).isdisjoint(named) for skill in held),
            len(named),
            sum(node in fine for node in named),
            sum(node in fine | near for node in named),
            tuple(node for node in named if node not in fine | near and (person.id, node) not in self._judged),
            len(missing),
            sum(not (self._known(skill.same) - holds).isdisjoint(named) for skill in missing),
            len(graded),
            sum(any(_band(link) == level for link in links) for level, links in graded),
            len(person.traps),
            sum(self._trapped(trap, person, named, fine | near) for trap in person.traps),
        )

    def _of(self, skill: ReadSkill, named: dict[str, Link]) -> list[Link]:
        return [named[node] for node in self._known(skill.same) if node in named]

    def _nodes(self, skills: Sequence[ReadSkill], verdict: str) -> set[str]:
        return set().union(*(self._known(getattr(skill, verdict)) for skill in skills))

    def _known(self, identifiers: frozenset[str]) -> set[str]:
        nodes = (self._space.meant(identifier) for identifier in identifiers)
        return {self._space.id(node) for node in nodes if node is not None}

    @staticmethod
    def _trapped(trap: str, person: ReadPerson, named: dict[str, Link], fine: set[str]) -> bool:
        """Whether something wrong was named from within the stretch."""
        begin = person.text.find(trap)
        inside = (begin <= link.start and link.end <= begin + len(trap) for link in named.values())
        return any(within and node not in fine for within, node in zip(inside, named, strict=True))


def _band(link: Link) -> str | None:
    return None if link.level is None else band(link.level)


def evaluate(folder: Path, say: Callable[[str], None] = lambda line: None) -> Report:
    """Recall, precision, states, levels and traps over the people that only measure."""
    began = time.monotonic()
    snapshot = open_snapshot(bundled_snapshot())
    task, people = PeopleTask(snapshot, folder), people_readings.read(folder)
    linker = snapshot.linker

    def shipped(person: ReadPerson) -> list[Link]:
        return [link for link in linker.link(person.text, of_person=True) if link.confidence >= SHOWN]

    measured = [person for person in people if person.measures]
    found = [task.outcome(person, shipped(person)) for person in measured]
    for one in found:
        for node in one.unjudged:
            say(f"{one.person.id}\t{node}")
    unjudged = sum(len(one.unjudged) for one in found)
    labels = [task.outcome(person, linker.link(person.text, by_meaning=False)) for person in measured]
    stranger = [
        task.outcome(person, shipped(other))
        for person, other in zip(measured, measured[1:] + measured[:1], strict=True)
    ]
    tuned = [task.outcome(person, shipped(person)) for person in people if not person.measures]
    return Report(
        "people",
        folder / "people.jsonl",
        len(measured),
        figures(found),
        {
            "labels alone": figures(labels),
            "another person's text": figures(stranger),
            f"the {len(tuned)} people that may tune": figures(tuned),
        },
        time.monotonic() - began,
        system="linker",
        unit="people",
        sections={"by field": by_field(found), "readers": {"the same tenth read twice": agreement(folder)}},
        notes=(
            f"{unjudged} of {sum(one.named for one in found)} skills named were judged by nobody: they count as wrong",
        ),
    )


def figures(found: Sequence[PersonOutcome]) -> Metrics:
    """Every figure of some people, over all that is named or read, resampled by person."""

    def share(part: str, whole: str) -> dict[str, float]:
        return intervals.ratio(
            np.asarray([getattr(one, part) for one in found], dtype=np.float64),
            np.asarray([getattr(one, whole) for one in found], dtype=np.float64),
        )

    return {
        "recall, strict": share("strict", "held"),
        "recall of what has a node": share("strict", "sayable"),
        "recall, lenient": share("lenient", "held"),
        "precision, strict": share("right", "named"),
        "precision, lenient": share("nodded", "named"),
        "not held but believed": share("believed", "not_held"),
        "level band right": share("bands", "levels"),
        "traps": share("trapped", "traps"),
    }


def by_field(found: Sequence[PersonOutcome]) -> dict[str, dict[str, object]]:
    """Recall and precision in each field, with few people in each."""
    fields: dict[str, list[PersonOutcome]] = defaultdict(list)
    for one in found:
        fields[one.person.field].append(one)
    return {
        name: {
            "people": len(ones),
            "recall": round(sum(o.strict for o in ones) / max(1, sum(o.held for o in ones)), 3),
            "lenient": round(sum(o.lenient for o in ones) / max(1, sum(o.held for o in ones)), 3),
            "precision": round(sum(o.right for o in ones) / max(1, sum(o.named for o in ones)), 3),
        }
        for name, ones in sorted(fields.items())
    }


def agreement(folder: Path) -> dict[str, float]:
    """How far two readers of the same people agree: by overlap of their quotes, and states of what both read."""
    second = {person.id: person for person in people_readings.read(folder, "second.jsonl")}
    first = [person for person in people_readings.read(folder) if person.id in second]
    found = alike = read = 0
    for person in first:
        others = [(_span(person.text, skill.quote), skill) for skill in second[person.id].skills]
        for skill in person.skills:
            a, b = _span(person.text, skill.quote)
            met = [other for (c, d), other in others if a < d and c < b]
            read += 1
            found += bool(met)
            alike += any(other.state == skill.state for other in met)
    return {
        "people": len(first),
        "read by both": round(found / max(1, read), 4),
        "same state": round(alike / max(1, found), 4),
    }


def _span(text: str, quote: str) -> tuple[int, int]:
    begin = text.find(quote)
    return begin, begin + len(quote)
