"""``python -m eval off-policy``: what another policy would have earned, of a log in a file or of a simulated one."""

from __future__ import annotations

import time
from pathlib import Path

from eval.core import intervals
from eval.core.report import Report
from eval.core.task import DataMissingError
from eval.off_policy import estimators
from eval.off_policy import simulated_log as simulated


def run(path: Path | None) -> Report:
    """Of a log in a file; without one, of simulated lists in random order, where the truth is known."""
    began = time.monotonic()
    if path is None:
        logged, truth, data = simulated.rounds()
        notes: tuple[str, ...] = ("simulated learners; the action is what stands first of a list in random order",)
    else:
        if not path.is_file():
            raise DataMissingError(str(path))
        logged, truth, data, notes = estimators.read(path), None, path, ()
    found = estimators.estimates(logged)
    values = {name: {"value": row["value"]} for name, row in found.items()}
    if truth is not None:
        values["truth, known in the simulation"] = {"value": intervals.mean(truth)}
    name = "doubly robust" if "doubly robust" in values else "snips"
    return Report(
        "off-policy",
        data,
        len(logged.reward),
        values.pop(name),
        values,
        time.monotonic() - began,
        system=name,
        unit="rounds",
        notes=notes,
        sections={
            "support": {
                n: {k: v for k, v in row.items() if k != "value"} for n, row in found.items() if n != estimators.LOGGING
            }
        },
    )
