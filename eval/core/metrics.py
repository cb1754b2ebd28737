"""Metrics per query through ir-measures; names as the field writes them, in lower case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import ir_measures
import numpy as np
from ir_measures import AP, RR, P, R, Success, nDCG

from eval.core import runs
from recommender.arrays import Floats

#: The right candidates of each query, or the grade of each that was judged.
Relevant = Mapping[str, frozenset[str]] | Mapping[str, Mapping[str, int]]
_PLAIN: Final = {"mrr": RR, "map": AP}
_CUT: Final = {"precision": P, "recall": R, "hit": Success, "ndcg": nDCG}
#: Queries scored at a time; a run may hold millions of lines.
_CHUNK: Final = 200


def per_query(path: Path, relevant: Relevant, measures: Iterable[str]) -> dict[str, Floats]:
    """Values of each measure, one a query in the order of ``relevant``; a query the run lacks has 0.

    Grades above 0 are right; ``ndcg@k`` takes the grade itself as the gain (Järvelin and Kekäläinen, 2002).

    ``rp@k`` is R-precision at k: right ones among the first k over min(k, number of right ones).
    """
    names = tuple(measures)
    needed = {part for name in names for part in _parts(name)}
    values = {name: dict.fromkeys(relevant, 0.0) for name in needed}
    batch: dict[str, dict[str, float]] = {}
    for query, found in runs.read(path):
        if query in relevant:
            batch[query] = {name: -float(place) for place, name in enumerate(found)}
        if len(batch) == _CHUNK:
            _score(batch, relevant, values)
            batch = {}
    _score(batch, relevant, values)
    return {name: np.asarray([_joined(name, query, values) for query in relevant]) for name in names}


def _score(batch: dict[str, dict[str, float]], relevant: Relevant, values: dict[str, dict[str, float]]) -> None:
    if not batch:
        return
    right = {query: _grades(relevant[query]) for query in batch}
    measures = {_measure(name): name for name in values}
    for metric in ir_measures.iter_calc(list(measures), right, batch):
        values[measures[metric.measure]][metric.query_id] = float(metric.value)


def _grades(right: frozenset[str] | Mapping[str, int]) -> dict[str, int]:
    return dict.fromkeys(right, 1) if isinstance(right, frozenset) else dict(right)


def _parts(name: str) -> tuple[str, ...]:
    kind, _, cut = name.partition("@")
    return (f"precision@{cut}", f"recall@{cut}") if kind == "rp" else (name,)


def _joined(name: str, query: str, values: dict[str, dict[str, float]]) -> float:
    # hits / min(k, right) is the greater of hits / k and hits / right.
    return max(values[part][query] for part in _parts(name))


def _measure(name: str) -> ir_measures.Measure:
    kind, _, cut = name.partition("@")
    return _CUT[kind] @ int(cut) if cut else _PLAIN[kind]
