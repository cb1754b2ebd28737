"""Plans over one snapshot: made from an understood request, made again, and held against catalogue and request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from recommender.errors import CredPathError, InputError, NotFound
from recommender.goal.requirements import Requirements
from recommender.goal.resolver import GoalResolver
from recommender.learner.evidence import EvidenceReader
from recommender.learner.state import States, infer
from recommender.path.audit import audit_plan
from recommender.path.grading import NotChecked
from recommender.path.optimise.best_path import best_plan
from recommender.path.optimise.certificate import PlanSource
from recommender.path.optimise.effort import DEFAULT_EFFORT, Effort
from recommender.path.plan import LearningPath, Plan
from recommender.path.problem import PlanningProblem
from recommender.path.problem_builder import ProblemBuilder, RequiredGoal
from recommender.path.request import PlanRequest
from recommender.path.verdict import Finding
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
        instance, source = ProblemBuilder(
            snapshot.credentials, snapshot.space, sought, states.mean, limits, request.options, request.as_of
        ).build()
        return instance, replace(source, snapshot=snapshot.id, request=request.digest)

    def remade(self, request: PlanRequest, seconds: float = DEFAULT_EFFORT.seconds) -> Plan:
        """The plan of a request, made again; `NotFound` where it is of another snapshot."""
        if request.snapshot != self._snapshot.id:
            msg = "the plan was made from another snapshot"
            raise NotFound(msg)
        return self.of(request, self._states(request), Effort(request.work, seconds))

    def _states(self, request: PlanRequest) -> States:
        """What a request says of its learner: evidence alone, so nothing is read and nothing warned of."""
        return infer(self._learners.evidence(request.learner, None, []), self._snapshot.space, request.as_of)

    def of(self, request: PlanRequest, states: States, effort: Effort) -> Plan:
        """The plan of a request."""
        chosen = self._sought(request)
        instance, source = self._instance(request, chosen, states)
        path = best_plan(instance, request.as_of, source, effort, request.known)
        return Plan(
            **{name: getattr(path, name) for name in type(path).model_fields},
            **self._told(request, states, chosen, path.certificate.instance),
        )

    def _told(
        self,
        request: PlanRequest,
        states: States,
        chosen: Sequence[tuple[Goal, Requirements]],
        instance: PlanningProblem,
    ) -> dict[str, Any]:
        """What a plan says beside its path, all of which follows from its request."""
        return {
            "id": request.id,
            "request": request,
            "snapshot": self._snapshot.id,
            "versions": dict(self._snapshot.versions),
            "learner": self._learners.summary(states, request.text_language, request.preferences),
            "goals": tuple(record for record, _ in chosen),
            "uncovered": unreachable(instance),
            "warnings": (*request.warnings, *circles(instance)),
        }

    def catalogue(self, path: LearningPath) -> tuple[Finding, ...]:
        """What a plan's problem states of its credentials, figure by figure, against this snapshot's catalogue."""
        return audit_plan(path, self._snapshot.id, self._snapshot.credentials, self._snapshot.space)

    def request(self, plan: Plan) -> tuple[Finding, ...]:
        """A plan against what its request gives here: the problem, its pool and all that is displayed beside the path.

        `NotChecked` where it was made from another snapshot or with other versions, or where its request cannot be
        understood here.
        """
        request = plan.request
        if request.snapshot != self._snapshot.id:
            msg = "the plan was made from another snapshot"
            raise NotChecked(msg)
        if plan.versions != self._snapshot.versions:
            msg = "the plan was made with other versions"
            raise NotChecked(msg)
        try:
            chosen, states = self._sought(request), self._states(request)
            instance, source = self._instance(request, chosen, states)
        except CredPathError as error:
            msg = f"its request cannot be understood: {error}"
            raise NotChecked(msg) from None
        stated, pool = plan.certificate.instance, plan.certificate.pool
        found = {
            name: getattr(plan, name) == value for name, value in self._told(request, states, chosen, stated).items()
        }
        found |= {
            "as_of": plan.as_of == request.as_of,
            # The best of each goal that regret is measured against is solved for, not built.
            "certificate.instance": _without_best(stated) == _without_best(instance),
            "certificate.inputs.request": plan.certificate.inputs.request == source.request,
            "certificate.inputs.snapshot": plan.certificate.inputs.snapshot == source.snapshot,
            "certificate.pool.considered": pool.considered == source.considered,
            "certificate.pool.left_out": pool.left_out == dict(source.left_out),
        }
        return tuple(Finding(ok=ok, what="as the plan's request gives it", where=where) for where, ok in found.items())


def _without_best(instance: PlanningProblem) -> PlanningProblem:
    return instance.model_copy(update={"objective": instance.objective.model_copy(update={"best": ()})})


def _name(goal: Goal) -> str:
    return goal.occupations[0].id if goal.occupations else "advert"


def _label(goal: Goal) -> str:
    return goal.query or (goal.occupations[0].label if goal.occupations else "the advert")
