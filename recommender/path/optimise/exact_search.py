"""Exact search for the objective `goals` where the number of steps is the only limit.

Each feasible set of credentials is met in one order only: what may begin before another is taken, stands before it and
is not taken then, is never taken later (a sleep set; Godefroid, 1996). It loses nothing, because whatever may begin may
begin later too. Credentials stand in the order of what they are worth, so what may still follow is ever weaker, and so
is the bound: the match of a set is submodular in it, hence ``k`` more steps raise a goal's match by at most what the
best ``k`` credentials that may still follow would raise it by at the start. Goals that stay below the threshold even so
are not counted, and a state that cannot reach more goals than the best plan known is left. The last step is counted
without making its states. Everything is in integers, held exactly by floats.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from recommender.arrays import Bools, Ints
from recommender.path.optimise.effort import DEFAULT_EFFORT, Effort
from recommender.path.optimise.problem_arrays import Match, ProblemArrays

#: Of 32 bits where they hold every sum, else of 64.
AnyFloats = npt.NDArray[Any]
#: States that are expanded, and counted, at a time, which bounds memory.
BLOCK: Final = 512
COUNTED: Final = 128
#: Plans that are followed to find a good one before the proof begins.
BEAM: Final = 40
#: Floats of 32 bits hold every integer up to here.
EXACT_32: Final = 1 << 24
#: Pairs of credentials are bounded together where the table of them stays below this many numbers.
PAIRED: Final = 20_000_000


@dataclass(frozen=True, slots=True)
class Found:
    """``states``: how many were looked at. ``bound`` is above ``value`` only where some were left out.

    ``cut``: the request's time was over, not the work limit reached.
    """

    sequence: list[int]
    value: int
    bound: int
    states: int
    cut: bool = False


@dataclass(frozen=True, slots=True)
class _Layer:
    """States after the same number of steps.

    ``held``: shape ``(n, bits)``; ``may``: candidates that are not asleep, shape ``(n, candidates)``; ``key``: from
    which candidate on others may follow; ``score``: shape ``(n, goals)``; ``parent``, ``taken``: where each comes from.
    """

    held: Bools
    may: Bools
    key: Ints
    score: AnyFloats
    parent: Ints
    taken: Ints

    def of(self, rows: Ints) -> _Layer:
        return _Layer(*(getattr(self, name)[rows] for name in self.__slots__))


def applies(tables: ProblemArrays, pool: Collection[int]) -> bool:
    """Whether nothing but the number of steps and what must be held limits the plan."""
    instance, limits = tables.instance, tables.instance.limits
    if instance.objective.kind != "goals" or limits.steps is None or limits.budget is not None:
        return False
    if limits.must_have or instance.objective.bonus or tables.dated:
        return False
    if any(instance.candidates[n].prerequisites for n in pool):
        return False
    longest = np.sort(tables.minutes[sorted(pool)])[::-1][: limits.steps]
    return int(longest.sum()) <= limits.minutes


def search(
    tables: ProblemArrays,
    pool: Collection[int],
    start: Sequence[int],
    most_states: int,
    effort: Effort = DEFAULT_EFFORT,
) -> Found:
    """The plan that reaches the most goals. ``start`` is one to beat; ``most_states``: the work limit.

    Of ``effort`` only the time of the request counts here. Where that is over the best plan so far is the answer, with
    the bound that every goal might be reached.
    """
    return _Search(tables, sorted(pool), most_states, effort).run(list(start))


class _TimeOver(Exception):
    """The request's time is over."""


class _Search:
    """Levels as bits ("dimension d is held at level l or above") of what may still change."""

    def __init__(self, tables: ProblemArrays, pool: list[int], most_states: int, effort: Effort) -> None:
        self.most, self.states, self.effort = most_states, 0, effort
        self.steps = int(tables.instance.limits.steps or 0)
        held = tables.held
        threshold, readiness = tables.instance.objective.threshold, tables.instance.limits.readiness
        taught = tables.level[pool]
        pairs = [
            (d, int(level)) for d in range(len(held)) for level in np.unique(taught[:, d]) if int(level) > int(held[d])
        ]
        teaches = np.asarray([taught[:, d] >= level for d, level in pairs], dtype=bool).T.reshape(len(pool), len(pairs))
        weights, missing = _weights(tables.matches, [m.needed(threshold) for m in tables.matches], held, pairs)
        self.already = int((missing <= 0).sum())
        open_ = (missing > 0) & (missing <= weights.sum(axis=0))
        self.weights, self.missing = _exact(weights[:, open_], missing[open_])
        asked = [tables.ready[n] or Match.of(()) for n in pool]
        needs, lacking = _weights(asked, [m.needed(readiness) for m in asked], held, pairs)
        raises = teaches.astype(self.weights.dtype) @ self.weights
        worth = np.minimum(raises / self.missing, 1).sum(axis=1) if raises.size else np.zeros(len(pool))
        # What may begin at once comes first, the worthiest of it first; then what must wait, alike.
        order = np.lexsort((np.arange(len(pool)), -worth, lacking > 0))
        self.pool = [pool[n] for n in order.tolist()]
        self.at_once = int((lacking <= 0).sum())
        self.teaches: Bools = teaches[order]
        self.taught = self.teaches.astype(self.weights.dtype)
        self.needs, self.lacking = _exact(needs[:, order], lacking[order])
        self.raises = self._raises(raises[order])
        self.layers: list[tuple[Ints, Ints]] = []

    def _raises(self, raises: AnyFloats) -> list[AnyFloats]:
        """The most that 0, 1, 2, ... credentials from each position on raise each goal: ``(candidates + 1, goals)``."""
        count, goals = raises.shape
        one = np.zeros((count + 1, goals), raises.dtype)
        one[:count] = np.maximum.accumulate(raises[::-1], axis=0)[::-1]
        two = np.zeros_like(one)
        paired = count * count * goals // 2 <= PAIRED
        for first in range(count - 2, -1, -1):
            if paired:
                both = (self.teaches[first] | self.teaches[first + 1 :]).astype(raises.dtype) @ self.weights
                two[first] = np.maximum(two[first + 1], both.max(axis=0))
            else:
                two[first] = np.maximum(two[first + 1], raises[first] + one[first + 1])
        if count:
            two = np.maximum(two, one)
        out = [np.zeros_like(one), one, two]
        while len(out) <= self.steps:
            out.append(out[-2] + two)
        return out

    def run(self, start: list[int]) -> Found:
        self.best, self.sequence = self._count(start), start
        try:
            return self._found(self._searched())
        except _TimeOver:
            return replace(self._found(len(self.missing)), cut=True)

    def _searched(self) -> int:
        """Look at every state that may beat the best plan so far; the bound of those that were left out."""
        followed = self._followed()
        if followed is not None and self._count(followed) > self.best:
            self.best, self.sequence = self._count(followed), followed
        bound = self.best
        layer = self._start()
        self.layers = []
        for step in range(1, self.steps):
            layer, beyond = self._next(layer, self.steps - step, self.best)
            bound = max(bound, beyond)
            self.layers.append((layer.parent, layer.taken))
            if not len(layer.key):
                return bound
            reached = (layer.score >= self.missing).sum(axis=1)
            if int(reached.max()) > self.best:
                self.best, self.sequence = int(reached.max()), self._path(step, int(reached.argmax()))
        if self.steps:
            self._last(layer)
        return bound

    def _found(self, bound: int) -> Found:
        best = self.already + self.best
        return Found(self.sequence, best, max(best, self.already + bound), self.states)

    def _in_time(self) -> None:
        if self.effort.over:
            raise _TimeOver

    def _start(self) -> _Layer:
        none = np.zeros(1, dtype=np.int64)
        return _Layer(
            np.zeros((1, self.teaches.shape[1]), dtype=bool),
            np.ones((1, len(self.pool)), dtype=bool),
            none,
            np.zeros((1, len(self.missing)), self.weights.dtype),
            none,
            none,
        )

    def _count(self, sequence: Sequence[int]) -> int:
        place = {n: position for position, n in enumerate(self.pool)}
        rows = [place[n] for n in sequence]
        bits = self.teaches[rows].any(axis=0) if rows else np.zeros(self.teaches.shape[1], dtype=bool)
        return int((bits.astype(self.weights.dtype) @ self.weights >= self.missing).sum())

    def _next(self, layer: _Layer, left: int, best: int) -> tuple[_Layer, int]:
        """The states one step on that may beat ``best`` in ``left`` more steps, and the bound of those left out."""
        kept: list[_Layer] = []
        most: list[Ints] = []
        for start in range(0, len(layer.key), BLOCK):
            self._in_time()
            block = self._expanded(layer, np.arange(start, min(start + BLOCK, len(layer.key))))
            self.states += len(block.key)
            bound = (block.score + self.raises[left][block.key] >= self.missing).sum(axis=1)
            rows = np.flatnonzero(bound > best)
            kept.append(block.of(rows))
            most.append(bound[rows])
        merged = _Layer(*(np.concatenate([getattr(part, name) for part in kept]) for name in _Layer.__slots__))
        bounds = np.concatenate(most)
        room = max(1, (self.most - self.states) // max(1, len(self.pool)))
        if len(bounds) <= room:
            return merged, best
        # The work limit leaves out what promises least.
        order = np.lexsort((np.arange(len(bounds)), -bounds))
        return merged.of(np.sort(order[:room])), int(bounds[order[room]])

    def _expanded(self, layer: _Layer, rows: Ints) -> _Layer:
        """Every child of some states: what is awake, may begin, and teaches something new."""
        held, may = layer.held[rows], layer.may[rows]
        ready = held.astype(self.needs.dtype) @ self.needs >= self.lacking
        parent, taken = np.nonzero(ready & may)
        after = held[parent] | self.teaches[taken]
        new = (after != held[parent]).any(axis=1)
        parent, taken, after = parent[new], taken[new], after[new]
        asleep = ready[parent] & (np.arange(len(self.pool)) <= taken[:, None])
        key = np.where(taken < self.at_once, taken + 1, self.at_once)
        score = after.astype(self.weights.dtype) @ self.weights
        return _Layer(after, may[parent] & ~asleep, key, score, rows[parent], taken)

    def _path(self, step: int, position: int) -> list[int]:
        out = []
        for parents, taken in reversed(self.layers[:step]):
            out.append(self.pool[int(taken[position])])
            position = int(parents[position])
        return out[::-1]

    def _followed(self) -> list[int] | None:
        """A good plan: at each step the states nearest to the goals that are nearly reached."""
        layer, best, found = self._start(), -1, None
        self.layers = []
        for step in range(1, self.steps + 1):
            free = _Layer(layer.held, np.ones_like(layer.may), layer.key, layer.score, layer.parent, layer.taken)
            layer = self._expanded(free, np.arange(len(layer.key)))
            if not len(layer.key):
                break
            reached = (layer.score >= self.missing).sum(axis=1)
            near = reached + (np.minimum(layer.score / self.missing, 1) ** 3).sum(axis=1)
            order = np.argsort(-near, kind="stable")
            _, first = np.unique(np.packbits(layer.held[order[: 4 * BEAM]], axis=1), axis=0, return_index=True)
            keep = order[np.sort(first)[:BEAM]]
            layer = layer.of(keep)
            self.layers.append((layer.parent, layer.taken))
            if int(reached[keep].max()) > best:
                best = int(reached[keep].max())
                found = self._path(step, int(reached[keep].argmax()))
        return found

    def _last(self, layer: _Layer) -> None:
        """Count what the last step reaches from each state that may beat the best plan so far."""
        missing = self.missing - layer.score
        reached = (missing <= 0).sum(axis=1)
        within = (missing > 0) & (missing <= self.raises[1][layer.key])
        most = reached + within.sum(axis=1)
        # States that the same candidates may follow are counted together, so that no others are.
        order = np.lexsort((np.arange(len(most)), -most, layer.key))
        order = order[most[order] > self.best]
        for start in range(0, len(order), COUNTED):
            block = order[start : start + COUNTED]
            block = block[most[block] > self.best]
            if not len(block):
                continue
            self._in_time()
            first = int(layer.key[block].min())
            counts = self._counted(layer.of(block), missing[block], within[block], reached[block], first)
            self.states += counts.size
            where = int(counts.argmax()) if counts.size else 0
            if counts.size and int(counts.flat[where]) > self.best:
                self.best = int(counts.flat[where])
                state, candidate = divmod(where, counts.shape[1])
                self.sequence = [*self._path(self.steps - 1, int(block[state])), self.pool[first + candidate]]

    def _counted(self, layer: _Layer, missing: AnyFloats, within: Bools, reached: Ints, first: int) -> Ints:
        """Goals reached after each candidate from ``first`` on from each state; -1 where it may not be taken."""
        rows, goals = np.nonzero(within)
        counts = np.repeat(reached[:, None], len(self.pool) - first, axis=1)
        if len(rows):
            left = (~layer.held).astype(self.weights.dtype)[rows] * self.weights.T[goals]
            hits = left @ self.taught[first:].T >= missing[rows, goals][:, None]
            starts = np.flatnonzero(np.diff(rows, prepend=-1))
            counts[rows[starts]] += np.add.reduceat(hits, starts, axis=0, dtype=np.int64)
        ready = layer.held.astype(self.needs.dtype) @ self.needs[:, first:] >= self.lacking[first:]
        return np.where(ready & layer.may[:, first:], counts, -1)


def _weights(
    matches: Sequence[Match], needed: Sequence[int], held: npt.NDArray[np.int64], pairs: Sequence[tuple[int, int]]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """What each bit adds to each match, shape ``(bits, matches)``, and what each match lacks at the start."""
    weights = np.zeros((len(pairs), len(matches)))
    missing = np.zeros(len(matches))
    bits_of: dict[int, list[tuple[int, int]]] = {}
    for bit, (dimension, level) in enumerate(pairs):
        bits_of.setdefault(dimension, []).append((level, bit))
    for column, (match, enough) in enumerate(zip(matches, needed, strict=True)):
        missing[column] = enough - int(match.value(held))
        for dimension, asked in zip(match.dimensions.tolist(), match.asked.tolist(), strict=True):
            before = match.scale * min(int(held[dimension]), asked) // asked
            for level, bit in bits_of.get(dimension, ()):
                term = match.scale * min(level, asked) // asked
                weights[bit, column] = term - before
                before = term
    return weights, missing


def _exact(weights: npt.NDArray[np.float64], missing: npt.NDArray[np.float64]) -> tuple[AnyFloats, AnyFloats]:
    """In 32 bits where they hold every sum."""
    largest = max(float(weights.sum(axis=0).max(initial=0)), float(np.abs(missing).max(initial=0)))
    if largest < EXACT_32:
        return weights.astype(np.float32), missing.astype(np.float32)
    return weights, missing
