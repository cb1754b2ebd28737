"""``python -m eval paths``: the planner against exhaustive search, on catalogues, and on job markets."""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np

from eval.core import intervals
from eval.core.report import Interval, Report
from eval.planning import brute_force, job_markets, sweep
from eval.planning.catalogues import ASSUMED, STATED, Made, bundled, large
from eval.planning.problems import KINDS, SEED, Market, market, small
from recommender import artifacts
from recommender.engine import Recommender
from recommender.path.grading import verify_plan
from recommender.path.optimise.best_path import best_plan
from recommender.path.optimise.certificate import PlanSource
from recommender.path.optimise.effort import Effort
from recommender.snapshot.bundled import bundled_snapshot
from recommender.snapshot.snapshot import open_snapshot

#: Small instances of each objective, and the most candidates that one has.
SMALL: Final = 2_000
MOST: Final = 12
SECONDS: Final = 2.0
NEAR: Final = 0.01
#: Steps that brute force still reaches.
FEW: Final = 3
#: Steps, the share of credentials that require nothing, and how the row says so.
MARKETS: Final = ((3, 0.5, ""), (5, 0.5, ""), (3, 1.0, ", nothing required"), (5, 1.0, ", nothing required"))


def run(progress: Callable[[str], None] = lambda label: None) -> Report:
    """Everything. Six minutes on two cores."""
    begun = time.perf_counter()
    rows: dict[str, dict[str, Interval]] = {}
    counts: dict[str, int] = {}
    for kind in KINDS:
        progress(f"small instances, {kind}")
        name = f"small, {kind}"
        rows[name], counts[name] = _small(kind), SMALL
    snapshot = open_snapshot(bundled_snapshot())
    recommender = Recommender(snapshot)
    for name, options in (("bundled, as stated", STATED), ("bundled, assumed", ASSUMED)):
        progress(name)
        made = bundled(recommender, options)
        rows[name], counts[name] = _made(made), len(made)
    progress("10,000 credentials")
    made = large(snapshot)
    rows["10,000 credentials"], counts["10,000 credentials"] = _made(made), len(made)
    for steps, introductory, said in MARKETS:
        name = f"goals, {steps} steps{said}"
        progress(name)
        drawn = market(steps, introductory=introductory)
        rows[name], counts[name] = _market(drawn, against=steps == FEW), len(drawn.learners)
    return Report.of_rows("paths", artifacts.data("catalogue"), rows, counts, time.perf_counter() - begun, SEED)


def on_instance(path: Path) -> Report:
    """A job market that somebody brings."""
    begun = time.perf_counter()
    brought = job_markets.read(path)
    found = job_markets.metrics(job_markets.solved(brought, Effort()))
    counts = {"market": len(brought.learners)}
    return Report.of_rows("paths", path, {"market": found}, counts, time.perf_counter() - begun, SEED)


def _small(kind: str) -> dict[str, Interval]:
    """Equal value, a feasible plan and an accepted certificate, each as a share of the instances."""
    equal, feasible, accepted, greedy = [], [], [], []
    for seed in range(SMALL):
        instance = small(seed, kind, most=MOST)
        path = best_plan(instance, dt.date(2026, 1, 5), PlanSource(len(instance.candidates)))
        plain = instance.model_dump(mode="json")
        best, certificate = brute_force.best(plain), path.certificate
        sequence = [step.candidate for step in path.steps]
        if best is None:
            equal.append(certificate.status == "infeasible")
            feasible.append(not sequence)
        else:
            proven = certificate.status == "optimal" and certificate.bound == best[0]
            equal.append(proven and certificate.objective.value == best[0])
            feasible.append(brute_force.feasible(plain, sequence) and brute_force.value(plain, sequence) == best[0])
            if certificate.greedy is not None:
                greedy.append(certificate.greedy == best[0])
        accepted.append(verify_plan(json.loads(path.model_dump_json())).ok)
    return {
        "equal": _mean(equal),
        "feasible": _mean(feasible),
        "accepted": _mean(accepted),
        "greedy is optimal": _mean(greedy),
    }


def _made(found: list[Made]) -> dict[str, Interval]:
    seconds = np.asarray([one.seconds for one in found])
    beside = [one.greedy / one.value for one in found if one.value]
    good = [(one.proven or one.gap < NEAR) and one.seconds <= SECONDS for one in found]
    return {
        "proven": _mean([one.proven for one in found]),
        "within 1 % in 2 s": _mean(good),
        "gap@50": _at(np.asarray([one.gap for one in found]), 0.5),
        "gap@100": _at(np.asarray([one.gap for one in found]), 1.0),
        "seconds@50": _at(seconds, 0.5),
        "seconds@95": _at(seconds, 0.95),
        "seconds@100": _at(seconds, 1.0),
        "pool@50": _at(np.asarray([float(one.pool) for one in found]), 0.5),
        "steps": _mean([one.steps for one in found]),
        "assumed hours": _mean([one.assumed_hours for one in found]),
        "assumed cost": _mean([one.assumed_cost for one in found]),
        "greedy / optimum": _mean(beside),
        "greedy / optimum@0": _at(np.asarray(beside), 0.0),
    }


def _market(drawn: Market, *, against: bool) -> dict[str, Interval]:
    plans = job_markets.solved(drawn, Effort())
    found = job_markets.metrics(plans)
    if against:
        spent, same = [], []
        for learner, solved in enumerate(plans):
            begun = time.perf_counter()
            same.append(sweep.most_goals(drawn, learner) == solved.goals)
            spent.append(1000 * (time.perf_counter() - begun))
        found["equal to brute force"] = _mean(same)
        found["brute force milliseconds"] = _at(np.asarray(spent), 0.5)
    return found


def _mean(values: list[bool] | list[float] | list[int]) -> Interval:
    return intervals.mean(np.asarray(values, dtype=np.float64))


def _at(values: Any, quantile: float) -> Interval:
    return intervals.of_list(values, lambda found: float(np.quantile(found, quantile)))


def to_stderr(label: str) -> None:
    """Say what is being done; the whole takes minutes."""
    sys.stderr.write(f"{label}\n")
