"""``python -m eval simulation``: policies by gap closed per hour and per dollar, and how far assumptions matter."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from eval.core import intervals
from eval.core.report import Metrics, Report
from eval.ranking import beyond_accuracy, significance
from eval.simulation import policies
from eval.simulation.policies import OTHERS, Policy
from eval.simulation.run import SimulatedOutcome, Simulation
from eval.simulation.world import GROUPS, VARIANTS, Assumptions, Person, catalogue, people
from recommender import artifacts
from recommender.goal.resolver import GoalResolver
from recommender.rank.ranker import Ranker
from recommender.snapshot.bundled import bundled_snapshot
from recommender.snapshot.snapshot import Snapshot, open_snapshot

#: Learners of the main comparison, and of each row of the sensitivity table.
LEARNERS: Final = 200
VARIED: Final = 60
OURS: Final = Policy("credpath", policies.ranker)
#: The knob of diversity at its ends.
KNOB: Final = (
    Policy("credpath, diversity 0", policies.ranker, 0.0),
    Policy("credpath, diversity 1", policies.ranker, 1.0),
)
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


def run(ranker: Path | None = None, say: Say = lambda line: None) -> Report:
    """CredPath's ranker (the prior that ships, or the one in a folder) beside the other policies."""
    began = time.monotonic()
    snapshot = open_snapshot(bundled_snapshot(), full=True)
    goals = GoalResolver(snapshot)
    used = Ranker.read(ranker or artifacts.model("ranker"))
    assumed = VARIANTS["as assumed"]
    found = compare(snapshot, goals, used, assumed, LEARNERS, (OURS, *KNOB, *OTHERS), say)
    rows = {name: measures(outcomes) for name, outcomes in found.items()}
    ours = rows.pop(OURS.name)
    return Report(
        "simulation",
        artifacts.data("catalogue"),
        LEARNERS,
        ours,
        rows,
        time.monotonic() - began,
        system=OURS.name,
        unit="simulated learners",
        notes=(*NOTES, f"ranker {used.version}"),
        sections={
            "differences": _differences(found),
            "exposure by provider": exposure(found, snapshot),
            "groups": _groups(found),
            "sensitivity": _sensitivity(snapshot, goals, used, say),
            "assumptions": {name: {"value": value} for name, value in assumed.said().items()},
        },
    )


def compare(
    snapshot: Snapshot,
    goals: GoalResolver,
    ranker: Ranker,
    assumed: Assumptions,
    count: int,
    compared: Sequence[Policy],
    say: Say,
) -> dict[str, list[SimulatedOutcome]]:
    """Outcomes of the same learners under each policy."""
    simulation = Simulation(catalogue(snapshot, assumed), goals, ranker, assumed)
    learners: list[Person] = people(goals, list(TITLES), count, assumed)
    out = {}
    for policy in compared:
        say(f"simulation: {policy.name}")
        out[policy.name] = simulation.outcomes(policy, learners)
    return out


def _columns(outcomes: Sequence[SimulatedOutcome]) -> dict[str, np.ndarray[Any, np.dtype[np.float64]]]:
    return {
        name: np.asarray([float(getattr(outcome, name)) for outcome in outcomes])
        for name in ("closed", "hours", "dollars", "taken", "finished")
    }


def measures(outcomes: Sequence[SimulatedOutcome]) -> Metrics:
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


def exposure(found: dict[str, list[SimulatedOutcome]], snapshot: Snapshot) -> dict[str, dict[str, Any]]:
    """Concentration of what is shown over providers, with intervals over learners."""
    providers = snapshot.credentials.provider
    size = int(providers.max()) + 1
    out: dict[str, dict[str, Any]] = {}
    for name, outcomes in found.items():
        shown = np.zeros((len(outcomes), size))
        for row, outcome in enumerate(outcomes):
            for step in outcome.steps:
                codes = providers[step.shown]
                np.add.at(shown[row], codes[codes >= 0], 1.0)
        used = shown[:, shown.sum(axis=0) > 0]
        out[name] = {
            "providers": used.shape[1],
            "gini": intervals.of_list(used, lambda rows: beyond_accuracy.gini(np.sum(rows, axis=0))),
            "largest share": intervals.of_list(used, _largest),
        }
    return out


def _largest(rows: Any) -> float:
    whole = np.sum(rows, axis=0)
    return float(whole.max() / max(whole.sum(), 1e-12))


def _differences(found: dict[str, list[SimulatedOutcome]]) -> dict[str, dict[str, Any]]:
    """Share of the gap closed, ours less theirs, learner by learner."""
    return significance.table(
        {name: {"gap closed": _columns(outcomes)["closed"]} for name, outcomes in found.items()}, ("gap closed",)
    )


def _groups(found: dict[str, list[SimulatedOutcome]]) -> dict[str, dict[str, Any]]:
    """Outcomes of each group of learners: what a policy costs those with little time against those with more."""
    out = {}
    for name, outcomes in found.items():
        for group in GROUPS:
            mine = [outcome for outcome in outcomes if outcome.group == group]
            out[f"{name}, {group} ({len(mine)})"] = dict(measures(mine))
    return out


def _sensitivity(snapshot: Snapshot, goals: GoalResolver, ranker: Ranker, say: Say) -> dict[str, dict[str, Any]]:
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
