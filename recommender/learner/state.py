"""Evidence to skill state: a posterior for each skill, with claimed, evidenced and inferred kept apart to the end.

A skill that nothing speaks of is held at 0. What is shown of one skill also counts, at a discount and labelled
inferred, towards its broader skills and towards those that ESCO calls essential for it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from recommender.arrays import Floats
from recommender.learner.posterior import EDGES, PRIOR, ItemResponse, Observation, density, posterior_of
from recommender.records import Evidence, EvidenceKind
from recommender.scales import BROADER_DISCOUNT, ESSENTIAL_DISCOUNT
from recommender.taxonomy.space import SkillSpace

_ORDER: Final[Mapping[EvidenceKind, int]] = {"evidenced": 0, "claimed": 1, "inferred": 2}
_DAYS: Final = 365.25


@dataclass(frozen=True, slots=True)
class State:
    """Posterior of one skill: mean, standard deviation, 90 % interval. ``assumed``: no source stated the level."""

    mean: float
    sd: float
    low: float
    high: float
    kind: EvidenceKind
    assumed: bool
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class States:
    """States by canonical node; a node that is not there is held at 0. ``observed``: what was shown of each."""

    by_node: Mapping[int, State]
    observed: Mapping[int, tuple[Observation, ...]] = field(default_factory=dict)

    def mean(self, node: int) -> float:
        """Mean level of a node in [0, 1]; 0 where nothing speaks of it."""
        state = self.by_node.get(node)
        return state.mean if state else 0.0

    def best(self, members: Sequence[int]) -> State | None:
        """The highest state among the members of an area; ``None`` where none is held."""
        member = self.best_member(members)
        return None if member is None else self.by_node[member]

    def best_member(self, members: Sequence[int]) -> int | None:
        """The member with the highest state, of equals the first; ``None`` where none is held."""
        held = (node for node in members if node in self.by_node)
        return max(held, key=lambda node: self.by_node[node].mean, default=None)

    def cells(self, node: int) -> Floats:
        """Probability of each cell of the level (`posterior.EDGES`), shape ``(CELLS,)``.

        Of a skill that only others speak for: the prior up to the greatest level that is possible. Of a skill that
        nothing speaks of: the prior. So a skill that counts as not held may well turn out to be.
        """
        if node in self.observed:
            return density(self.observed[node])
        state = self.by_node.get(node)
        if state is None:
            return PRIOR
        possible = np.where(EDGES[:-1] < max(state.high, EDGES[1]), PRIOR, 0.0)
        return np.asarray(possible / possible.sum())


def infer(evidence: Iterable[tuple[int, Evidence]], space: SkillSpace, as_of: dt.date) -> States:
    """States from (node, evidence) pairs; evidence dated after ``as_of`` is left out.

    What is inferred of a skill never stands in the place of what was shown of it. A skill of which nothing is said but
    that its level is 0 is not held: it gets no state.
    """
    given: dict[int, list[Evidence]] = defaultdict(list)
    for node, item in evidence:
        if item.date is None or item.date <= as_of:
            given[int(space.canonical[node])].append(item)
    observed = {node: items for node, items in given.items() if any(item.level != 0 for item in items)}
    seen = {
        node: tuple(sorted((_observation(item, as_of) for item in items), key=repr)) for node, items in observed.items()
    }
    states = {node: _shown(items, seen[node]) for node, items in observed.items()}
    inferred: dict[int, State] = {}
    for node, state in sorted(states.items()):
        for other, share in _towards(node, space):
            if other in states:
                continue
            found = _discounted(state, share, space.label(node))
            if other not in inferred or found.mean > inferred[other].mean:
                inferred[other] = found
    return States({**inferred, **states}, seen)


def _shown(items: list[Evidence], seen: tuple[Observation, ...]) -> State:
    """All observations weighed together; the strongest kind names the state."""
    found = posterior_of(seen)
    strongest = min((item.kind for item in items), key=lambda kind: _ORDER[kind])
    ordered = sorted(items, key=lambda item: _ORDER[item.kind])
    sources = tuple(dict.fromkeys(item.source for item in ordered))
    assumed = all(item.level is None and item.item is None for item in items)
    return State(found.mean, found.sd, found.low, found.high, strongest, assumed, sources)


def _observation(item: Evidence, as_of: dt.date) -> Observation:
    age = 0.0 if item.date is None else (as_of - item.date).days / _DAYS
    level = None if item.level is None else round(item.level, 4)
    response = None if item.item is None or item.correct is None else ItemResponse(item.item, item.correct)
    return Observation(level, item.kind, round(item.reliability, 4), round(age, 2), item.source, response)


def _towards(node: int, space: SkillSpace) -> Iterator[tuple[int, float]]:
    """The skills that holding ``node`` speaks for, each with the share of its level that is inferred."""
    for parent, confidence in space.broader_of(node):
        if space.kind_of(parent) not in {"commodity", "group"}:
            yield parent, BROADER_DISCOUNT * confidence
    for needed in space.essential_of(node):
        yield needed, ESSENTIAL_DISCOUNT


def _discounted(state: State, share: float, source: str) -> State:
    """From what is shown of another skill; it may hold nothing of this one, or as much as of the other."""
    mean = round(share * state.mean, 4)
    sd = round(max(state.sd, state.high / 12**0.5 / 2), 4)
    return State(mean, sd, 0.0, state.high, "inferred", state.assumed, (source,))
