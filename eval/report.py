"""One JSON object for each evaluation, and a table of it for people."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from eval.intervals import SEED
from recommender.version import __version__

LIBRARIES: Final = ("ir-measures", "numpy", "onnxruntime", "scikit-learn", "scipy")

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

    def record(self) -> dict[str, Any]:
        return {
            "task": self.task,
            "system": self.system,
            "data": {"path": self.data.name, "sha256": sha256(self.data)},
            "n": self.n,
            "excluded": dict(self.excluded),
            "metrics": {name: dict(value) for name, value in self.metrics.items()},
            "baselines": {name: {m: dict(v) for m, v in found.items()} for name, found in self.baselines.items()},
            "versions": {"credpath": __version__, **{name: version(name) for name in LIBRARIES}},
            "seed": SEED,
            "seconds": round(self.seconds, 1),
        }

    def json(self) -> str:
        return json.dumps(self.record(), indent=1)

    def table(self) -> str:
        systems = {self.system or "shipped": self.metrics, **self.baselines}
        names = list(dict.fromkeys(name for found in systems.values() for name in found))
        lines = [f"{self.task}: {self.n} queries of {self.data.name}; 95 % bootstrap intervals"]
        lines += [f"  {count} left out: {reason}" for reason, count in self.excluded.items() if count]
        lines += [f"{'':34}" + "".join(f"{name:>24}" for name in names)]
        for system, found in systems.items():
            lines.append(f"{system:34}" + "".join(f"{shown(found.get(name)):>24}" for name in names))
        return "\n".join(lines)


def shown(interval: Interval | None) -> str:
    return "" if interval is None else f"{interval['value']:.3f} [{interval['low']:.3f}, {interval['high']:.3f}]"


def sha256(path: Path) -> str:
    """Of a file, or of all files of a folder by name."""
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            digest.update(file.read_bytes())
    return digest.hexdigest()
