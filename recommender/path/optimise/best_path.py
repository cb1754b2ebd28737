"""One instance to one plan, or to the reason why there is none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from recommender.errors import WorkLimit
from recommender.path.optimise.certificate import PlanSource, present
from recommender.path.optimise.conflict import explain
from recommender.path.optimise.dominance import usable
from recommender.path.optimise.effort import DEFAULT_EFFORT, Effort
from recommender.path.optimise.problem_arrays import ProblemArrays
from recommender.path.optimise.schedule import follows
from recommender.path.optimise.solver import solve, with_best
from recommender.path.plan import LearningPath
from recommender.path.problem import PlanningProblem


def best_plan(
    instance: PlanningProblem,
    as_of: dt.date,
    source: PlanSource | None = None,
    effort: Effort = DEFAULT_EFFORT,
    known: Sequence[str] = (),
) -> LearningPath:
    """The best plan of an instance with its certificate; an infeasible one says what stands in the way.

    ``known``: identifiers of a plan's steps in order, of a smaller budget for instance; it is begun from where it is
    feasible here, so that the answer is never worse than it.

    Raises `WorkLimit` where the limit came before any plan was found, or the end of the request's time before it was
    known why there is none.
    """
    effort = effort.begun()
    if instance.objective.kind == "regret" and not any(instance.objective.best):
        instance = with_best(instance, effort)
    tables = ProblemArrays(instance)
    solution = solve(instance, effort, tables=tables, known=feasible_known(tables, known))
    if solution.status == "unknown":
        msg = "no plan was found within the work limit, and none was shown to be impossible; allow more work"
        raise WorkLimit(msg)
    conflict = explain(tables, effort) if solution.status == "infeasible" else None
    return present(tables, solution, as_of, source or PlanSource(len(instance.candidates)), conflict)


def feasible_known(tables: ProblemArrays, known: Sequence[str]) -> list[int]:
    """A known plan by position, or nothing where it is no plan of this instance."""
    instance, limits = tables.instance, tables.instance.limits
    place = {candidate.id: number for number, candidate in enumerate(instance.candidates)}
    if not known or not all(identifier in place for identifier in known):
        return []
    sequence = [place[identifier] for identifier in known]
    within = limits.steps is None or len(sequence) <= limits.steps
    within &= limits.budget is None or tables.cents(sequence) <= limits.budget
    within &= set(limits.must_have) <= set(sequence) <= set(usable(tables))
    closes = instance.objective.kind not in {"cheapest", "fastest"} or tables.closed(0, sequence) >= tables.target
    return sequence if within and closes and follows(tables, sequence) else []
