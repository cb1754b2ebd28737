"""Whether the problem that is built for a request is the naive one, and whether its plan passes every check."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np

from eval.core import intervals
from eval.core.report import Report
from eval.planning.drawn_requests import DrawnRequest, drawn
from eval.planning.naive_problem import Asked, AskedGoal, NaiveProblem, canonical
from eval.planning.problems import SEED
from recommender import artifacts
from recommender.engine import Recommender
from recommender.goal.resolver import GoalResolver
from recommender.learner.evidence import EvidenceReader
from recommender.learner.state import infer
from recommender.path.optimise.effort import Effort
from recommender.path.plan import Plan
from recommender.rank.ranker import Ranker
from recommender.records import Goal
from recommender.snapshot.bundled import bundled_snapshot
from recommender.snapshot.snapshot import Snapshot, open_snapshot

#: Goals, some of whose requirements overlap, so that one credential serves several.
TITLES: Final = ("data analyst", "database administrator", "baker")
COUNT: Final = 10_000
#: Requests from one line of progress to the next.
PROGRESS: Final = 500
#: Enough to prove the plans of these small pools.
EFFORT: Final = Effort(work=0.5)


class Agreement:
    """Draws requests over one snapshot's skill space and compares what is made of each."""

    def __init__(self, snapshot: Snapshot, ranker: Ranker | None = None) -> None:
        self._snapshot, self._ranker = snapshot, ranker
        self._resolver = GoalResolver(snapshot)
        space = snapshot.space
        found = [self._resolver.of(title) for title in TITLES]
        # By identifier mostly, which is quicker; a title also brings the occupations that it may mean.
        self._goals = (TITLES[0], *(goal.occupations[0].id for goal, _ in found))
        asked = {node for _, required in found for area in required.areas for node in area.members}
        others = [int(node) for node in space.searchable[::997] if int(space.canonical[node]) == int(node)]
        self._skills = sorted(space.id(node) for node in asked)[:40]
        self._others = sorted(space.id(node) for node in others if node not in asked)[:8]

    def wrong(self, seed: int) -> list[str]:
        """What is wrong with the problem or the plan of one seed."""
        request = drawn(seed, self._goals, self._skills, self._others)
        with TemporaryDirectory() as folder:
            snapshot = replace(self._snapshot, credentials=request.credentials(Path(folder), self._snapshot.space))
            recommender = Recommender(snapshot, self._ranker)
            plan = recommender.plan(
                request.learner,
                request.goals,
                preferences=request.preferences,
                options=request.options,
                effort=EFFORT,
                as_of=request.as_of,
            )
            return [*self._unlike(request, plan), *_refused(recommender, plan)]

    def _unlike(self, request: DrawnRequest, plan: Plan) -> Iterator[str]:
        naive = self.naive(request, plan.goals)
        built = canonical(plan.certificate.instance.model_dump(mode="json"))
        expected = naive.build()
        for part, value in expected.items():
            if built[part] != value:
                yield f"{part}: built {_first(built[part], value)}"
        if plan.certificate.pool.left_out != naive.left_out():
            yield f"left out: {plan.certificate.pool.left_out}, not {naive.left_out()}"

    def naive(self, request: DrawnRequest, goals: Sequence[Goal]) -> NaiveProblem:
        """The naive problem of a request; ``goals`` as the plan resolved them."""
        space = self._snapshot.space
        evidence = EvidenceReader(self._snapshot).evidence(request.learner, None, [])
        states = infer(evidence, space, request.as_of)

        def held(skill: str) -> float:
            number = space.number(skill)
            return 0.0 if number is None else states.mean(int(number))

        asked = tuple(self._asked(goal) for goal in goals)
        named = {one.skill for record in request.records for one in record.requires_skills}
        named |= {skill for goal in asked for one in goal.asked for skill in one.skills}
        labels = {skill: space.label(int(space.number(skill) or 0)) for skill in named}
        return NaiveProblem(request.records, asked, held, labels, request.preferences, request.options, request.as_of)

    def _asked(self, goal: Goal) -> AskedGoal:
        """The requirements of a goal, which are given here: how they are found is another question."""
        space = self._snapshot.space
        _, required = self._resolver.of(goal.query or "")
        areas = (
            Asked(tuple(sorted(space.id(node) for node in area.members)), area.name, area.level, area.importance)
            for area in required.areas
            if area.members
        )
        name = goal.occupations[0].id if goal.occupations else "advert"
        return AskedGoal(name, goal.query or "", tuple(areas))


def _first(built: Any, expected: Any) -> str:
    """The first entry that differs, or both wholes."""
    if isinstance(built, list) and isinstance(expected, list) and len(built) == len(expected):
        built, expected = next((b, e) for b, e in zip(built, expected, strict=True) if b != e)
    return f"{json.dumps(built)[:300]}, not {json.dumps(expected)[:300]}"


def _refused(recommender: Recommender, plan: Plan) -> Iterator[str]:
    """What a checker says against an honest plan, in every mode."""
    document = json.loads(plan.model_dump_json())
    for finding in recommender.check(document, resolve=True).findings:
        if not finding.ok:
            yield f"refused: {finding.where}: {finding.what}"


def evaluate(count: int = COUNT, progress: Callable[[str], None] = lambda label: None) -> Report:
    """Requests of which everything agrees, as a share; half an hour. What disagrees is told as it is found."""
    begun = time.perf_counter()
    agreement = Agreement(open_snapshot(bundled_snapshot()), Ranker.read(artifacts.model("ranker")))
    agreed = []
    for seed in range(count):
        wrong = agreement.wrong(seed)
        agreed.append(not wrong)
        if wrong:
            progress(f"seed {seed}: {'; '.join(wrong)}")
        if not (seed + 1) % PROGRESS:
            progress(f"{sum(agreed)} of {seed + 1} agree")
    rows = {"requests": {"agree": intervals.mean(np.asarray(agreed, dtype=np.float64))}}
    seconds = time.perf_counter() - begun
    return Report.of_rows("planning-problems", Path(__file__), rows, {"requests": count}, seconds, SEED)
