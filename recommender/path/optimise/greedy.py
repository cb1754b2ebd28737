"""The greedy plan: always there first, a start for the solver, and the floor that the optimum is compared with.

Each step takes the bundle (a candidate with those of its prerequisites that are missing) that gains most of the
objective for the scarcest thing it uses. Must-haves come first. It knows no proof.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from recommender.arrays import Floats, Ints
from recommender.path.optimise.problem_arrays import ProblemArrays
from recommender.path.optimise.schedule import in_time, ready, scheduled


def greedy_sequence(tables: ProblemArrays, pool: Collection[int]) -> list[int] | None:
    """A feasible sequence, or ``None`` where greed finds none (which proves nothing)."""
    search = _Greedy(tables, pool)
    for wanted in tables.instance.limits.must_have:
        if wanted in search.taken:
            continue
        bundle = search.bundle(wanted)
        if bundle is None or not search.fits(bundle):
            return None
        search.take(bundle)
    kind = tables.instance.objective.kind
    while kind not in {"cheapest", "fastest"} or search.closed < tables.target:
        best = search.best()
        if best is None:
            return None if kind in {"cheapest", "fastest"} else search.sequence
        search.take(best)
    return search.sequence


class _Greedy:
    """The state of one greedy run."""

    def __init__(self, tables: ProblemArrays, pool: Collection[int]) -> None:
        self.tables = tables
        self.instance = tables.instance
        self.pool = sorted(pool)
        self.sequence: list[int] = []
        self.taken: set[int] = set()
        kind = self.instance.objective.kind
        goals = range(len(self.instance.goals)) if kind == "regret" else (0,)
        self._worth = [] if kind == "goals" else [tables.worth(goal) for goal in goals]
        self._best = [np.zeros(worth.shape[1], dtype=np.int64) for worth in self._worth]
        self._levels = tables.held

    @property
    def closed(self) -> int:
        return int(self._best[0].sum()) if self._best else 0

    def bundle(self, candidate: int) -> list[int] | None:
        """A candidate behind those of its prerequisites that are not taken yet; ``None`` where one cannot be."""
        out: list[int] = []
        pool = set(self.pool)

        def add(number: int) -> bool:
            if number in self.taken or number in out:
                return True
            if number not in pool or not all(add(p) for p in self.instance.candidates[number].prerequisites):
                return False
            out.append(number)
            return True

        return out if add(candidate) else None

    def fits(self, bundle: Sequence[int]) -> bool:
        """Whether the limits allow it and each member may begin when its turn comes."""
        sequence = [*self.sequence, *bundle]
        limits = self.instance.limits
        if limits.steps is not None and len(sequence) > limits.steps:
            return False
        if limits.budget is not None and self.tables.cents(sequence) > limits.budget:
            return False
        if not in_time(self.tables, scheduled(self.tables, sequence)):
            return False
        return all(
            ready(self.tables, member, sequence[:position])
            for position, member in enumerate(sequence)
            if position >= len(self.sequence)
        )

    def take(self, bundle: Sequence[int]) -> None:
        self.sequence += bundle
        self.taken |= set(bundle)
        rows = list(bundle)
        for best, worth in zip(self._best, self._worth, strict=True):
            np.maximum(best, worth[rows].max(axis=0, initial=0), out=best)
        self._levels = np.maximum(self._levels, self.tables.level[rows].max(axis=0))

    def best(self) -> list[int] | None:
        """The bundle to take next; ``None`` where none that fits gains anything."""
        left = [n for n in self.pool if n not in self.taken]
        if not left:
            return None
        rows = np.asarray(left, dtype=np.int64)
        gain = self._gains(rows)
        # Bundles only ever use more than their last member, so the order by members alone is tried first to last.
        for position in np.lexsort((rows, -gain / self._used(rows))).tolist():
            if gain[position] <= 0:
                return None
            bundle = self.bundle(left[position])
            if bundle is not None and self.fits(bundle):
                return bundle
        return None

    def _gains(self, rows: Ints) -> Floats:
        if self._worth:
            total = np.zeros(len(rows))
            for best, worth, gap in zip(self._best, self._worth, self.tables.gap, strict=False):
                total += np.maximum(worth[rows] - best, 0).sum(axis=1) / max(1, gap)
            return total
        after = np.maximum(self._levels, self.tables.level[rows])
        value, now, needed = self.tables.match_values(after), self.tables.match_values(self._levels), self.tables.needed
        gained = ((value >= needed) & (now < needed)).sum(axis=1)
        whole = np.asarray([max(1, match.scale * len(match.asked)) for match in self.tables.matches])
        match = ((value - now) / whole).sum(axis=1)
        return np.asarray(gained + match / (1 + len(whole)))

    def _used(self, rows: Ints) -> Floats:
        """The largest share of a limit that each uses; the cheapest plan counts money alone, the fastest time alone."""
        limits, kind = self.instance.limits, self.instance.objective.kind
        time = self.tables.minutes[rows] / limits.minutes
        if kind == "fastest":
            return np.asarray(time + 1e-9)
        money = self.tables.price[rows] / max(1, limits.budget or int(self.tables.price.max()) or 1)
        if kind == "cheapest":
            return np.asarray(money + 1e-3 * time + 1e-9)
        shares = [time, np.full(len(rows), 1 / limits.steps)] if limits.steps else [time]
        return np.asarray(np.maximum.reduce([*shares, money] if limits.budget is not None else shares) + 1e-9)
