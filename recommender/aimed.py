"""One goal over one snapshot: from the levels a learner holds to ranked candidates. Rank and assess both ask this."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from recommender import rank
from recommender.embed import texts
from recommender.gap import Floats
from recommender.goal import Requirements
from recommender.learner import State
from recommender.records import Preferences
from recommender.snapshot import Snapshot
from recommender.taxonomy import SkillSpace

#: Share of the learner's own words for the goal in the similarity of a credential to an aim.
OWN_WORDS: Final = 0.5
#: Credentials of a history, the latest, that a place may be owed to.
MOST_TAKEN: Final = 10


def demand_of(space: SkillSpace) -> Floats:
    """Demand of every node in [0, 1]: 1 where O*NET calls it hot, else five times its share of occupations."""
    return np.where(space.hot, 1.0, np.minimum(1.0, 5.0 * np.nan_to_num(space.demand)))


def past_of(history: rank.History | None, snapshot: Snapshot) -> rank.Past | None:
    """What a ranker learned of order and uptake, over a snapshot; ``None`` where it learned from no log."""
    return None if history is None else rank.Past(history, snapshot.credentials, snapshot.space.number)


@dataclass
class Aimed:
    """``words``: the goal as the learner says it, and as the taxonomy does where that differs.

    ``demand``: of each node, in [0, 1]. ``levels``: held by node. ``past``: what the ranker learned of order and
    uptake, over this snapshot.
    """

    snapshot: Snapshot
    ranker: rank.Ranker
    past: rank.Past | None
    required: Requirements
    words: tuple[str, ...]
    wishes: Preferences
    demand: Floats
    levels: dict[int, float]
    _allowed: npt.NDArray[np.bool_] = field(init=False)
    _vectors: dict[str, npt.NDArray[np.float32]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._allowed = rank.eligible(self.snapshot.credentials, self.wishes)

    def at(self, states: Sequence[State | None]) -> rank.Aim:
        """The gap where each requirement is held as its state says (``None``: not at all)."""
        return self._aim([s.mean if s else 0.0 for s in states], [s.sd if s else 0.0 for s in states])

    def ranked(self, aim: rank.Aim, limit: int) -> tuple[rank.Candidates, rank.Features, list[rank.Ranked]]:
        """The best ``limit`` credentials for a gap, with the candidates and features they were chosen by."""
        candidates, table = self.candidates(aim)
        return candidates, table, self.ordered(candidates, aim, table, limit)

    def candidates(self, aim: rank.Aim) -> tuple[rank.Candidates, rank.Features]:
        """Everything that may be recommended for a gap, and its features."""
        candidates = rank.gather(self.snapshot.credentials, aim, self._allowed)
        return candidates, self._features(aim, candidates)

    def ordered(
        self, candidates: rank.Candidates, aim: rank.Aim, table: rank.Features, limit: int
    ) -> list[rank.Ranked]:
        """The best ``limit`` of candidates whose features are known."""
        provider = self.snapshot.credentials.provider[candidates.rows]
        return rank.rank(candidates, aim, table, limit, self.ranker, provider, self.wishes.diversity)

    def everything(self, aim: rank.Aim, shown: int) -> npt.NDArray[np.int64]:
        """All allowed rows in the order of their use.

        The ``shown`` best as they are recommended, the other candidates by their own score, then what closes nothing
        of the gap, by similarity to the aim. Ties go to the lower row.
        """
        candidates, table, ranked = self.ranked(aim, shown)
        first = candidates.rows[[item.position for item in ranked]]
        score = self.ranker.score.score(table.values)
        second = candidates.rows[np.lexsort((candidates.rows, -score))]
        others = np.setdiff1d(np.flatnonzero(self._allowed), candidates.rows)
        last = others[np.lexsort((others, -self._similarity(aim, others)))]
        return np.concatenate([first, second[~np.isin(second, first)], last])

    def owed_to(
        self, aim: rank.Aim, candidates: rank.Candidates, table: rank.Features, ranked: Sequence[rank.Ranked]
    ) -> dict[int, list[int]]:
        """For each place of ``ranked``, the rows of what the learner took without which it would stand further down.

        Each is left out in turn and the candidates are ranked again; only what comes to another place is owed to it.
        """
        out: dict[int, list[int]] = {}
        if self.past is None or not ranked:
            return out
        for row in self.taken[-MOST_TAKEN:]:
            values = table.values.copy()
            rest = [n for n in self.taken if n != row]
            values[:, rank.FEATURES.index("order")] = self.past.order(rest, candidates.rows)
            without = self.ordered(candidates, aim, rank.Features(values, table.readiness), len(ranked))
            place = {item.position: n for n, item in enumerate(without)}
            for n, item in enumerate(ranked):
                if place.get(item.position, len(ranked)) > n:
                    out.setdefault(n, []).append(row)
        return out

    @cached_property
    def taken(self) -> list[int]:
        """Rows of the credentials that the learner holds, in the order named."""
        rows = (self.snapshot.credentials.number(identifier) for identifier in self.wishes.held)
        return [row for row in rows if row is not None]

    def top_of(self, held: Floats, k: int) -> npt.NDArray[np.int64]:
        """Rows of the best ``k`` credentials for each row of ``held``, ``(draws, groups)``; -1 where fewer."""
        aims = [self._aim(row, np.zeros(len(row))) for row in held]
        self._embed([self._said(aim) for aim in aims])
        out = np.full((len(held), k), -1, dtype=np.int64)
        for draw, aim in enumerate(aims):
            candidates, _, ranked = self.ranked(aim, k)
            out[draw, : len(ranked)] = candidates.rows[[item.position for item in ranked]]
        return out

    def _aim(self, held: Sequence[float] | Floats, sd: Sequence[float] | Floats) -> rank.Aim:
        return rank.Aim(
            self.required.level,
            np.asarray(held, dtype=np.float64),
            np.asarray(sd, dtype=np.float64),
            self.required.importance,
            [group.members for group in self.required.groups],
        )

    def _features(self, aim: rank.Aim, candidates: rank.Candidates) -> rank.Features:
        currency = self.wishes.budget.currency if self.wishes.budget else "USD"
        credentials = self.snapshot.credentials
        asked = np.asarray(
            [max((float(self.demand[n]) for n in group.members), default=0.0) for group in self.required.groups]
        )
        similarity = self._similarity(aim, candidates.rows)
        code = credentials.code("currency", currency)
        return rank.features(credentials, candidates, aim, similarity, asked, self.levels, code, self.past, self.taken)

    def _similarity(self, aim: rank.Aim, rows: npt.NDArray[np.int64]) -> Floats:
        """Cosine of each row to the goal with its widest gaps, and for half to the learner's own words alone.

        The occupation that a title was understood as can be beside the mark; the learner's words are not.
        """
        if not len(rows):
            return np.zeros(0)
        said = self._said(aim)
        self._embed([said, *self.words[:1]])
        to_aim = self._cosine(said, rows)
        if not self.words:
            return to_aim
        return (1 - OWN_WORDS) * to_aim + OWN_WORDS * self._cosine(self.words[0], rows)

    def _cosine(self, text: str, rows: npt.NDArray[np.int64]) -> Floats:
        wanted = np.zeros(len(self.snapshot.credentials), dtype=bool)
        wanted[rows] = True
        cosine, found = self.snapshot.credential_index.search(self._vectors[text][None, :], len(rows), wanted)
        out = np.zeros(len(rows))
        out[np.searchsorted(rows, found[0])] = cosine[0]
        return out

    def _said(self, aim: rank.Aim) -> str:
        """What is looked for: the goal and its widest gaps."""
        gap = aim.gap
        widest = np.lexsort((np.arange(len(gap)), -gap)).tolist()
        space = self.snapshot.space
        return texts.of_aim(
            ", ".join(self.words), [n for g in widest if gap[g] > 0 for n in self.required.groups[g].examples(space)]
        )

    def _embed(self, said: Sequence[str]) -> None:
        new = [text for text in dict.fromkeys(said) if text not in self._vectors]
        if new:
            self._vectors.update(zip(new, self.snapshot.encoder.encode(new), strict=True))
