"""`Recommender`: the only place that joins the stages."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from recommender import answer, rank
from recommender.bundled import bundled_snapshot
from recommender.embed import texts
from recommender.embed.segment import segments
from recommender.errors import NotFound, SnapshotError
from recommender.gap import Floats
from recommender.goal import GoalChoice, GoalResolver, Group, Requirements, narrowed, of_advert, of_occupations
from recommender.learner import State, States, infer
from recommender.normalize import fold
from recommender.profile import detect, read
from recommender.records import (
    Answer,
    Credential,
    Evidence,
    Goal,
    Learner,
    LearnerSummary,
    Occupation,
    Preferences,
    Requirement,
    SkillFound,
    SkillState,
)
from recommender.snapshot import Progress, Snapshot, open_snapshot

#: A goal with at least this many words is an advert's text, not a title.
ADVERT_WORDS: Final = 13
#: Languages that the default encoder reads.
READ_LANGUAGES: Final = ("en",)
#: How far a skill that a CV names counts as evidence, times the confidence that the CV names it.
CV_RELIABILITY: Final = 0.6
NAMED_RELIABILITY: Final = 0.7
MOST: Final = 50
#: Occupations whose requirements are kept in memory.
KEPT: Final = 512
#: Requirements that a learner with an empty profile is asked about.
ASKED: Final = 5


class Recommender:
    """Recommendations over one snapshot. Safe to share between threads; holds nothing of any learner."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._goals = GoalResolver(snapshot.occupations, snapshot.encoder, snapshot.occupation_index)
        # What an occupation requires is a fact of the snapshot, so it may be kept; nothing of a learner ever is.
        self._groups = lru_cache(maxsize=KEPT)(self._of_occupations)
        self._required = lru_cache(maxsize=KEPT)(self._whole)
        hot, demand = snapshot.space.hot, np.nan_to_num(snapshot.space.demand)
        self._demand = np.where(hot, 1.0, np.minimum(1.0, 5.0 * demand))

    @classmethod
    def open(cls, snapshot: Path | str | None = None, progress: Progress = lambda label, share: None) -> Recommender:
        """Open a snapshot folder, or the bundled catalogue's (built into the user's cache on first use).

        Raises `SnapshotError` naming the file where one is missing, truncated or altered.
        """
        if snapshot is not None:
            return cls(open_snapshot(Path(snapshot)))
        folder = bundled_snapshot(progress)
        try:
            return cls(open_snapshot(folder, full=True))
        except SnapshotError as error:
            msg = f"{error} (delete {folder} to have it built again)"
            raise SnapshotError(msg, error.file) from error

    @property
    def snapshot_id(self) -> str:
        return self._snapshot.id

    @property
    def versions(self) -> dict[str, str]:
        return dict(self._snapshot.versions)

    def recommend(
        self,
        learner: Learner | Path | str | None = None,
        goal: str | None = None,
        *,
        preferences: Preferences | None = None,
        top: int = 10,
        as_of: dt.date | None = None,
    ) -> Answer:
        """The next credentials to earn, ranked, with the gaps each closes and why.

        ``learner``: a record, the path of a profile file, or ``None`` for an empty profile. ``goal``: an occupation's
        title, an ESCO or O*NET identifier, or the text of a job advert; without one the answer holds near occupations
        to choose from. ``top`` is 1 to 50. ``as_of`` defaults to today and is echoed.

        Raises `ProfileError` for a file that cannot be read, `AmbiguousGoal` with choices where no occupation is
        probable enough, and `ValueError` for ``top`` out of range.
        """
        if not 1 <= top <= MOST:
            msg = f"top runs from 1 to {MOST}"
            raise ValueError(msg)
        who = learner if isinstance(learner, Learner) else read(Path(learner)) if learner else Learner()
        wishes = preferences or Preferences()
        when = as_of or dt.datetime.now(tz=dt.UTC).date()
        warnings: list[str] = []
        language = detect(who.text) if who.text else None
        states = self._states(who, language, when, warnings)
        if goal is None or not goal.strip():
            return self._without_goal(who, states, language, wishes, when, warnings)
        chosen, required = self._goal(goal)
        return self._answer(states, language, wishes, when, warnings, chosen, required, top)

    def extract(self, text: str) -> list[SkillFound]:
        """The skills that a text names, best first, or none."""
        language = detect(text)
        by_meaning = language is None or language in READ_LANGUAGES
        space = self._snapshot.space
        return [
            SkillFound(
                skill=space.id(link.node),
                label=space.label(link.node),
                confidence=link.confidence,
                method=link.method,
                start=link.start,
                end=link.end,
            )
            for link in self._snapshot.linker.link(text, by_meaning=by_meaning)
        ]

    def occupations(self, query: str, limit: int = 8) -> list[Occupation]:
        """Occupations that a title may mean, most probable first; at most 8."""
        return [self._occupation(c.main, c.probability) for c in self._goals.candidates(query)[:limit]]

    def credential(self, identifier: str) -> Credential:
        """One credential by its identifier; `NotFound` where the snapshot does not hold it."""
        row = self._snapshot.credentials.number(identifier)
        if row is None:
            msg = "no credential has this identifier in the snapshot"
            raise NotFound(msg)
        return self._snapshot.credentials.record(row)

    # Learner

    def _states(self, who: Learner, language: str | None, when: dt.date, warnings: list[str]) -> States:
        evidence: list[tuple[int, Evidence]] = []
        by_meaning = language is None or language in READ_LANGUAGES
        if not by_meaning:
            warnings.append(
                f"the profile's text seems to be in another language than English ({language}): only labels that stand "
                "in it word for word were read"
            )
        if who.text:
            evidence += [
                (link.node, self._claim(link.node, None, CV_RELIABILITY * link.confidence, "profile"))
                for link in self._snapshot.linker.link(who.text, by_meaning=by_meaning)
            ]
        for position, named in enumerate(who.skills, start=1):
            links = self._snapshot.linker.link_tag(named.name)
            if not links:
                nearest = self._snapshot.space.nearest_labels(named.name)
                hint = f"; near to it are: {', '.join(nearest)}" if nearest else ""
                warnings.append(f"skill {position} of those named is not in the skill space{hint}")
            for link in links:
                level = None if link.broader else named.level
                evidence.append(
                    (link.node, self._claim(link.node, level, NAMED_RELIABILITY * link.confidence, "named"))
                )
        for position, item in enumerate(who.evidence, start=1):
            node = self._snapshot.space.number(item.skill)
            if node is None:
                warnings.append(f"evidence {position} names an identifier that is not in the skill space")
            else:
                evidence.append((node, item))
        return infer(evidence, self._snapshot.space, when)

    def _claim(self, node: int, level: float | None, reliability: float, source: str) -> Evidence:
        return Evidence(
            skill=self._snapshot.space.id(node),
            level=level,
            kind="claimed",
            source=source,
            reliability=round(reliability, 4),
        )

    def _summary(self, states: States, language: str | None, wishes: Preferences) -> LearnerSummary:
        space = self._snapshot.space
        listed = sorted(states.by_node.items(), key=lambda item: (-item[1].mean, item[0]))
        return LearnerSummary(
            languages=wishes.languages,
            text_language=language,
            skills=tuple(
                SkillState(
                    skill=space.id(node),
                    label=space.label(node),
                    mean=state.mean,
                    sd=state.sd,
                    kind=state.kind,
                    assumed=state.assumed,
                    sources=state.sources,
                )
                for node, state in listed
            ),
        )

    # Goal

    def _goal(self, goal: str) -> tuple[Goal, Requirements]:
        if len(goal.split()) >= ADVERT_WORDS or "\n" in goal.strip():
            required = of_advert(self._snapshot.linker.link(goal))
            return Goal(query=None, kind="advert", requirements=self._requirements(required)), required
        choices = self._goals.resolve(goal)
        best = choices[0]
        required, shown = self._required_by(goal, best)
        named = [n for n in (best.esco, best.onet) if n is not None]
        record = Goal(
            query=goal.strip(),
            kind="occupation",
            occupations=tuple(self._occupation(n, None) for n in named),
            probability=best.probability,
            alternatives=tuple(self._occupation(c.main, c.probability) for c in choices[1:6]),
            requirements=shown,
            cut=required.cut,
        )
        return record, required

    def _required_by(self, goal: str, choice: GoalChoice) -> tuple[Requirements, tuple[Requirement, ...]]:
        """What an occupation requires; where the goal is not its main title, weighed by nearness to the goal."""
        occupations = self._snapshot.occupations
        labels = {fold(occupations.label(n)) for n in (choice.esco, choice.onet) if n is not None}
        if fold(goal) in labels or occupations.number(goal) is not None:
            return self._required(choice.esco, choice.onet)
        groups = self._groups(choice.esco, choice.onet)
        required = Requirements.of(narrowed(groups, self._nearness(goal, [group.node for group in groups])))
        return required, self._requirements(required)

    def _nearness(self, goal: str, nodes: list[int]) -> dict[int, float]:
        """Cosine of a goal to each node that has a vector."""
        searchable = self._snapshot.space.searchable
        asked = np.asarray(nodes)
        rows = np.searchsorted(searchable, asked).clip(max=len(searchable) - 1)
        there = searchable[rows] == asked
        vector = self._snapshot.encoder.encode([goal])[0]
        cosine = np.round(self._snapshot.skill_vectors[rows[there]] @ vector, 4)
        return dict(zip(asked[there].tolist(), cosine.tolist(), strict=True))

    def _of_occupations(self, esco: int | None, onet: int | None) -> tuple[Group, ...]:
        snapshot = self._snapshot
        return of_occupations(esco, onet, snapshot.occupations, snapshot.space, snapshot.usual)

    def _whole(self, esco: int | None, onet: int | None) -> tuple[Requirements, tuple[Requirement, ...]]:
        required = Requirements.of(self._groups(esco, onet))
        return required, self._requirements(required)

    def _occupation(self, number: int, probability: float | None) -> Occupation:
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

    def _without_goal(
        self,
        who: Learner,
        states: States,
        language: str | None,
        wishes: Preferences,
        when: dt.date,
        warnings: list[str],
    ) -> Answer:
        shown = sorted(states.by_node.items(), key=lambda item: (-item[1].mean, item[0]))
        labels = [self._snapshot.space.label(node) for node, _ in shown]
        said = texts.of_learner(labels, [segment.text for segment in segments(who.text or "")])
        near = self._goals.near(self._snapshot.encoder.encode([said])) if said else []
        question = (
            "Which of these occupations are you aiming at?"
            if near
            else "Which occupation are you aiming at, and what can you do already?"
        )
        return Answer(
            snapshot=self._snapshot.id,
            versions=self.versions,
            as_of=when,
            learner=self._summary(states, language, wishes),
            goal=None,
            near_occupations=tuple(self._occupation(c.main, c.probability) for c in near),
            question=question,
            warnings=tuple(warnings),
        )

    # Gap, candidates, ranking, reasons

    def _answer(
        self,
        states: States,
        language: str | None,
        wishes: Preferences,
        when: dt.date,
        warnings: list[str],
        goal: Goal,
        required: Requirements,
        top: int,
    ) -> Answer:
        if not required.groups:
            warnings.append("nothing is known of what this goal requires")
        best = [_best(group, states) for group in required.groups]
        aim = self._aim(required, best)
        allowed = rank.eligible(self._snapshot.credentials, wishes)
        candidates = rank.gather(self._snapshot.credentials, aim, allowed)
        table = self._features(goal, required, aim, candidates, states, wishes)
        ranked = rank.rank(candidates, aim, table, top)
        question = None
        if not states.by_node and required.groups:
            asked = "; ".join(requirement.label for requirement in goal.requirements[:ASKED])
            question = f"Which of these can you do already: {asked}?"
        record = self._snapshot.credentials.record
        return Answer(
            snapshot=self._snapshot.id,
            versions=self.versions,
            as_of=when,
            learner=self._summary(states, language, wishes),
            goal=goal,
            gaps=answer.gaps(goal.requirements, aim, best),
            recommendations=tuple(
                answer.recommendation(
                    place,
                    item,
                    record(int(candidates.rows[item.position])),
                    goal.requirements,
                    candidates,
                    aim,
                    table,
                    wishes,
                )
                for place, item in enumerate(ranked, start=1)
            ),
            uncovered=answer.uncovered(goal.requirements, aim, candidates),
            question=question,
            warnings=tuple(warnings),
        )

    @staticmethod
    def _aim(required: Requirements, best: list[State | None]) -> rank.Aim:
        return rank.Aim(
            required.level,
            np.asarray([state.mean if state else 0.0 for state in best], dtype=np.float64),
            np.asarray([state.sd if state else 0.0 for state in best], dtype=np.float64),
            required.importance,
            [group.members for group in required.groups],
        )

    def _features(
        self,
        goal: Goal,
        required: Requirements,
        aim: rank.Aim,
        candidates: rank.Candidates,
        states: States,
        wishes: Preferences,
    ) -> rank.Features:
        snapshot = self._snapshot
        currency = wishes.budget.currency if wishes.budget else "USD"
        demand = np.asarray(
            [max((float(self._demand[n]) for n in group.members), default=0.0) for group in required.groups]
        )
        return rank.features(
            snapshot.credentials,
            candidates,
            aim,
            self._similarity(goal, required, aim, candidates),
            demand,
            {node: state.mean for node, state in states.by_node.items()},
            snapshot.credentials.code("currency", currency),
        )

    def _similarity(self, goal: Goal, required: Requirements, aim: rank.Aim, candidates: rank.Candidates) -> Floats:
        snapshot = self._snapshot
        out = np.zeros(len(candidates.rows))
        if not len(candidates.rows):
            return out
        gap = aim.gap
        widest = np.lexsort((np.arange(len(gap)), -gap)).tolist()
        open_gaps = [name for g in widest if gap[g] > 0 for name in required.groups[g].examples(snapshot.space)]
        vector = snapshot.encoder.encode([texts.of_aim(self._title(goal), open_gaps)])
        wanted = np.zeros(len(snapshot.credentials), dtype=bool)
        wanted[candidates.rows] = True
        cosine, rows = snapshot.credential_index.search(vector, len(candidates.rows), wanted)
        out[np.searchsorted(candidates.rows, rows[0])] = cosine[0]
        return out

    def _title(self, goal: Goal) -> str | None:
        """The goal in the learner's words and in the taxonomy's; an identifier says nothing that can be embedded."""
        if not goal.occupations:
            return None
        label = goal.occupations[0].label
        said = goal.query if goal.query and self._snapshot.occupations.number(goal.query) is None else label
        return said if said.casefold() == label.casefold() else f"{said}, {label}"


def _best(group: Group, states: States) -> State | None:
    """The highest state among the skills of a group, any of which serves; ``None`` where none is held."""
    held = (states.by_node[node] for node in group.members if node in states.by_node)
    return max(held, key=lambda state: state.mean, default=None)
