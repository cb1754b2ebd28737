"""One goal over one snapshot: from the levels a learner holds to ranked candidates. Rank and assess both ask this."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from recommender.arrays import Floats
from recommender.catalogue.eligibility import eligible
from recommender.gap import LearnerGap
from recommender.goal.similarity import GoalSimilarity
from recommender.rank.candidates import Candidates, gather
from recommender.rank.case import Case
from recommender.rank.features import FEATURES, Features, features_of
from recommender.rank.history import History, Past
from recommender.rank.ranker import Ranker
from recommender.rank.scoring import Ranked, rank
from recommender.snapshot.snapshot import Snapshot
from recommender.taxonomy.space import SkillSpace

#: Credentials of a history, the latest, that are looked at when a place is explained.
MAX_HISTORY: Final = 10


def demand_of(space: SkillSpace) -> Floats:
    """Demand of every node in [0, 1]: 1 where O*NET calls it hot, else five times its share of occupations."""
    return np.where(space.hot, 1.0, np.minimum(1.0, 5.0 * np.nan_to_num(space.demand)))


def past_of(history: History | None, snapshot: Snapshot) -> Past | None:
    """What a ranker learned of order and uptake, over a snapshot; ``None`` where it learned from no log."""
    return None if history is None else Past(history, snapshot.credentials, snapshot.space.number)


@dataclass
class RankingPipeline:
    """One case over one snapshot.

    ``demand``: of each node, in [0, 1]. ``past``: what the ranker learned of order and uptake, over this snapshot.
    """

    snapshot: Snapshot
    ranker: Ranker
    past: Past | None
    demand: Floats
    case: Case
    _allowed: npt.NDArray[np.bool_] = field(init=False)
    _similarity: GoalSimilarity = field(init=False)

    def __post_init__(self) -> None:
        self._allowed = eligible(self.snapshot.credentials, self.case.preferences, self.case.as_of)
        self._similarity = GoalSimilarity(self.snapshot, self.case.required, self.case.words)

    @cached_property
    def gap(self) -> LearnerGap:
        """The gap where each area is held as the best state of its members says (``None``: not at all)."""
        best = self.case.best
        return self._gap([s.mean if s else 0.0 for s in best], [s.sd if s else 0.0 for s in best])

    def ranked(self, gap: LearnerGap, limit: int) -> tuple[Candidates, Features, list[Ranked]]:
        """The best ``limit`` credentials for a gap, with the candidates and features they were chosen by."""
        candidates, table = self.candidates(gap)
        return candidates, table, self.ordered(candidates, gap, table, limit)

    def candidates(self, gap: LearnerGap) -> tuple[Candidates, Features]:
        """Everything that may be recommended for a gap, and its features."""
        candidates = gather(self.snapshot.credentials, gap, self._allowed)
        return candidates, self._features(gap, candidates)

    def ordered(self, candidates: Candidates, gap: LearnerGap, table: Features, limit: int) -> list[Ranked]:
        """The best ``limit`` of candidates whose features are known."""
        provider = self.snapshot.credentials.provider[candidates.rows]
        return rank(candidates, gap, table, limit, self.ranker, provider, self.case.preferences.diversity)

    def everything(self, gap: LearnerGap, shown: int) -> npt.NDArray[np.int64]:
        """All allowed rows in the order of their use.

        The ``shown`` best as they are recommended, the other candidates by their own score, then what closes nothing
        of the gap, by similarity to the gap. Ties go to the lower row.
        """
        candidates, table, ranked = self.ranked(gap, shown)
        first = candidates.rows[[item.position for item in ranked]]
        score = self.ranker.score.score(table.values)
        second = candidates.rows[np.lexsort((candidates.rows, -score))]
        others = np.setdiff1d(np.flatnonzero(self._allowed), candidates.rows)
        last = others[np.lexsort((others, -self._similarity.of(gap.open, others)))]
        return np.concatenate([first, second[~np.isin(second, first)], last])

    def history_behind(
        self, gap: LearnerGap, candidates: Candidates, table: Features, ranked: Sequence[Ranked]
    ) -> dict[int, list[int]]:
        """Credentials of the learner's history whose removal lowers a place: rows by place of ``ranked``.

        Each of the last `MAX_HISTORY` is removed in turn, and the candidates are ranked again.
        """
        out: dict[int, list[int]] = {}
        if self.past is None or not ranked:
            return out
        for row in self.taken[-MAX_HISTORY:]:
            values = table.values.copy()
            rest = [n for n in self.taken if n != row]
            values[:, FEATURES.index("order")] = self.past.order(rest, candidates.rows)
            without = self.ordered(candidates, gap, Features(values, table.readiness), len(ranked))
            place = {item.position: n for n, item in enumerate(without)}
            for n, item in enumerate(ranked):
                if place.get(item.position, len(ranked)) > n:
                    out.setdefault(n, []).append(row)
        return out

    @cached_property
    def taken(self) -> list[int]:
        """Rows of the credentials that the learner holds, in the order named."""
        rows = (self.snapshot.credentials.number(identifier) for identifier in self.case.preferences.held)
        return [row for row in rows if row is not None]

    def top_of(self, held: Floats, k: int) -> npt.NDArray[np.int64]:
        """Rows of the best ``k`` credentials for each row of ``held``, ``(draws, areas)``; -1 where fewer."""
        wanted = [self._gap(row, np.zeros(len(row))) for row in held]
        self._similarity.prepare([gap.open for gap in wanted])
        out = np.full((len(held), k), -1, dtype=np.int64)
        for draw, gap in enumerate(wanted):
            candidates, _, ranked = self.ranked(gap, k)
            out[draw, : len(ranked)] = candidates.rows[[item.position for item in ranked]]
        return out

    def _gap(self, held: Sequence[float] | Floats, sd: Sequence[float] | Floats) -> LearnerGap:
        return LearnerGap(
            self.case.required.level,
            np.asarray(held, dtype=np.float64),
            np.asarray(sd, dtype=np.float64),
            self.case.required.importance,
            [area.members for area in self.case.required.areas],
        )

    def _features(self, gap: LearnerGap, candidates: Candidates) -> Features:
        currency = self.case.preferences.budget.currency if self.case.preferences.budget else "USD"
        credentials = self.snapshot.credentials
        asked = np.asarray(
            [max((float(self.demand[n]) for n in area.members), default=0.0) for area in self.case.required.areas]
        )
        similarity = self._similarity.of(gap.open, candidates.rows)
        code = credentials.code("currency", currency)
        return features_of(
            credentials, candidates, gap, similarity, asked, self.case.levels, code, self.past, self.taken
        )
