"""Prerequisites of a catalogue: those that are likely and not stated, and those that stand in a circle."""

from __future__ import annotations

from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from recommender import artifacts
from recommender.catalogue.store import ENTRY
from recommender.errors import NotFound
from recommender.prerequisites.cycles import Cycle, find_cycles
from recommender.prerequisites.model import Course, Courses, PrerequisiteModel
from recommender.records import Record, Unit
from recommender.snapshot.snapshot import Snapshot

#: Credentials that are looked at as prerequisites of one: those nearest to it in meaning.
MAX_NEAREST: Final = 100
MAX_TEXT_CHARS: Final = 600


class Suggestion(Record):
    """A credential that may be a prerequisite. ``stated``: the catalogue says so; ``probability`` is the model's."""

    id: str
    title: str
    probability: Unit
    stated: bool


class PrerequisiteFinder:
    """Prerequisites of one snapshot's credentials."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @cached_property
    def _model(self) -> PrerequisiteModel:
        return PrerequisiteModel.read(artifacts.model("prerequisites"))

    @cached_property
    def _essential(self) -> dict[int, frozenset[int]]:
        return essential_of(self._snapshot)

    def of(self, identifier: str, top: int = 10) -> tuple[Suggestion, ...]:
        """The likeliest prerequisites of a credential, best first; `NotFound` where the catalogue does not hold it."""
        credentials = self._snapshot.credentials
        row = credentials.number(identifier)
        if row is None:
            msg = "no credential has this identifier in the snapshot"
            raise NotFound(msg)
        stated = set(credentials.prerequisites.row(row).tolist())
        near = [n for n in self._near(row) if n != row]
        members = [row, *dict.fromkeys([*near, *sorted(stated)])]
        courses = self._courses(members)
        others = range(1, len(members))
        chance = self._model.probability(courses.features(list(others), [0] * len(others)))
        found = [
            Suggestion(
                id=credentials.id(members[n]),
                title=credentials.title(members[n]),
                probability=round(float(p), 4),
                stated=members[n] in stated,
            )
            for n, p in zip(others, chance, strict=True)
        ]
        return tuple(sorted(found, key=lambda s: (not s.stated, -s.probability, s.id))[:top])

    def cycles(self) -> tuple[Cycle, ...]:
        """Stated prerequisites that go round in a circle, each with the fewest that would have to give way."""
        credentials = self._snapshot.credentials
        first = credentials.prerequisites
        edges = {
            (credentials.id(int(before)), credentials.id(row)): 1
            for row in range(len(credentials))
            for before in first.row(row)
        }
        return find_cycles(edges)

    def _near(self, row: int) -> list[int]:
        credentials, index = self._snapshot.credentials, self._snapshot.credential_index
        same = np.asarray(credentials.language == credentials.language[row])
        vector = self._encoded([_text(self._snapshot, row)])
        return [int(n) for n in index.search(vector, MAX_NEAREST + 1, same)[1][0]]

    def _courses(self, rows: list[int]) -> Courses:
        courses = [course_of(self._snapshot, row) for row in rows]
        titles = self._encoded([course.title for course in courses])
        texts = self._encoded([course.text[:MAX_TEXT_CHARS] for course in courses])
        return Courses(courses, titles, texts, self._essential)

    def _encoded(self, texts: list[str]) -> npt.NDArray[np.float32]:
        return self._snapshot.encoder.encode(texts)


def _text(snapshot: Snapshot, row: int) -> str:
    course = course_of(snapshot, row)
    return f"{course.title}. {course.text}"


def course_of(snapshot: Snapshot, row: int) -> Course:
    """A credential as the model sees it; its text is the labels of its skills, because no description is kept."""
    record = snapshot.credentials.record(row)
    taught = [snapshot.space.meant(skill.skill) for skill in record.skills]
    entry = int(snapshot.credentials.entry[row])
    return Course(
        record.title,
        "; ".join(skill.label for skill in record.skills) or record.title,
        frozenset(node for node in taught if node is not None),
        entry / (len(ENTRY) - 1) if entry >= 0 else None,
    )


def essential_of(snapshot: Snapshot) -> dict[int, frozenset[int]]:
    """Of each skill that has any, those that ESCO calls essential for it."""
    space = snapshot.space
    found = {node: frozenset(space.essential_of(node)) for node in range(len(space))}
    return {node: needed for node, needed in found.items() if needed}
