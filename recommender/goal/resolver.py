"""A goal over one snapshot: from what a caller typed to the record and the areas of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np

from recommender.errors import AmbiguousGoal
from recommender.goal.advert import headline, is_advert, of_advert
from recommender.goal.advert_lines import AdvertReader
from recommender.goal.requirements import Requirements
from recommender.linking.occupations import REVIEWED_PROBABILITY, OccupationChoice, OccupationMatcher
from recommender.records import Goal, Licence, Occupation, Requirement, Role, RoleFound, RoleRef, Seniority
from recommender.roles.area import Area
from recommender.roles.evidence import UNIT, JobTitle
from recommender.roles.presentation import role_record
from recommender.roles.profile import Profile, with_words
from recommender.roles.seniority import seniority_of
from recommender.snapshot.snapshot import Snapshot
from recommender.text import fold

#: Requirements that an advert is recognised to state, below which its title speaks as well.
MIN_RECOGNISED: Final = 3
#: Confidence of a link from which a title spells a skill out.
MIN_SPELT_CONFIDENCE: Final = 0.9
#: Occupations named as what a title may mean instead.
MAX_ALTERNATIVES: Final = 5
#: Roles that are named as one step away.
MAX_RELATED: Final = 5
#: Occupations whose profiles are kept in memory.
CACHED_OCCUPATIONS: Final = 512


@dataclass(frozen=True, slots=True)
class MeantJob:
    """What a title means. ``numbers``: of its occupations, the one that it is first; ``probability``: that it is."""

    numbers: tuple[int, ...]
    alternatives: tuple[Occupation, ...]
    probability: float
    profile: Profile


class GoalResolver:
    """Goals of one snapshot. What an occupation requires is a fact of it and is kept; nothing of a learner ever is."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._matcher = OccupationMatcher(
            snapshot.occupations, snapshot.encoder, snapshot.occupation_vectors, snapshot.goals
        )
        self._adverts = AdvertReader.open(snapshot.encoder)
        self.candidates = self._matcher.candidates
        self.near = self._matcher.near
        self._of_occupations = lru_cache(maxsize=CACHED_OCCUPATIONS)(self._occupations_profile)

    def of(self, goal: str) -> tuple[Goal, Requirements]:
        """The record of a goal and its requirements as arrays; `AmbiguousGoal` where no occupation fits well enough."""
        if is_advert(goal):
            return self._of_advert(goal)
        meant = self._titled(goal)
        required = Requirements.of(meant.profile.areas, len(meant.profile.cut))
        record = Goal(
            query=goal.strip(),
            kind="occupation",
            alternatives=meant.alternatives,
            requirements=self._requirements(required, meant.profile),
            cut=required.cut,
            **self._facts(meant),
        )
        return record, required

    def role(self, title: str) -> Role:
        """What a job asks, by its title or the identifier of a role or an occupation; `AmbiguousGoal` as `of`."""
        meant = self._titled(title)
        occupations = self._occupations(meant)
        return role_record(
            meant.profile,
            occupations,
            self._related(meant),
            self._licences(occupations, meant.profile),
            self._job_zone(meant),
            self._snapshot.space,
        )

    def roles(self, query: str, limit: int) -> list[RoleFound]:
        """Roles that a title may mean, most probable first."""
        store = self._snapshot.roles.store
        found: dict[str, RoleFound] = {}
        number = self._curated(self._matcher.texts(query))
        if number is not None:
            role = store.role(number)
            found[role.id] = RoleFound(
                id=role.id, title=role.title, origin=role.origin, probability=REVIEWED_PROBABILITY
            )
        left = 1.0 - (REVIEWED_PROBABILITY if found else 0.0)
        for choice in self.candidates(query):
            occupation = self.occupation(choice.main, None)
            number = store.titled(occupation.label)
            one = store.role(number) if number is not None else None
            key, probability = one.id if one else occupation.id, round(left * choice.probability, 4)
            held = found.get(key)
            if held is not None:
                found[key] = held.model_copy(update={"probability": min(1.0, held.probability + probability)})
            else:
                title, origin = (one.title, one.origin) if one else (occupation.label, "evidence")
                found[key] = RoleFound(id=key, title=title, origin=origin, probability=probability)
        return sorted(found.values(), key=lambda role: -role.probability)[:limit]

    def _licences(self, occupations: tuple[Occupation, ...], profile: Profile) -> tuple[Licence, ...]:
        """Of a reviewed role its own; of another those of the occupation that it is."""
        if profile.role is not None and profile.role.licences:
            return profile.role.licences
        return self._snapshot.roles.store.licences_of(occupation.id for occupation in occupations)

    def _curated(self, texts: Sequence[str]) -> int | None:
        """The reviewed or own role that bears one of these titles; of several the first."""
        store = self._snapshot.roles.store
        return next((n for text in texts if (n := store.titled(text)) is not None), None)

    def _facts(self, meant: MeantJob) -> dict[str, Any]:
        """What the record of a goal says of the job that its title means."""
        occupations = self._occupations(meant)
        return {
            "occupations": occupations,
            "probability": meant.probability,
            "role": self._role_of(occupations, meant.profile),
            "licences": self._licences(occupations, meant.profile),
        }

    def _occupations(self, meant: MeantJob) -> tuple[Occupation, ...]:
        return tuple(self.occupation(number, None) for number in meant.numbers)

    def _job_zone(self, meant: MeantJob) -> int | None:
        zones = (int(self._snapshot.occupations.job_zone[n]) for n in meant.numbers)
        return next((zone for zone in zones if zone), None)

    def _related(self, meant: MeantJob) -> list[RoleRef]:
        """Roles one step away: a reviewed role's own, else ESCO's of the same unit group, the nearest in meaning."""
        store = self._snapshot.roles.store
        if meant.profile.role is not None:
            known = {title: store.titled(title) for title in meant.profile.role.related}
            return [RoleRef(id=store.role(n).id if n is not None else None, title=t) for t, n in known.items()]
        first = meant.numbers[0] if meant.numbers else None
        if first is None or self._snapshot.occupations.is_onet[first]:
            return []
        near = [n for n in self._snapshot.roles.evidence.neighbours([first], UNIT) if n != first]
        titles = self._snapshot.occupation_vectors[0]
        cosine = np.round(titles[near] @ titles[first], 4)
        found = [self.occupation(near[n], None) for n in np.argsort(-cosine, kind="stable")[:MAX_RELATED]]
        return [RoleRef(id=one.id, title=one.label) for one in found]

    def _titled(self, goal: str) -> MeantJob:
        """The job that a title or an identifier means; `AmbiguousGoal` where nobody can tell."""
        profiles, occupations = self._snapshot.roles, self._snapshot.occupations
        identified = occupations.number(goal) is not None
        number = profiles.store.number(goal.strip())
        probability, texts = 1.0, []
        if number is None and not identified:
            probability, texts = REVIEWED_PROBABILITY, self._matcher.texts(goal)
            number = self._curated(texts)
        if number is not None:
            identifiers = profiles.store.role(number).occupations
            named = tuple(n for i in identifiers if (n := occupations.number(i)) is not None)
            others = () if probability == 1.0 else self._others(goal, named, 1 - probability)
            return MeantJob(named, others, probability, profiles.of_role(number, seniority_of(goal)))
        choices = self._matcher.resolve(goal)
        best = choices[0]
        named = tuple(n for n in (best.esco, best.onet) if n is not None)
        alternatives = tuple(self.occupation(c.main, c.probability) for c in choices[1 : 1 + MAX_ALTERNATIVES])
        return MeantJob(named, alternatives, best.probability, self._profile(goal, texts, best))

    def _others(self, goal: str, named: Sequence[int], left: float) -> tuple[Occupation, ...]:
        """What a role's title may mean beside its occupations, with what is left of the probability."""
        others = [choice for choice in self.candidates(goal) if {choice.esco, choice.onet}.isdisjoint(named)]
        rest = sum(choice.share for choice in others) or 1.0
        return tuple(self.occupation(c.main, round(left * c.share / rest, 4)) for c in others[:MAX_ALTERNATIVES])

    def _profile(self, goal: str, texts: Sequence[str], choice: OccupationChoice) -> Profile:
        """A reviewed role where the occupation's main title is one of its titles, else what the sources say of it.

        ``texts``: the goal as titles that it may be; none for an identifier.
        """
        main = self._snapshot.occupations.label(choice.main)
        number = self._snapshot.roles.store.titled(main)
        if number is not None:
            return self._snapshot.roles.of_role(number, seniority_of(goal))
        if not texts or fold(goal) == fold(main):
            return self._of_occupations(choice.esco, choice.onet)
        return self._evidence(texts[0], choice.esco, choice.onet, seniority_of(goal))

    def _occupations_profile(self, esco: int | None, onet: int | None) -> Profile:
        main = esco if esco is not None else onet
        if main is None:
            return Profile((), {}, (), None)
        return self._evidence(self._snapshot.occupations.label(main), esco, onet)

    def _evidence(self, title: str, esco: int | None, onet: int | None, seniority: Seniority | None = None) -> Profile:
        vector = self._snapshot.encoder.encode([title])[0]
        one, other = (() if n is None else (n,) for n in (esco, onet))
        found = self._snapshot.roles.of_job(JobTitle(vector, one, other), seniority)
        named = [link.node for link in self._snapshot.linker.link(title) if link.confidence >= MIN_SPELT_CONFIDENCE]
        return with_words(found, named, self._snapshot.space)

    def _of_advert(self, text: str) -> tuple[Goal, Requirements]:
        """What an advert asks; where little of it is recognised, the job that its first sentence names asks as well.

        `AmbiguousGoal` where nothing is recognised and no job is named.
        """
        snapshot = self._snapshot
        lines = self._adverts.lines(text)
        required = of_advert(snapshot.linker.link(text), text, lines, snapshot.space, snapshot.areas)
        stated = Goal(query=None, kind="advert", requirements=self._requirements(required))
        if len(required.areas) >= MIN_RECOGNISED:
            return stated, required
        try:
            meant = self._titled(headline(text, lines))
        except AmbiguousGoal as error:
            if required.areas:
                return stated, required
            msg = "nothing that this advert asks for is recognised; name the job's title, or write its requirements out"
            raise AmbiguousGoal(msg, error.choices) from None
        named = {member for area in required.areas for member in area.members}
        profile = meant.profile
        # An advert that names its tools names all of them: the usual ones of the job are then not asked for.
        tools = any(snapshot.space.is_technology[node] for node in named)
        of_title = [
            area for area in profile.areas if named.isdisjoint(area.members) and not (tools and area.kind == "tool")
        ]
        whole = Requirements.of([*required.areas, *of_title], len(profile.cut))
        of_job = {"requirements": self._requirements(whole, profile), "cut": whole.cut, **self._facts(meant)}
        goal = stated.model_copy(update=of_job)
        return goal, whole

    def occupation(self, number: int, probability: float | None) -> Occupation:
        """The record of an occupation by its number."""
        occupations = self._snapshot.occupations
        source = "onet" if occupations.is_onet[number] else "esco"
        return Occupation(
            id=occupations.id(number), label=occupations.label(number), source=source, probability=probability
        )

    @staticmethod
    def _role_of(occupations: tuple[Occupation, ...], profile: Profile) -> RoleRef | None:
        if profile.role is not None:
            return RoleRef(id=profile.role.id, title=profile.role.title)
        return RoleRef(id=occupations[0].id, title=occupations[0].label) if occupations else None

    def _requirements(self, required: Requirements, profile: Profile | None = None) -> tuple[Requirement, ...]:
        """The members of every area, one by one."""
        space = self._snapshot.space

        def sources(node: int, area: Area) -> tuple[str, ...]:
            return (profile.sources.get(node) if profile else None) or area.sources

        return tuple(
            Requirement(
                area=area.name,
                label=space.label(node),
                skills=(space.id(node),),
                level=area.level,
                level_assumed=area.level_assumed,
                importance=area.importance,
                sources=sources(node, area),
            )
            for area in required.areas
            for node in area.members
        )

    def said(self, goal: Goal) -> tuple[str, ...]:
        """The goal in the learner's own words, then in the taxonomy's where they differ; nothing of an advert.

        An identifier says nothing that can be embedded: there the taxonomy's words are all.
        """
        if goal.role is None:
            return ()
        label = goal.role.title
        known = self._snapshot.occupations.number(goal.query or "") is not None
        said = goal.query if goal.query and not known and goal.query != goal.role.id else label
        return (said,) if said.casefold() == label.casefold() else (said, label)
