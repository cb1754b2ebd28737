"""Running a ranking task: each system's run goes to disk, and metrics are read from there."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from eval.core import intervals, metrics, runs
from eval.core.report import Metrics, Report
from eval.core.task import RankingTask
from eval.linking.systems import System


def run(task: RankingTask, system: System, baselines: Sequence[System], out: Path) -> Report:
    """The metrics of ``system`` beside those of ``baselines`` on the same queries; runs are kept under ``out``."""
    began = time.monotonic()
    found = {each.name: measured(task, each, out) for each in (system, *baselines)}
    shipped = found.pop(system.name)
    seconds = time.monotonic() - began
    return Report(task.name, task.data, len(task.relevant), shipped, found, seconds, task.excluded, system.name)


def measured(task: RankingTask, system: System, out: Path) -> Metrics:
    """One system's metrics: its run goes to disk, and the figures are read from there."""
    path = out / task.name / f"{system.name.replace('/', '_')}.run.gz"
    runs.write(path, system.rank(task), system.name.replace(" ", "-"))
    values = metrics.per_query(path, task.relevant, task.measures)
    return {name: intervals.mean(value) for name, value in values.items()}
