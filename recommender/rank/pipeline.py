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
from recommender.goal.requirements import Requirements
from recommender.goal.similarity import GoalSimilarity
from recommender.learner.state import State
from recommender.rank.candidates import Candidates, gather
from recommender.rank.features import FEATURES, Features, features_of
from recommender.rank.history import History, Past
from recommender.rank.ranker import Ranker
from recommender.rank.scoring import Ranked, rank
from recommender.records import Preferences
from recommender.snapshot.snapshot import Snapshot
from recommender.taxonomy.space import SkillSpace

#: Credentials of a history, the latest, that a place may be owed to.
MAX_HISTORY: Final = 10


def demand_of(space: SkillSpace) -> Floats:
    """Demand of every node in [0, 1]: 1 where O*NET calls it hot, else five times its share of occupations."""
    return np.where(space.hot, 1.0, np.minimum(1.0, 5.0 * np.nan_to_num(space.demand)))


def past_of(history: History | None, snapshot: Snapshot) -> Past | None:
    """What a ranker learned of order and uptake, over a snapshot; ``None`` where it learned from no log."""
    return None if history is None else Past(history, snapshot.credentials, snapshot.space.number)


@dataclass
class RankingPipeline:
    """``words``: the goal as the learner says it, and as the taxonomy does where that differs.

    ``demand``: of each node, in [0, 1]. ``levels``: held by node. ``past``: what the ranker learned of order and
    uptake, over this snapshot.
    """

    snapshot: Snapshot
    ranker: Ranker
    past: Past | None
    required: Requirements
    words: tuple[str, ...]
    preferences: Preferences
    demand: Floats
    levels: dict[int, float]
    _allowed: npt.NDArray[np.bool_] = field(init=False)
    _similarity: GoalSimilarity = field(init=False)

    def __post_init__(self) -> None:
        self._allowed = eligible(self.snapshot.credentials, self.preferences)
        self._similarity = GoalSimilarity(self.snapshot, self.required, self.words)

    def at(self, states: Sequence[State | None]) -> LearnerGap:
        """The gap where each requirement is held as its state says (``None``: not at all)."""
        return self._aim([s.mean if s else 0.0 for s in states], [s.sd if s else 0.0 for s in states])

    def ranked(self, aim: LearnerGap, limit: int) -> tuple[Candidates, Features, list[Ranked]]:
        """The best ``limit`` credentials for a gap, with the candidates and features they were chosen by."""
        candidates, table = self.candidates(aim)
        return candidates, table, self.ordered(candidates, aim, table, limit)

    def candidates(self, aim: LearnerGap) -> tuple[Candidates, Features]:
        """Everything that may be recommended for a gap, and its features."""
        candidates = gather(self.snapshot.credentials, aim, self._allowed)
        return candidates, self._features(aim, candidates)

    def ordered(self, candidates: Candidates, aim: LearnerGap, table: Features, limit: int) -> list[Ranked]:
        """The best ``limit`` of candidates whose features are known."""
        provider = self.snapshot.credentials.provider[candidates.rows]
        return rank(candidates, aim, table, limit, self.ranker, provider, self.preferences.diversity)

    def everything(self, aim: LearnerGap, shown: int) -> npt.NDArray[np.int64]:
        """All allowed rows in the order of their use.

        The ``shown`` best as they are recommended, the other candidates by their own score, then what closes nothing
        of the gap, by similarity to the aim. Ties go to the lower row.
        """
        candidates, table, ranked = self.ranked(aim, shown)
        first = candidates.rows[[item.position for item in ranked]]
        score = self.ranker.score.score(table.values)
        second = candidates.rows[np.lexsort((candidates.rows, -score))]
        others = np.setdiff1d(np.flatnonzero(self._allowed), candidates.rows)
        last = others[np.lexsort((others, -self._similarity.of(aim.gap, others)))]
        return np.concatenate([first, second[~np.isin(second, first)], last])

    def owed_to(
        self, aim: LearnerGap, candidates: Candidates, table: Features, ranked: Sequence[Ranked]
    ) -> dict[int, list[int]]:
        """For each place of ``ranked``, the rows of what the learner took without which it would stand further down.

        Each is left out in turn and the candidates are ranked again; only what comes to another place is owed to it.
        """
        out: dict[int, list[int]] = {}
        if self.past is None or not ranked:
            return out
        for row in self.taken[-MAX_HISTORY:]:
            values = table.values.copy()
            rest = [n for n in self.taken if n != row]
            values[:, FEATURES.index("order")] = self.past.order(rest, candidates.rows)
            without = self.ordered(candidates, aim, Features(values, table.readiness), len(ranked))
            place = {item.position: n for n, item in enumerate(without)}
            for n, item in enumerate(ranked):
                if place.get(item.position, len(ranked)) > n:
                    out.setdefault(n, []).append(row)
        return out

    @cached_property
    def taken(self) -> list[int]:
        """Rows of the credentials that the learner holds, in the order named."""
        rows = (self.snapshot.credentials.number(identifier) for identifier in self.preferences.held)
        return [row for row in rows if row is not None]

    def top_of(self, held: Floats, k: int) -> npt.NDArray[np.int64]:
        """Rows of the best ``k`` credentials for each row of ``held``, ``(draws, groups)``; -1 where fewer."""
        aims = [self._aim(row, np.zeros(len(row))) for row in held]
        self._similarity.prepare([aim.gap for aim in aims])
        out = np.full((len(held), k), -1, dtype=np.int64)
        for draw, aim in enumerate(aims):
            candidates, _, ranked = self.ranked(aim, k)
            out[draw, : len(ranked)] = candidates.rows[[item.position for item in ranked]]
        return out

    def _aim(self, held: Sequence[float] | Floats, sd: Sequence[float] | Floats) -> LearnerGap:
        return LearnerGap(
            self.required.level,
            np.asarray(held, dtype=np.float64),
            np.asarray(sd, dtype=np.float64),
            self.required.importance,
            [group.members for group in self.required.groups],
        )

    def _features(self, aim: LearnerGap, candidates: Candidates) -> Features:
        currency = self.preferences.budget.currency if self.preferences.budget else "USD"
        credentials = self.snapshot.credentials
        asked = np.asarray(
            [max((float(self.demand[n]) for n in group.members), default=0.0) for group in self.required.groups]
        )
        similarity = self._similarity.of(aim.gap, candidates.rows)
        code = credentials.code("currency", currency)
        return features_of(credentials, candidates, aim, similarity, asked, self.levels, code, self.past, self.taken)
