"""Evidence to skill state: a mean and an uncertainty for each skill, with claimed, evidenced and inferred kept apart.

First version, on purpose simple: the mean of a skill is the reliability-weighted mean of its observations of the
strongest kind, its standard deviation shrinks with their reliability and widens with their disagreement. A skill that
nothing speaks of is held at 0 with certainty only in the sense that nothing was shown.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from recommender.records import Evidence, EvidenceKind
from recommender.scales import BROADER_DISCOUNT, CLAIMED_LEVEL
from recommender.taxonomy import SkillSpace

#: Standard deviation of one fully reliable observation, and of one that is worth nothing (that of a uniform level).
SURE_SD: Final = 0.08
UNSURE_SD: Final = 1 / math.sqrt(12)
_ORDER: Final[Mapping[EvidenceKind, int]] = {"evidenced": 0, "claimed": 1, "inferred": 2}


@dataclass(frozen=True, slots=True)
class State:
    """Posterior of one skill. ``assumed``: no source stated the level."""

    mean: float
    sd: float
    kind: EvidenceKind
    assumed: bool
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class States:
    """States by canonical node; a node that is not there is held at 0."""

    by_node: Mapping[int, State]

    def mean(self, node: int) -> float:
        state = self.by_node.get(node)
        return state.mean if state else 0.0


def infer(evidence: Iterable[tuple[int, Evidence]], space: SkillSpace, as_of: dt.date) -> States:
    """States from (node, evidence) pairs; evidence dated after ``as_of`` is left out.

    Each skill also counts towards its directly broader skills at `BROADER_DISCOUNT`, labelled inferred, and never
    instead of what was shown of the broader skill itself.
    """
    observed: dict[int, list[Evidence]] = defaultdict(list)
    for node, item in evidence:
        if item.date is None or item.date <= as_of:
            observed[int(space.canonical[node])].append(item)
    states = {node: _combine(items) for node, items in observed.items()}
    inferred: dict[int, State] = {}
    for node, state in sorted(states.items()):
        for parent, confidence in space.broader_of(node):
            if parent in states or space.kind_of(parent) in {"commodity", "group"}:
                continue
            mean = round(BROADER_DISCOUNT * confidence * state.mean, 4)
            held = inferred.get(parent)
            if held is None or mean > held.mean:
                sd = round(max(state.sd, UNSURE_SD / 2), 4)
                inferred[parent] = State(mean, sd, "inferred", state.assumed, (space.label(node),))
    return States({**inferred, **states})


def _combine(items: list[Evidence]) -> State:
    """The strongest kind decides; a kind that contradicts nothing stronger adds its sources only."""
    strongest = min((item.kind for item in items), key=lambda kind: _ORDER[kind])
    used = [item for item in items if item.kind == strongest]
    weights = [max(item.reliability, 1e-3) for item in used]
    levels = [CLAIMED_LEVEL if item.level is None else item.level for item in used]
    total = sum(weights)
    mean = sum(w * x for w, x in zip(weights, levels, strict=True)) / total
    spread = sum(w * (x - mean) ** 2 for w, x in zip(weights, levels, strict=True)) / total
    best = max(weights)
    own = SURE_SD + (UNSURE_SD - SURE_SD) * (1 - best)
    sources = tuple(dict.fromkeys(item.source for item in used))
    assumed = all(item.level is None for item in used)
    return State(round(mean, 4), round(math.sqrt(own**2 + spread), 4), strongest, assumed, sources)
