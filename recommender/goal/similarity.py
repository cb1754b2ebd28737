"""How near credentials are to a goal: the only place that turns a goal into cosines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from recommender.arrays import Floats, Ints, Vectors
from recommender.embed import texts
from recommender.goal.requirements import Requirements
from recommender.snapshot.snapshot import Snapshot

#: Share of the learner's own words for the goal in the similarity of a credential to it.
OWN_WORDS_SHARE: Final = 0.5


@dataclass
class GoalSimilarity:
    """Cosines of one snapshot's credentials to one goal.

    ``words``: the goal as the learner says it, and as the taxonomy does where that differs. Vectors of what was looked
    for are kept as long as this is.
    """

    snapshot: Snapshot
    required: Requirements
    words: Sequence[str]
    _vectors: dict[str, Vectors] = field(init=False, default_factory=dict)

    def of(self, gap: Floats, rows: Ints) -> Floats:
        """Cosine of each row to the goal with its widest gaps, and for half to the learner's own words alone.

        ``gap``: of each area, ``(areas,)``; the result has shape ``(rows,)``. The occupation that a title was
        understood as can be beside the mark; the learner's words are not.
        """
        if not len(rows):
            return np.zeros(0)
        said = self._said(gap)
        self._embed([said, *self.words[:1]])
        to_gaps = self._cosine(said, rows)
        if not self.words:
            return to_gaps
        return (1 - OWN_WORDS_SHARE) * to_gaps + OWN_WORDS_SHARE * self._cosine(self.words[0], rows)

    def prepare(self, gaps: Iterable[Floats]) -> None:
        """Encode what is looked for under many gaps in one batch, before `of` is asked for each."""
        self._embed([self._said(gap) for gap in gaps])

    def _said(self, gap: Floats) -> str:
        """What is looked for: the goal and its widest gaps."""
        widest = np.lexsort((np.arange(len(gap)), -gap)).tolist()
        return texts.of_aim(", ".join(self.words), [self.required.areas[g].name for g in widest if gap[g] > 0])

    def _cosine(self, text: str, rows: Ints) -> Floats:
        return np.asarray(self.snapshot.credential_index.cosines(self._vectors[text][None, :], rows)[0])

    def _embed(self, said: Sequence[str]) -> None:
        new = [text for text in dict.fromkeys(said) if text not in self._vectors]
        if new:
            self._vectors.update(zip(new, self.snapshot.encoder.encode(new), strict=True))
