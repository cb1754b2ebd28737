"""``python -m eval solvers``: the exact methods side by side, for ``docs/planning.md``.

Closure: the instances of the bundled catalogue with assumed hours and prices (no dates or levels bind there), as the
same facility-location model for CP-SAT at each linearization level and for HiGHS. Goals: job markets in which nothing
is required, so that a model without order is right for CP-SAT; HiGHS gets no model of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from eval.core import intervals
from eval.core.report import Interval, Report
from eval.planning import sweep
from eval.planning.catalogues import ASSUMED, DATE, LIMITS, requests
from eval.planning.problems import SEED, market
from recommender import artifacts
from recommender.engine import Recommender
from recommender.path.optimise.cp_sat import CpSatModel
from recommender.path.optimise.dominance import undominated, usable
from recommender.path.optimise.effort import Effort
from recommender.path.optimise.exact_search import search
from recommender.path.optimise.problem_arrays import ProblemArrays
from recommender.path.optimise.solver import STATES_PER_WORK, objective_of
from recommender.snapshot.bundled import bundled_snapshot
from recommender.snapshot.snapshot import open_snapshot

SECONDS: Final = 10.0
LEARNERS: Final = 10
Answer = tuple[int | None, bool]


def evaluate() -> Report:
    """Medians and maxima of seconds, and the share proven within ten seconds, of each method on the same instances."""
    begun = time.perf_counter()
    rows: dict[str, dict[str, Interval]] = {}
    counts: dict[str, int] = {}
    closure = _closures()
    methods: dict[str, Callable[[ProblemArrays, list[int]], Answer]] = {
        "closure, CP-SAT, linearization 2": lambda tables, pool: _cp_sat(tables, pool, 2),
        "closure, CP-SAT, linearization 1 (its default)": lambda tables, pool: _cp_sat(tables, pool, 1),
        "closure, HiGHS": _highs,
    }
    for name, method in methods.items():
        rows[name], counts[name] = _timed(closure, method), len(closure)
    for steps in (2, 3):
        drawn = market(steps, learners=LEARNERS, introductory=1.0)
        blank = drawn.instance()
        goals = [_pooled(ProblemArrays(drawn.held_by(learner, blank))) for learner in range(LEARNERS)]
        for name, method in (("exact search", _searched), ("CP-SAT, linearization 2", lambda t, p: _cp_sat(t, p, 2))):
            row = f"goals, {steps} steps, {name}"
            rows[row], counts[row] = _timed(goals, method), LEARNERS
        spent = []
        for learner in range(LEARNERS):
            start = time.perf_counter()
            sweep.most_goals(drawn, learner)
            spent.append(time.perf_counter() - start)
        row = f"goals, {steps} steps, brute force"
        rows[row], counts[row] = {"seconds@50": _at(spent, 0.5), "seconds@100": _at(spent, 1.0)}, LEARNERS
    return Report.of_rows("solvers", artifacts.data("catalogue"), rows, counts, time.perf_counter() - begun, SEED)


def _closures() -> list[tuple[ProblemArrays, list[int]]]:
    recommender = Recommender(open_snapshot(bundled_snapshot()))
    out = []
    for learner, goal in requests(recommender):
        plan = recommender.plan(learner, goal, preferences=LIMITS, options=ASSUMED, as_of=DATE)
        out.append(_pooled(ProblemArrays(plan.certificate.instance)))
    return out


def _pooled(tables: ProblemArrays) -> tuple[ProblemArrays, list[int]]:
    return tables, undominated(tables, usable(tables))


def _timed(
    instances: list[tuple[ProblemArrays, list[int]]], method: Callable[[ProblemArrays, list[int]], Answer]
) -> dict[str, Interval]:
    spent, proven, values = [], [], []
    for tables, pool in instances:
        begun = time.perf_counter()
        value, sure = method(tables, pool)
        spent.append(time.perf_counter() - begun)
        proven.append(float(sure))
        values.append(float(value or 0))
    return {
        "seconds@50": _at(spent, 0.5),
        "seconds@100": _at(spent, 1.0),
        "proven": intervals.mean(np.asarray(proven)),
        "value": intervals.mean(np.asarray(values)),
    }


def _cp_sat(tables: ProblemArrays, pool: list[int], linearization: int) -> Answer:
    model = CpSatModel(tables, pool)
    total, maximise = objective_of(model)
    effort = Effort(1e9, SECONDS)
    outcome = model.solve(total, maximise=maximise, effort=effort, linearization=linearization)
    return outcome.value, outcome.status == "optimal"


def _searched(tables: ProblemArrays, pool: list[int]) -> Answer:
    found = search(tables, pool, [], int(10 * STATES_PER_WORK))
    return found.value, found.value == found.bound


def _highs(tables: ProblemArrays, pool: list[int]) -> Answer:
    """The same model as a mixed-integer program: a step of worth counts only if a chosen candidate supports it."""
    worth = tables.worth(0)[pool]
    supports, gains = [], []
    for column in worth.T:
        before = 0
        for value in np.unique(column[column > 0]).tolist():
            supports.append(np.flatnonzero(column >= value))
            gains.append(value - before)
            before = value
    count, steps = len(pool), len(gains)
    if not steps:
        return 0, True
    row = np.concatenate([np.full(len(s) + 1, n) for n, s in enumerate(supports)])
    column = np.concatenate([np.append(s, count + n) for n, s in enumerate(supports)])
    entry = np.concatenate([np.append(-np.ones(len(s)), 1.0) for s in supports])
    limits = tables.instance.limits
    spent: Any = sparse.csr_matrix(
        np.stack([np.append(tables.minutes[pool], np.zeros(steps)), np.append(tables.price[pool], np.zeros(steps))])
    )
    supported: Any = sparse.csr_matrix((entry, (row, column)), shape=(steps, count + steps))
    constraints: list[Any] = [
        LinearConstraint(supported, -np.inf, 0),
        LinearConstraint(spent, -np.inf, [limits.minutes, limits.budget or 0]),
    ]
    gain = np.asarray(gains, dtype=np.float64)
    found = milp(
        np.append(np.zeros(count), -gain / gain.max()),
        constraints=constraints,
        bounds=Bounds(0, 1),
        integrality=np.append(np.ones(count), np.zeros(steps)),
        options={"mip_rel_gap": 0.0, "time_limit": SECONDS},
    )
    chosen = [pool[n] for n in np.flatnonzero(np.asarray(found.x)[:count] > 0.5)] if found.x is not None else []
    return tables.closed(0, chosen), found.status == 0


def _at(values: list[float], quantile: float) -> Interval:
    return intervals.of_list(np.asarray(values), lambda found: float(np.quantile(found, quantile)))
