"""Exact search for the objective `goals` where the number of steps is the only limit.

Breadth first over what a learner holds after each step: sequences that lead to the same levels are one state, so of the
many orders of a set one is kept. A state is left where its bound does not beat the best plan known. The bound: one more
step raises a goal's match by at most what it would raise at the start (the match of a set of credentials is submodular
in it), so ``k`` more steps raise it by at most the ``k`` largest raises; goals that stay below the threshold even so
are not counted. The last step is counted without making its states. Everything is in integers, held exactly by floats.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from recommender.path.tables import Match, Tables

Bits = npt.NDArray[np.bool_]
#: Of 32 bits where they hold every sum, else of 64.
Floats = npt.NDArray[Any]
#: States of the last layer that are counted at a time, which bounds memory.
BLOCK = 64
#: Plans that are followed to find a good one before the proof begins.
BEAM = 40
#: Floats of 32 bits hold every integer up to here.
EXACT_32 = 1 << 24


@dataclass(frozen=True, slots=True)
class Found:
    """``states``: how many were looked at. ``bound`` is above ``value`` only where the work limit left some out."""

    sequence: list[int]
    value: int
    bound: int
    states: int


def applies(tables: Tables, pool: Collection[int]) -> bool:
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


def search(tables: Tables, pool: Collection[int], start: Sequence[int], most_states: int) -> Found:
    """The plan that reaches the most goals. ``start`` is one to beat; ``most_states``: the work limit."""
    return _Search(tables, sorted(pool), most_states).run(list(start))


class _Search:
    """Levels as bits ("dimension d is held at level l or above") of what may still change."""

    def __init__(self, tables: Tables, pool: list[int], most_states: int) -> None:
        self.pool, self.most, self.states = pool, most_states, 0
        self.steps = int(tables.instance.limits.steps or 0)
        held = tables.held
        taught = tables.level[pool]
        pairs = [
            (d, int(level)) for d in range(len(held)) for level in np.unique(taught[:, d]) if int(level) > int(held[d])
        ]
        self.teaches: Bits = np.asarray([taught[:, d] >= level for d, level in pairs], dtype=bool).T
        if not pairs:
            self.teaches = np.zeros((len(pool), 0), dtype=bool)
        threshold, readiness = tables.instance.objective.threshold, tables.instance.limits.readiness
        weights, missing = _weights(tables.matches, [m.needed(threshold) for m in tables.matches], held, pairs)
        self.already = int((missing <= 0).sum())
        open_ = (missing > 0) & (missing <= weights.sum(axis=0))
        self.weights, self.missing = _exact(weights[:, open_], missing[open_])
        asked = [tables.ready[n] or Match.of(()) for n in pool]
        needs, lacking = _weights(asked, [m.needed(readiness) for m in asked], held, pairs)
        self.needs, self.lacking = _exact(needs, lacking)
        self.taught = self.teaches.astype(self.weights.dtype)
        raises = -np.sort(-(self.taught @ self.weights), axis=0)
        #: The most that k more steps raise each goal, k = 0, 1, ...
        self.raises = np.concatenate([np.zeros((1, raises.shape[1]), raises.dtype), raises.cumsum(axis=0)])
        self.origin: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]] = []

    def run(self, start: list[int]) -> Found:
        best, sequence = self._count(start), start
        first = self._followed()
        if first is not None and self._count(first) > best:
            best, sequence = self._count(first), first
        bound = best
        states = np.zeros((1, self.teaches.shape[1]), dtype=bool)
        self.origin = []
        for step in range(1, self.steps):
            states, parents, chosen = self._next(states)
            self.origin.append((parents, chosen))
            if not len(states):
                return Found(sequence, self.already + best, self.already + bound, self.states)
            score = states.astype(self.weights.dtype) @ self.weights
            reached = (score >= self.missing).sum(axis=1)
            if int(reached.max()) > best:
                best, sequence = int(reached.max()), self._path(step, int(reached.argmax()))
            most = (score + self._raised(self.steps - step) >= self.missing).sum(axis=1)
            keep = np.flatnonzero(most > best)
            if len(keep) + self.states > self.most:
                order = np.lexsort((keep, -most[keep]))
                left = max(0, self.most - self.states)
                bound = max(bound, int(most[keep[order[left:]]].max()))
                keep = np.sort(keep[order[:left]])
            self.states += len(keep)
            states = states[keep]
            self.origin[-1] = (parents[keep], chosen[keep])
        if self.steps:
            best, sequence, first_bound = self._last(states, best, sequence)
            bound = max(bound, first_bound)
        return Found(sequence, self.already + best, self.already + max(best, bound), self.states)

    def _raised(self, steps: int) -> Floats:
        return np.asarray(self.raises[min(steps, len(self.raises) - 1)])

    def _count(self, sequence: Sequence[int]) -> int:
        place = {n: position for position, n in enumerate(self.pool)}
        rows = [place[n] for n in sequence]
        bits = self.teaches[rows].any(axis=0) if rows else np.zeros(self.teaches.shape[1], dtype=bool)
        return int((bits.astype(self.weights.dtype) @ self.weights >= self.missing).sum())

    def _next(self, states: Bits) -> tuple[Bits, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Every different state one step on, with the state and the candidate that it comes from."""
        parents, chosen = np.nonzero(states.astype(self.needs.dtype) @ self.needs >= self.lacking)
        after = states[parents] | self.teaches[chosen]
        new = (after != states[parents]).any(axis=1)
        after, parents, chosen = after[new], parents[new], chosen[new]
        one = _different(after)
        return after[one], parents[one], chosen[one]

    def _path(self, step: int, position: int) -> list[int]:
        out = []
        for parents, chosen in reversed(self.origin[:step]):
            out.append(self.pool[int(chosen[position])])
            position = int(parents[position])
        return out[::-1]

    def _followed(self) -> list[int] | None:
        """A good plan: at each step the states nearest to the goals that are nearly reached."""
        states = np.zeros((1, self.teaches.shape[1]), dtype=bool)
        self.origin, best, found = [], -1, None
        for step in range(1, self.steps + 1):
            states, parents, chosen = self._next(states)
            if not len(states):
                break
            score = states.astype(self.weights.dtype) @ self.weights
            reached = (score >= self.missing).sum(axis=1)
            near = reached + (np.minimum(score / self.missing, 1) ** 3).sum(axis=1)
            keep = np.argsort(-near, kind="stable")[:BEAM]
            self.origin.append((parents[keep], chosen[keep]))
            states = states[keep]
            if int(reached[keep].max()) > best:
                best = int(reached[keep].max())
                found = self._path(step, int(reached[keep].argmax()))
        return found

    def _last(self, states: Bits, best: int, sequence: list[int]) -> tuple[int, list[int], int]:
        """Count what the last step reaches from each state, those with the highest bound first."""
        score = states.astype(self.weights.dtype) @ self.weights
        missing = self.missing - score
        reached = (missing <= 0).sum(axis=1)
        within = (missing > 0) & (missing <= self._raised(1))
        most = reached + within.sum(axis=1)
        order = np.lexsort((np.arange(len(states)), -most))
        for start in range(0, len(order), BLOCK):
            block = order[start : start + BLOCK]
            block = block[most[block] > best]
            if not len(block):
                break
            counts = self._counted(states[block], missing[block], within[block], reached[block])
            where = int(counts.argmax())
            if int(counts.flat[where]) > best:
                best = int(counts.flat[where])
                state, candidate = divmod(where, len(self.pool))
                sequence = [*self._path(self.steps - 1, int(block[state])), self.pool[candidate]]
        return best, sequence, best

    def _counted(self, states: Bits, missing: Floats, within: Bits, reached: npt.NDArray[np.int64]) -> Floats:
        """Goals reached after each candidate from each state; -1 where it may not be taken."""
        rows, goals = np.nonzero(within)
        counts = np.repeat(reached[:, None], len(self.pool), axis=1)
        if len(rows):
            left = (~states).astype(self.weights.dtype)[rows] * self.weights.T[goals]
            hits = left @ self.taught.T >= missing[rows, goals][:, None]
            starts = np.flatnonzero(np.diff(rows, prepend=-1))
            counts[rows[starts]] += np.add.reduceat(hits, starts, axis=0, dtype=np.int64)
        may = states.astype(self.needs.dtype) @ self.needs >= self.lacking
        return np.where(may, counts, -1)


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


def _exact(weights: npt.NDArray[np.float64], missing: npt.NDArray[np.float64]) -> tuple[Floats, Floats]:
    """In 32 bits where they hold every sum."""
    largest = max(float(weights.sum(axis=0).max(initial=0)), float(np.abs(missing).max(initial=0)))
    if largest < EXACT_32:
        return weights.astype(np.float32), missing.astype(np.float32)
    return weights, missing


def _different(states: Bits) -> npt.NDArray[np.int64]:
    """The first position of each different row."""
    packed = np.packbits(states, axis=1)
    packed = np.pad(packed, ((0, 0), (0, -packed.shape[1] % 8)))
    words = np.ascontiguousarray(packed).view(np.uint64)
    if not words.shape[1]:
        return np.zeros(min(1, len(words)), dtype=np.int64)
    order = np.lexsort(words.T)
    ordered = words[order]
    first = np.concatenate([[True], (ordered[1:] != ordered[:-1]).any(axis=1)]) if len(order) else np.zeros(0, bool)
    return np.sort(order[first])
