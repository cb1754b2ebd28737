"""Instances that differ from another in one thing, and what the best plan is worth then."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from recommender.errors import WorkLimit
from recommender.path.optimise.dominance import undominated, usable
from recommender.path.optimise.effort import Effort
from recommender.path.optimise.problem_arrays import ProblemArrays
from recommender.path.optimise.solver import Solution, Solving, with_best
from recommender.path.problem import Candidate, PlanningProblem, Programme


@dataclass(frozen=True, slots=True)
class Variant:
    """A changed instance and its best plan."""

    tables: ProblemArrays
    solution: Solution

    @property
    def possible(self) -> bool:
        """Whether there is a plan."""
        return self.solution.status in {"optimal", "feasible"}

    def loss(self, value: int) -> float | None:
        """How much worse its plan is than a value, as a share of the greater; below 0 where it is better."""
        found = self.solution.value
        if found is None or not self.possible:
            return None
        worse = found - value if self.tables.instance.minimised else value - found
        return round(worse / max(abs(value), abs(found)), 6) if worse else 0.0


def worded(how: str, loss: float) -> str:
    """``with it the best plan is 3.0% worse``."""
    if loss == 0:
        return f"a plan {how} it is as good"
    return f"{how} it the best plan is {abs(loss):.1%} {'worse' if loss > 0 else 'better'}"


def best(instance: PlanningProblem, effort: Effort, banned: Collection[int] = ()) -> Variant:
    """The best plan of an instance without the ``banned`` candidates; regret is against what is best there.

    Raises `WorkLimit` where the request's time was over before it was known.
    """
    if instance.objective.kind == "regret":
        instance = with_best(instance, effort)
    tables = ProblemArrays(instance)
    solution = None if effort.over else Solving(tables, effort, banned=banned).run()
    if solution is None or solution.cut:
        msg = "the request's time was over before it was known what is best; allow more seconds"
        raise WorkLimit(msg)
    return Variant(tables, solution)


def narrowed(instance: PlanningProblem, number: int) -> tuple[PlanningProblem, int]:
    """The instance without what is dominated by others than one candidate, and that candidate's new position.

    Whatever that candidate costs or takes, the best plan is the same as with the whole pool.
    """
    tables = ProblemArrays(instance)
    others = [n for n in usable(tables) if n != number]
    # What must be there stays with all that it needs, so that what cannot be taken cannot be taken still.
    whole = _with_ancestors(instance, [number, *instance.limits.must_have])
    kept = sorted({*undominated(tables, others, whole & set(others)), *whole})
    place = {n: position for position, n in enumerate(kept)}
    candidates = tuple(
        instance.candidates[n].model_copy(
            update={"prerequisites": tuple(place[p] for p in instance.candidates[n].prerequisites if p in place)}
        )
        for n in kept
    )
    programmes = tuple(
        Programme(id=p.id, missing=tuple(place[n] for n in p.missing))
        for p in instance.programmes
        if all(n in place for n in p.missing)
    )
    must = tuple(place[n] for n in instance.limits.must_have if n in place)
    small = instance.model_copy(update={"candidates": candidates, "programmes": programmes})
    return limited(small, must_have=must), place[number]


def _with_ancestors(instance: PlanningProblem, numbers: Collection[int]) -> set[int]:
    """Candidates with everything that must be finished before them."""
    out: set[int] = set()
    waiting = list(numbers)
    while waiting:
        number = waiting.pop()
        if number not in out:
            out.add(number)
            waiting += instance.candidates[number].prerequisites
    return out


def limited(instance: PlanningProblem, **limits: Any) -> PlanningProblem:
    """With other limits."""
    return instance.model_copy(update={"limits": instance.limits.model_copy(update=limits)})


def forced(instance: PlanningProblem, candidate: int) -> PlanningProblem:
    """With one more must-have."""
    return limited(instance, must_have=tuple(dict.fromkeys((*instance.limits.must_have, candidate))))


def wanted_no_more(instance: PlanningProblem, candidate: int) -> PlanningProblem:
    """With one must-have less."""
    return limited(instance, must_have=tuple(n for n in instance.limits.must_have if n != candidate))


def replaced(instance: PlanningProblem, number: int, **facts: Any) -> PlanningProblem:
    """With other facts of one candidate."""
    candidates = list(instance.candidates)
    candidates[number] = Candidate.model_validate({**candidates[number].model_dump(), **facts})
    return instance.model_copy(update={"candidates": tuple(candidates)})


def holding(instance: PlanningProblem, dimension: int, level: int) -> PlanningProblem:
    """With a higher level held of one dimension."""
    dimensions = list(instance.dimensions)
    held = max(level, dimensions[dimension].held)
    dimensions[dimension] = dimensions[dimension].model_copy(update={"held": held})
    return instance.model_copy(update={"dimensions": tuple(dimensions)})
