"""A task: what is asked, what is ranked, and what is right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

#: Where the benchmarks lie unless ``--data`` says otherwise; no part of a checkout.
BENCHMARKS: Final = Path("..") / "shared" / "data" / "benchmarks"
ESCO: Final = Path("..") / "shared" / "data" / "esco"


@dataclass(frozen=True, slots=True)
class RankingTask:
    """Queries by identifier, candidates by identifier (each with the texts it goes by), and the right ones of each.

    ``measures`` are names that `eval.core.metrics` knows. ``depth``: how many candidates of each query a run keeps.
    ``excluded``: queries of the file that were left out, by reason.
    """

    name: str
    data: Path
    queries: Mapping[str, str]
    candidates: Mapping[str, Sequence[str]]
    relevant: Mapping[str, frozenset[str]]
    measures: tuple[str, ...]
    depth: int = 100
    excluded: Mapping[str, int] = field(default_factory=dict)


class DataMissingError(Exception):
    """The data of a task is not on this machine."""
