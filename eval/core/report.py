"""One JSON object for each evaluation, and a table of it for people."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from eval.core.intervals import SEED
from recommender.version import __version__

LIBRARIES: Final = (
    "implicit",
    "ir-measures",
    "lenskit",
    "networkx",
    "numpy",
    "onnxruntime",
    "ortools",
    "scikit-learn",
    "scipy",
    "statsmodels",
)

Interval = dict[str, float]
Metrics = Mapping[str, Interval]


@dataclass(frozen=True, slots=True)
class Report:
    """``metrics`` are those of what ships, ``baselines`` those of others in the same run; fractions, with intervals."""

    task: str
    data: Path
    n: int
    metrics: Metrics
    baselines: Mapping[str, Metrics]
    seconds: float
    excluded: Mapping[str, int] = field(default_factory=dict)
    system: str = ""
    unit: str = "queries"
    notes: tuple[str, ...] = ()
    #: Further tables by name: rows by name, each with its columns, intervals or numbers.
    sections: Mapping[str, Mapping[str, Mapping[str, Any]]] = field(default_factory=dict)
    seeds: tuple[int, ...] = ()
    seed: int = SEED
    #: How many cases stand behind each row, where ``metrics`` are named ``row/metric``; see `of_rows`.
    counts: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of_rows(
        cls, task: str, data: Path, rows: Mapping[str, Metrics], counts: Mapping[str, int], seconds: float, seed: int
    ) -> Report:
        """A report of several pieces of work, each a row with metrics of its own and no baselines."""
        single = len(rows) == 1
        metrics = {
            name if single else f"{row}/{name}": value for row, found in rows.items() for name, value in found.items()
        }
        return cls(task, data, sum(counts.values()), metrics, {}, seconds, seed=seed, counts=counts)

    def record(self) -> dict[str, Any]:
        """The report as one JSON object, as docs/evaluation.md describes it."""
        return {
            "task": self.task,
            "system": self.system,
            "data": {"path": self.data.name, "sha256": sha256(self.data)},
            "n": self.n,
            **({"unit": self.unit} if self.unit != "queries" else {}),
            "excluded": dict(self.excluded),
            "metrics": {name: dict(value) for name, value in self.metrics.items()},
            "baselines": {name: {m: dict(v) for m, v in found.items()} for name, found in self.baselines.items()},
            "versions": {"credpath": __version__, **{name: version(name) for name in LIBRARIES}},
            "seed": self.seed,
            **({"counts": dict(self.counts)} if self.counts else {}),
            **({"seeds": list(self.seeds)} if self.seeds else {}),
            **({"notes": list(self.notes)} if self.notes else {}),
            **({"sections": {name: dict(rows) for name, rows in self.sections.items()}} if self.sections else {}),
            "seconds": round(self.seconds, 1),
        }

    def json(self) -> str:
        """The record as text."""
        return json.dumps(self.record(), indent=1)

    def table(self) -> str:
        """The report for people: systems as rows, or each piece of work with its metrics."""
        return self._works() if self.counts else self._systems()

    def _works(self) -> str:
        lines = [f"{self.task}: 95 % bootstrap intervals"]
        for row, count in self.counts.items():
            lines.append(f"{row} ({count})")
            for name, value in self.metrics.items():
                work, slash, metric = name.rpartition("/")
                if work == row or not slash:
                    lines.append(f"  {metric:28}{shown(dict(value))}")
        return "\n".join(lines)

    def _systems(self) -> str:
        systems = {self.system or "shipped": self.metrics, **self.baselines}
        names = columns_of(systems)
        lines = [f"{self.task}: {self.n} {self.unit} of {self.data.name}; 95 % bootstrap intervals"]
        lines += [f"  {count} left out: {reason}" for reason, count in self.excluded.items() if count]
        lines += [f"{'':34}" + "".join(f"{name:>24}" for name in names)]
        for system, found in systems.items():
            lines.append(f"{system:34}" + "".join(f"{shown(found.get(name)):>24}" for name in names))
        for title, rows in self.sections.items():
            lines += ["", f"{title}:"]
            for name, columns in rows.items():
                lines.append(f"  {name}: " + ", ".join(f"{c} {worded(value)}" for c, value in columns.items()))
        return "\n".join([*lines, *(f"note: {note}" for note in self.notes)])


def columns_of(rows: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Names of all columns of a table, in the order in which its rows name them first."""
    return list(dict.fromkeys(name for columns in rows.values() for name in columns))


def shown(interval: Interval | None) -> str:
    """An interval as ``0.500 [0.450, 0.550]``; empty for none."""
    return "" if interval is None else f"{interval['value']:.3f} [{interval['low']:.3f}, {interval['high']:.3f}]"


def worded(value: object) -> str:
    """A cell of a table: an interval, a number, or a text."""
    if isinstance(value, Mapping):
        return shown(dict(value))
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def sha256(path: Path) -> str:
    """Of a file, or of all files of a folder by name."""
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            digest.update(file.read_bytes())
    return digest.hexdigest()
