"""One comparison: rankers on a split, their runs on disk, metrics from there, differences with corrected tests."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from eval.core import intervals, metrics, runs
from eval.core.report import Report
from eval.ranking import beyond_accuracy, significance, tuning
from eval.ranking.ranker import NONE, OfflineRanker, checked
from eval.ranking.splits import Split
from recommender.arrays import Floats, Ints

SEEDS: Final = (1, 2, 3)

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Experiment:
    """Families of rankers on one split.

    ``families``: rankers of one kind that differ in settings; of each the best on a tail of train is compared. The
    first is ours and is run with every seed, the others with the first. ``measures``: names that `eval.core.metrics`
    knows.
    """

    name: str
    data: Path
    split: Split
    families: Sequence[Sequence[OfflineRanker]]
    measures: tuple[str, ...]
    depth: int
    notes: tuple[str, ...] = ()
    seeds: tuple[int, ...] = SEEDS


def evaluate(experiment: Experiment, out: Path, say: Say = lambda line: None) -> Report:
    """Runs go to ``out/NAME``, in TREC's format; the metrics are read from there."""
    began = time.monotonic()
    split, first = experiment.split, experiment.seeds[0]
    relevant = _relevant(split)
    values: dict[str, dict[str, Floats]] = {}
    about: dict[str, dict[str, float]] = {}
    settings: dict[str, dict[str, float]] = {}
    by_seed: dict[str, dict[str, Any]] = {}
    notes: list[str] = []
    for number, family in enumerate(experiment.families):
        ranker, tried, said = tuning.best(family, split, first)
        notes += said
        settings |= {name: {"ndcg@10 on the tail of train": round(value, 4)} for name, value in tried.items()}
        for seed in experiment.seeds if number == 0 else (first,):
            say(f"{experiment.name}: {ranker.name}, seed {seed}")
            ranking = checked(ranker.rank(split, experiment.depth, seed), ranker.name, split, experiment.depth)
            found = measured(ranking, ranker.name, seed, experiment, relevant, out)
            if number == 0:
                by_seed[f"seed {seed}"] = {name: intervals.mean(value) for name, value in found.items()}
            if seed == first:
                values[ranker.name] = found
                about[ranker.name] = {name: round(v, 4) for name, v in beyond_accuracy.summary(ranking, split).items()}
    ours = next(iter(values))
    compared = significance.table(values, experiment.measures)
    means = {system: {name: intervals.mean(value) for name, value in found.items()} for system, found in values.items()}
    return Report(
        experiment.name,
        experiment.data,
        len(split.asked),
        means.pop(ours),
        means,
        time.monotonic() - began,
        system=ours,
        unit="learners",
        notes=(*experiment.notes, *notes),
        sections={"differences": compared, "beyond accuracy": about, "seeds": by_seed, "settings": settings},
        seeds=experiment.seeds,
    )


def measured(
    ranking: Ints, name: str, seed: int, experiment: Experiment, relevant: metrics.Relevant, out: Path
) -> dict[str, Floats]:
    """Values of each measure for each learner that is asked for, in their order."""
    split = experiment.split
    path = out / experiment.name / f"{re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-')}-{seed}.run.gz"
    # Identifiers of a run may hold no blanks: those of files do, so numbers stand for them.
    asked = split.asked.tolist()
    runs.write(
        path,
        {
            str(learner): [str(n) for n in row if n != NONE]
            for learner, row in zip(asked, ranking.tolist(), strict=True)
        },
        "-".join(name.split()),
    )
    return metrics.per_query(path, relevant, experiment.measures)


def _relevant(split: Split) -> dict[str, frozenset[str]]:
    asked = split.asked
    order = np.argsort(split.test.learner, kind="stable")
    items = np.split(split.test.item[order], np.searchsorted(split.test.learner[order], asked)[1:])
    return {str(a): frozenset(map(str, found.tolist())) for a, found in zip(asked.tolist(), items, strict=True)}
