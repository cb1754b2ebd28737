"""Candidate skills of a text and what the re-ranker sees of each (`recommender.linking.reranker.FEATURES`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from recommender.arrays import Vectors
from recommender.embed.skill_vectors import SkillVectors
from recommender.taxonomy.space import SkillSpace
from recommender.text import TOKEN, stem, strip_qualifier, tokens

#: Skills that are looked at by meaning; those whose label stands in the text come on top.
MAX_NEAREST: Final = 15
MAX_LABEL_WORDS: Final = 9
#: What a fully trusted label that stands in the text is worth beside a cosine, for the order before re-ranking.
LABEL_BONUS: Final = 0.1
STOP: Final = frozenset("a an and as at by for from in into is of on or other the their to use using with your".split())


@dataclass(frozen=True, slots=True)
class SkillCandidates:
    """``nodes``: shape ``(n,)``; ``features``: shape ``(n, len(FEATURES))``."""

    nodes: npt.NDArray[np.int64]
    features: npt.NDArray[np.float64]


class Finder:
    """Finds candidates in one skill space. ``vectors`` are those of ``space.searchable``."""

    def __init__(self, space: SkillSpace, vectors: SkillVectors) -> None:
        self._space = space
        self._vectors = vectors
        self._words: dict[int, frozenset[str]] = {}
        self._place = np.full(len(space), -1, dtype=np.int64)
        self._place[space.searchable] = np.arange(len(space.searchable))

    def of(self, texts: list[str], vectors: Vectors, speaks: npt.NDArray[np.float64]) -> list[SkillCandidates]:
        """Candidates of each text. ``vectors`` are theirs; ``speaks``: whether each speaks of a skill, in [0, 1]."""
        near = self._vectors.nearest(vectors, MAX_NEAREST) if texts else []
        return [
            self._candidates(text, vector, float(chance), positions)
            for text, vector, chance, positions in zip(texts, vectors, speaks, near, strict=True)
        ]

    def matched(self, text: str) -> dict[int, tuple[float, int]]:
        """Nodes (canonical) whose label stands in the text: (trust of the label, its words), the best of each."""
        stems = [stem(match.group().casefold()) for match in TOKEN.finditer(text)]
        out: dict[int, tuple[float, int]] = {}
        for start in range(len(stems)):
            for end in range(start + 1, min(len(stems), start + MAX_LABEL_WORDS) + 1):
                for hit in self._space.hits(" ".join(stems[start:end])):
                    found = (hit.trust, end - start)
                    out[hit.node] = max(out.get(hit.node, (0.0, 0)), found)
        return out

    def _candidates(
        self, text: str, vector: npt.NDArray[np.float32], speaks: float, near: npt.NDArray[np.int64]
    ) -> SkillCandidates:
        matched, canonical = self.matched(text), self._space.canonical
        more = [place for node in matched if (place := int(self._place[node])) >= 0 and place not in near]
        positions = np.concatenate([near, np.asarray(sorted(more), dtype=np.int64)])
        cosines = self._vectors.cosines(vector, positions)
        hits = np.asarray([matched.get(int(n), (0.0, 0)) for n in canonical[self._space.searchable[positions]]])
        best = np.round(cosines[:, 0] + LABEL_BONUS * hits[:, 0], 4)
        order = np.argsort(-best, kind="stable")
        positions, cosines, best, hits = positions[order], cosines[order], best[order], hits[order]
        nodes = self._space.searchable[positions].astype(np.int64)
        words = frozenset(word for word in tokens(text) if word not in STOP)
        shared = [self._shared(int(node), words) for node in nodes]
        columns = [
            *cosines.T,
            best,
            [overlap for overlap, _ in shared],
            [coverage for _, coverage in shared],
            *hits.T,
            np.full(len(nodes), len(words)),
            np.full(len(nodes), speaks),
        ]
        return SkillCandidates(nodes, np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1))

    def _shared(self, node: int, words: frozenset[str]) -> tuple[float, float]:
        """Share of the label's words in the text, and of the text's words in the label."""
        label = self._words.get(node)
        if label is None:
            label = frozenset(word for word in tokens(strip_qualifier(self._space.label(node))) if word not in STOP)
            self._words[node] = label
        common = len(label & words)
        return (common / len(label) if label else 0.0), (common / len(words) if words else 0.0)
