"""One instance to one plan, or to the reason why there is none."""

from __future__ import annotations

import datetime as dt

from recommender.errors import WorkLimit
from recommender.path.conflict import explain
from recommender.path.instance import Instance
from recommender.path.model import Effort
from recommender.path.plan import Path
from recommender.path.present import Source, present
from recommender.path.solve import DEFAULT, solve, with_best
from recommender.path.tables import Tables


def plan(instance: Instance, as_of: dt.date, source: Source | None = None, effort: Effort = DEFAULT) -> Path:
    """The best plan of an instance with its certificate; an infeasible one says what stands in the way.

    Raises `WorkLimit` where the limit came before any plan was found.
    """
    if instance.objective.kind == "regret" and not any(instance.objective.best):
        instance = with_best(instance, effort)
    tables = Tables(instance)
    solution = solve(instance, effort, tables=tables)
    if solution.status == "unknown":
        msg = "no plan was found within the work limit, and none was shown to be impossible; allow more work"
        raise WorkLimit(msg)
    conflict = explain(tables, effort) if solution.status == "infeasible" else None
    return present(tables, solution, as_of, source or Source(len(instance.candidates)), conflict)
