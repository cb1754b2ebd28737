"""``python -m eval simulation``: policies by gap closed per hour and per dollar, and how far assumptions matter."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from eval import intervals
from eval.offline import significance
from eval.report import Metrics, Report
from eval.simulation import policies
from eval.simulation.policies import OTHERS, Policy
from eval.simulation.run import Outcome, Simulation
from eval.simulation.world import GROUPS, VARIANTS, Assumptions, Person, catalogue, people
from recommender import resources
from recommender.bundled import bundled_snapshot
from recommender.goals import Goals
from recommender.rank.model import Ranker
from recommender.snapshot import Snapshot, open_snapshot

#: Learners of the main comparison, and of each row of the sensitivity table.
LEARNERS: Final = 300
VARIED: Final = 80
OURS: Final = Policy("credpath", policies.ranker)
#: Occupations of ESCO from which goals are drawn: where the bundled catalogue has something to teach.
TITLES: Final = (
    "data scientist",
    "data analyst",
    "software developer",
    "web developer",
    "database administrator",
    "ICT network administrator",
    "ICT project manager",
    "digital marketing manager",
    "financial analyst",
    "business analyst",
    "human resources manager",
    "project manager",
    "supply chain manager",
    "sales manager",
    "accountant",
    "statistician",
    "ethical hacker",
    "cloud engineer",
    "user interface designer",
    "electrician",
)
NOTES: Final = (
    "simulated learners, made up from the assumptions below: what holds of them need not hold of any real learner",
    "hours and prices that no source states are drawn; every policy sees them and ranks the same candidates",
    "differences are paired: each learner meets the same fate under every policy",
)

Say = Callable[[str], None]


def evaluate(ranker: Path | None = None, say: Say = lambda line: None) -> Report:
    """CredPath's ranker (the prior that ships, or the one in a folder) beside the other policies."""
    began = time.monotonic()
    snapshot = open_snapshot(bundled_snapshot(), full=True)
    goals = Goals(snapshot)
    used = Ranker.read(ranker or resources.model("ranker"))
    assumed = VARIANTS["as assumed"]
    found = compare(snapshot, goals, used, assumed, LEARNERS, (OURS, *OTHERS), say)
    rows = {name: measures(outcomes) for name, outcomes in found.items()}
    ours = rows.pop(OURS.name)
    return Report(
        "simulation",
        resources.data("catalogue"),
        LEARNERS,
        ours,
        rows,
        time.monotonic() - began,
        system=OURS.name,
        unit="simulated learners",
        notes=(*NOTES, f"ranker {used.version}"),
        sections={
            "differences": _differences(found),
            "groups": _groups(found),
            "sensitivity": _sensitivity(snapshot, goals, used, say),
            "assumptions": {name: {"value": value} for name, value in assumed.said().items()},
        },
    )


def compare(
    snapshot: Snapshot,
    goals: Goals,
    ranker: Ranker,
    assumed: Assumptions,
    count: int,
    compared: Sequence[Policy],
    say: Say,
) -> dict[str, list[Outcome]]:
    """Outcomes of the same learners under each policy."""
    simulation = Simulation(catalogue(snapshot, assumed), goals, ranker, assumed)
    learners: list[Person] = people(goals, list(TITLES), count, assumed)
    out = {}
    for policy in compared:
        say(f"simulation: {policy.name}")
        out[policy.name] = simulation.outcomes(policy, learners)
    return out


def _columns(outcomes: Sequence[Outcome]) -> dict[str, np.ndarray[Any, np.dtype[np.float64]]]:
    return {
        name: np.asarray([float(getattr(outcome, name)) for outcome in outcomes])
        for name in ("closed", "hours", "dollars", "taken", "finished")
    }


def measures(outcomes: Sequence[Outcome]) -> Metrics:
    """Means over learners; closed per 100 hours and per 100 dollars are ratios of sums, resampled together."""
    c = _columns(outcomes)
    return {
        "gap closed": intervals.mean(c["closed"]),
        "per 100 hours": intervals.ratio(100 * c["closed"], c["hours"]),
        "per 100 dollars": intervals.ratio(100 * c["closed"], c["dollars"]),
        "finished": intervals.ratio(c["finished"], c["taken"]),
        "hours": intervals.mean(c["hours"]),
        "dollars": intervals.mean(c["dollars"]),
    }


def _differences(found: dict[str, list[Outcome]]) -> dict[str, dict[str, Any]]:
    """Share of the gap closed, ours less theirs, learner by learner."""
    closed = {name: _columns(outcomes)["closed"] for name, outcomes in found.items()}
    ours = closed.pop(OURS.name)
    return {
        f"gap closed: {OURS.name} - {name}": {"difference": d.difference, "relative": d.relative, "p (Holm)": d.p}
        for name, d in significance.differences(ours, closed).items()
    }


def _groups(found: dict[str, list[Outcome]]) -> dict[str, dict[str, Any]]:
    """Outcomes of each group of learners: what a policy costs those with little time against those with more."""
    out = {}
    for name, outcomes in found.items():
        for group in GROUPS:
            mine = [outcome for outcome in outcomes if outcome.group == group]
            out[f"{name}, {group} ({len(mine)})"] = dict(measures(mine))
    return out


def _sensitivity(snapshot: Snapshot, goals: Goals, ranker: Ranker, say: Say) -> dict[str, dict[str, Any]]:
    """Share of the gap closed under other assumptions, and how ours compares with the best of the others."""
    out: dict[str, dict[str, Any]] = {}
    for variant, assumed in VARIANTS.items():
        found = compare(snapshot, goals, ranker, assumed, VARIED, (OURS, *OTHERS), lambda line: None)
        say(f"sensitivity: {variant}")
        closed = {name: _columns(outcomes)["closed"] for name, outcomes in found.items()}
        ours = closed.pop(OURS.name)
        best = max(closed, key=lambda name: closed[name].mean())
        out[variant] = {
            "gap closed": intervals.mean(ours),
            "best other": best,
            "its gap closed": intervals.mean(closed[best]),
            "difference": intervals.mean(ours - closed[best]),
        }
    return out
