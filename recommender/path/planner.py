"""Plans over one snapshot: made from an understood request, made again by name, compared with the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Final

from recommender.errors import InputError, NotFound
from recommender.goal.requirements import Requirements
from recommender.goal.resolver import GoalResolver
from recommender.learner.evidence import EvidenceReader
from recommender.learner.state import States, infer
from recommender.path.audit import audit_plan
from recommender.path.optimise.best_path import best_plan
from recommender.path.optimise.certificate import PlanSource
from recommender.path.optimise.effort import Effort
from recommender.path.plan import Finding, LearningPath, Plan
from recommender.path.plan_id import PlanRequest, id_of, request_of
from recommender.path.problem import PlanningProblem
from recommender.path.problem_builder import ProblemBuilder, RequiredGoal
from recommender.prerequisites.cycles import find_cycles
from recommender.records import Goal
from recommender.snapshot.snapshot import Snapshot

MAX_CIRCLE_SHOWN: Final = 4


def unreachable(instance: PlanningProblem) -> tuple[str, ...]:
    """Open requirements of a plan's first goal that no candidate closes anything of, in the order of the goal."""
    taught = {d for c in instance.candidates if not c.barred for d, level, _ in c.teaches if level > 0}
    return tuple(
        instance.dimensions[asked.dimension].label
        for asked in instance.goals[0].asked
        if asked.dimension not in taught and instance.dimensions[asked.dimension].held < asked.level
    )


def circles(instance: PlanningProblem) -> tuple[str, ...]:
    """What to say of prerequisites that go round in a circle: nothing of it can be planned."""
    candidates = instance.candidates
    edges = {(str(p), str(n)): 1 for n, c in enumerate(candidates) for p in c.prerequisites}
    out = []
    for cycle in find_cycles(edges) if edges else ():
        named = ", ".join(candidates[int(n)].title for n in cycle.members[:MAX_CIRCLE_SHOWN])
        drop = "; ".join(f"{candidates[int(a)].title} before {candidates[int(b)].title}" for a, b in cycle.drop)
        out.append(f"prerequisites go round in a circle and rule out {named}; without this they would not: {drop}")
    return tuple(out)


class Planner:
    """Makes plans; holds none."""

    def __init__(self, snapshot: Snapshot, goals: GoalResolver, learners: EvidenceReader) -> None:
        self._snapshot, self._goals, self._learners = snapshot, goals, learners

    def _sought(self, request: PlanRequest) -> list[tuple[Goal, Requirements]]:
        if not request.goals or not all(text.strip() for text in request.goals):
            msg = "a plan needs a goal"
            raise InputError(msg)
        kind = request.options.objective
        if len(request.goals) > 1 and kind not in {"goals", "regret"}:
            msg = f"the objective {kind} takes one goal; goals and regret take several"
            raise InputError(msg)
        chosen = [self._goals.of(text) for text in request.goals]
        if len(chosen) == 1 and kind == "goals":
            chosen += [self._goals.of(occupation.id) for occupation in chosen[0][0].alternatives]
        return chosen

    def _instance(
        self, request: PlanRequest, chosen: Sequence[tuple[Goal, Requirements]], states: States
    ) -> tuple[PlanningProblem, PlanSource]:
        sought = [RequiredGoal(_name(record), _label(record), required) for record, required in chosen]
        snapshot, limits = self._snapshot, request.preferences
        return ProblemBuilder(
            snapshot.credentials, snapshot.space, sought, states.mean, limits, request.options, request.as_of
        ).build()

    def again(self, name: str, seconds: float) -> Plan:
        """The plan that has a name, made again; `NotFound` where it is none of this snapshot."""
        request = request_of(name)
        if request.snapshot != self._snapshot.id:
            msg = "the plan was made from another snapshot"
            raise NotFound(msg)
        return self.of(request, self._states(request), Effort(request.work, seconds))

    def _states(self, request: PlanRequest) -> States:
        """What a named request says of its learner: evidence alone, so nothing is read and nothing warned of."""
        return infer(self._learners.evidence(request.learner, None, []), self._snapshot.space, request.as_of)

    def of(self, request: PlanRequest, states: States, effort: Effort, known: Sequence[str] = ()) -> Plan:
        """The plan of a request, begun from the steps of a known one where there is one."""
        chosen = self._sought(request)
        instance, source = self._instance(request, chosen, states)
        snapshot = self._snapshot
        source = replace(source, snapshot=snapshot.id, request=sha256(request.model_dump_json().encode()).hexdigest())
        path = best_plan(instance, request.as_of, source, effort, known)
        return Plan(
            **{name: getattr(path, name) for name in type(path).model_fields},
            # Where it began is not in the name, and could decide between equals.
            id=None if known else id_of(request),
            snapshot=snapshot.id,
            versions=dict(self._snapshot.versions),
            learner=self._learners.summary(states, request.text_language, request.preferences),
            goals=tuple(record for record, _ in chosen),
            uncovered=unreachable(instance),
            warnings=(*request.warnings, *circles(instance)),
        )

    def compare(self, path: LearningPath) -> tuple[Finding, ...]:
        """A plan's instance against the catalogue of this snapshot.

        What it states of its credentials is compared figure by figure. A plan with a name is compared whole as well:
        its instance and its pool are made again from the request that the name carries.
        """
        found = audit_plan(path, self._snapshot.id, self._snapshot.credentials, self._snapshot.space)
        if not isinstance(path, Plan) or path.id is None:
            return found
        request = request_of(path.id)
        if request.snapshot != self._snapshot.id:
            return (*found, Finding(ok=False, what="the plan's name is of another snapshot", where="id"))
        instance, source = self._instance(request, self._sought(request), self._states(request))
        pool = path.certificate.pool
        same_pool = (source.considered, dict(source.left_out)) == (pool.considered, pool.left_out)
        objective = {"objective": path.certificate.instance.objective.model_copy(update={"best": ()})}
        mine = {"objective": instance.objective.model_copy(update={"best": ()})}
        same = path.certificate.instance.model_copy(update=objective) == instance.model_copy(update=mine)
        return (
            *found,
            Finding(
                ok=same, what="the instance is that of the request in the plan's name", where="certificate.instance"
            ),
            Finding(ok=same_pool, what="the pool is that of the request in the plan's name", where="certificate.pool"),
            Finding(ok=path.as_of == request.as_of, what="the date is that of the request", where="as_of"),
        )


def _name(goal: Goal) -> str:
    return goal.occupations[0].id if goal.occupations else "advert"


def _label(goal: Goal) -> str:
    return goal.query or (goal.occupations[0].label if goal.occupations else "the advert")
