"""Which credentials are considered: those that the learner's limits allow and that close part of the gap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from recommender.arrays import Floats
from recommender.catalogue.store import Credentials
from recommender.gap import LearnerGap, closed

#: Most candidates that are scored; the ones that close the most are kept.
MAX_CANDIDATES: Final = 2_000
#: A credential whose expected closure is a smaller share of the whole gap than this closes nothing to speak of.
MIN_GAP_SHARE: Final = 0.005


@dataclass(frozen=True, slots=True)
class Candidates:
    """``rows`` are credentials; the matrices have shape ``(candidates, areas)``.

    ``level``: highest level taught of the area. ``closes``: what that closes. ``expected``: the most that any link
    closes times that link's confidence, which is what ranking counts. ``through`` (the member that is taught,
    -1 where none is), ``confidence``, ``inferred`` and ``assumed`` belong to the link behind ``expected``.
    ``coverable``: areas that any allowed credential closes something of.
    """

    rows: npt.NDArray[np.int64]
    level: Floats
    closes: Floats
    expected: Floats
    through: npt.NDArray[np.int64]
    confidence: Floats
    inferred: npt.NDArray[np.bool_]
    assumed: npt.NDArray[np.bool_]
    coverable: npt.NDArray[np.bool_]


def gather(credentials: Credentials, gap: LearnerGap, allowed: npt.NDArray[np.bool_]) -> Candidates:
    """The allowed credentials that close part of the gap."""
    index = credentials.taught_by
    nodes = np.asarray([node for members in gap.members for node in members], dtype=np.int64)
    areas = np.repeat(np.arange(len(gap.members)), [len(members) for members in gap.members])
    entries, owner = index.entries(nodes)
    keep = allowed[index.columns[entries]]
    entries, area_of, node_of = entries[keep], areas[owner[keep]], nodes[owner[keep]]
    rows, position = np.unique(index.columns[entries], return_inverse=True)
    shape = (len(rows), len(gap.required))
    level = np.zeros(shape)
    taught = index.values["level"][entries].astype(np.float64)
    np.maximum.at(level, (position, area_of), taught)
    worth = closed(gap.required[area_of], gap.held[area_of], gap.importance[area_of], taught)
    worth = worth * index.values["confidence"][entries]
    expected = np.zeros(shape)
    np.maximum.at(expected, (position, area_of), worth)
    # The link behind the expected closure: ascending by worth, so that the best is written last.
    order = np.argsort(worth, kind="stable")
    best = np.full(shape, -1, dtype=np.int64)
    best[position[order], area_of[order]] = entries[order]
    through = np.full(shape, -1, dtype=np.int64)
    through[position[order], area_of[order]] = node_of[order]
    there = best >= 0
    confidence = np.where(there, index.values["confidence"][best], 0.0)
    inferred = there & index.values["inferred"][best]
    assumed = there & index.values["assumed"][best]
    closes = closed(gap.required, gap.held, gap.importance, level)
    total = float(gap.open.sum())
    share = expected.sum(axis=1) / total if total > 0 else np.zeros(len(rows))
    chosen = np.flatnonzero(share >= MIN_GAP_SHARE)
    if len(chosen) > MAX_CANDIDATES:
        best_first = np.lexsort((rows[chosen], -share[chosen]))
        chosen = np.sort(chosen[best_first[:MAX_CANDIDATES]])
    return Candidates(
        rows[chosen].astype(np.int64),
        level[chosen],
        closes[chosen],
        expected[chosen],
        through[chosen],
        confidence[chosen],
        inferred[chosen],
        assumed[chosen],
        np.asarray((expected > 0).any(axis=0)),
    )
