"""A goal over one snapshot: from what a caller typed to the record and the requirements of it."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np

from recommender.errors import AmbiguousGoal
from recommender.goal.advert import headline, is_advert, of_advert
from recommender.goal.requirements import RequirementGroup, Requirements, narrowed, of_occupations, with_words
from recommender.linking.occupations import OccupationChoice, OccupationMatcher
from recommender.linking.subjects import fields
from recommender.records import Goal, Occupation, Requirement
from recommender.snapshot.snapshot import Snapshot
from recommender.text import fold

#: Requirements that an advert is recognised to state, below which its title speaks as well.
MIN_RECOGNISED: Final = 3
#: Confidence of a link from which a title spells a skill out.
MIN_SPELT_CONFIDENCE: Final = 0.9
#: Cosine of a title to a skill's label from which it names the same field; fields that a title names at most.
MIN_FIELD_COSINE: Final = 0.58
MAX_FIELDS: Final = 2
#: Occupations whose requirements are kept in memory.
CACHED_OCCUPATIONS: Final = 512


class GoalResolver:
    """Goals of one snapshot. What an occupation requires is a fact of it and is kept; nothing of a learner ever is."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._resolver = OccupationMatcher(
            snapshot.occupations, snapshot.encoder, snapshot.occupation_vectors, snapshot.goals
        )
        self.candidates = self._resolver.candidates
        self.near = self._resolver.near
        self._groups = lru_cache(maxsize=CACHED_OCCUPATIONS)(self._of_occupations)
        self._required = lru_cache(maxsize=CACHED_OCCUPATIONS)(self._whole)

    def of(self, goal: str) -> tuple[Goal, Requirements]:
        """The record of a goal and its requirements as arrays; `AmbiguousGoal` where no occupation fits well enough."""
        if is_advert(goal):
            return self._of_advert(goal)
        choices = self._resolver.resolve(goal)
        best = choices[0]
        required, shown = self._required_by(goal, best)
        named = [n for n in (best.esco, best.onet) if n is not None]
        record = Goal(
            query=goal.strip(),
            kind="occupation",
            occupations=tuple(self.occupation(n, None) for n in named),
            probability=best.probability,
            alternatives=tuple(self.occupation(c.main, c.probability) for c in choices[1:6]),
            requirements=shown,
            cut=required.cut,
        )
        return record, required

    def _of_advert(self, text: str) -> tuple[Goal, Requirements]:
        """What an advert asks; where little of it is recognised, the job that its first sentence names asks as well.

        `AmbiguousGoal` where nothing is recognised and no job is named.
        """
        required = of_advert(self._snapshot.linker.link(text), text)
        if len(required.groups) >= MIN_RECOGNISED:
            return Goal(query=None, kind="advert", requirements=self._requirements(required)), required
        try:
            choice = self._resolver.resolve(headline(text))[0]
        except AmbiguousGoal as error:
            if required.groups:
                return Goal(query=None, kind="advert", requirements=self._requirements(required)), required
            msg = "nothing that this advert asks for is recognised; name the job's title, or write its requirements out"
            raise AmbiguousGoal(msg, error.choices) from None
        stated = {member for group in required.groups for member in group.members}
        of_title = [group for group in self._groups(choice.esco, choice.onet) if stated.isdisjoint(group.members)]
        whole = Requirements.of([*required.groups, *of_title])
        named = [n for n in (choice.esco, choice.onet) if n is not None]
        goal = Goal(
            query=None,
            kind="advert",
            occupations=tuple(self.occupation(n, None) for n in named),
            probability=choice.probability,
            requirements=self._requirements(whole),
            cut=whole.cut,
        )
        return goal, whole

    def _required_by(self, goal: str, choice: OccupationChoice) -> tuple[Requirements, tuple[Requirement, ...]]:
        """What an occupation requires; where the goal is not its main title, weighed by nearness to the goal."""
        occupations = self._snapshot.occupations
        main = occupations.label(choice.main)
        labels = {fold(occupations.label(n)) for n in (choice.esco, choice.onet) if n is not None}
        if fold(goal) in labels or occupations.number(goal) is not None:
            return self._required(choice.esco, choice.onet, main)
        groups = self._groups(choice.esco, choice.onet)
        near = narrowed(groups, self._nearness(goal, [group.node for group in groups]))
        required = Requirements.of(with_words(near, self._named(goal, main)))
        return required, self._requirements(required)

    def _named(self, *titles: str) -> list[int]:
        """The fields that titles name: nodes that one spells out, and the nearest that mean the same; no products."""
        space, vectors = self._snapshot.space, self._snapshot.skill_vectors
        found: list[int] = []
        near = fields(self._snapshot.encoder.encode(list(titles)), space, vectors, MIN_FIELD_COSINE)
        for title, meant in zip(titles, near, strict=True):
            found += [
                link.node for link in self._snapshot.linker.link(title) if link.confidence >= MIN_SPELT_CONFIDENCE
            ]
            found += [node for node, _ in meant[:MAX_FIELDS]]
        return list(dict.fromkeys(found))

    def _nearness(self, goal: str, nodes: list[int]) -> dict[int, float]:
        """Cosine of a goal to each node that has a vector."""
        searchable = self._snapshot.space.searchable
        asked = np.asarray(nodes)
        rows = np.searchsorted(searchable, asked).clip(max=len(searchable) - 1)
        there = searchable[rows] == asked
        vector = self._snapshot.encoder.encode([goal])[0]
        cosine = np.round(self._snapshot.skill_vectors.labels[rows[there]] @ vector, 4)
        return dict(zip(asked[there].tolist(), cosine.tolist(), strict=True))

    def _of_occupations(self, esco: int | None, onet: int | None) -> tuple[RequirementGroup, ...]:
        snapshot = self._snapshot
        return of_occupations(esco, onet, snapshot.occupations, snapshot.space, snapshot.usual)

    def _whole(self, esco: int | None, onet: int | None, title: str) -> tuple[Requirements, tuple[Requirement, ...]]:
        required = Requirements.of(with_words(self._groups(esco, onet), self._named(title)))
        return required, self._requirements(required)

    def occupation(self, number: int, probability: float | None) -> Occupation:
        """The record of an occupation by its number."""
        occupations = self._snapshot.occupations
        source = "onet" if occupations.is_onet[number] else "esco"
        return Occupation(
            id=occupations.id(number), label=occupations.label(number), source=source, probability=probability
        )

    def _requirements(self, required: Requirements) -> tuple[Requirement, ...]:
        space = self._snapshot.space
        return tuple(
            Requirement(
                label=group.named(space),
                skills=tuple(space.id(node) for node in group.members),
                level=group.level,
                level_assumed=group.level_assumed,
                importance=group.importance,
                sources=group.sources,
            )
            for group in required.groups
        )

    def said(self, goal: Goal) -> tuple[str, ...]:
        """The goal in the learner's own words, then in the taxonomy's where they differ; nothing of an advert.

        An identifier says nothing that can be embedded: there the taxonomy's words are all.
        """
        if not goal.occupations:
            return ()
        label = goal.occupations[0].label
        said = goal.query if goal.query and self._snapshot.occupations.number(goal.query) is None else label
        return (said,) if said.casefold() == label.casefold() else (said, label)
