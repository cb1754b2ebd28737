"""Candidate skills of a text and what the re-ranker sees of each (`recommender.linking.reranker.FEATURES`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from recommender.arrays import Floats, Vectors
from recommender.embed.skill_vectors import SkillVectors
from recommender.linking.spans import Span
from recommender.taxonomy.space import SkillSpace
from recommender.text import TOKEN, stem, strip_qualifier, tokens

#: Skills that are looked at by meaning, of a text and of each stretch of it; those whose label stands in the text come
#: on top.
MAX_NEAREST: Final = 15
MAX_NEAREST_OF_SPAN: Final = 4
MAX_LABEL_WORDS: Final = 9
#: What a fully trusted label that stands in the text is worth beside a cosine, for the order before re-ranking.
LABEL_BONUS: Final = 0.1
STOP: Final = frozenset("a an and as at by for from in into is of on or other the their to use using with your".split())


@dataclass(frozen=True, slots=True)
class SkillCandidates:
    """``nodes``: shape ``(n,)``; ``features``: ``(n, len(FEATURES))``; ``spans``: where each is meant, ``(n, 2)``."""

    nodes: npt.NDArray[np.int64]
    features: npt.NDArray[np.float64]
    spans: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text with its vector, its stretches and theirs; ``speaks``: whether it speaks of a skill, in [0, 1]."""

    text: str
    vector: npt.NDArray[np.float32]
    spans: Sequence[Span]
    parts: Vectors
    speaks: float


class Finder:
    """Finds candidates in one skill space. ``vectors`` are those of ``space.searchable``."""

    def __init__(self, space: SkillSpace, vectors: SkillVectors) -> None:
        self._space = space
        self._vectors = vectors
        self._words: dict[int, frozenset[str]] = {}
        self._place = np.full(len(space), -1, dtype=np.int64)
        self._place[space.searchable] = np.arange(len(space.searchable))

    def of(self, texts: Sequence[ReadText]) -> list[SkillCandidates]:
        """Candidates of each text."""
        if not texts:
            return []
        near = self._vectors.nearest(np.stack([one.vector for one in texts]), MAX_NEAREST)
        parts = np.concatenate([one.parts for one in texts])
        places = self._vectors.nearest_labels(parts, MAX_NEAREST_OF_SPAN)
        ends = np.cumsum([0, *(len(one.parts) for one in texts)])
        return [
            self._candidates(one, positions, places[ends[n] : ends[n + 1]].ravel())
            for n, (one, positions) in enumerate(zip(texts, near, strict=True))
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
        self, one: ReadText, near: npt.NDArray[np.int64], of_spans: npt.NDArray[np.int64]
    ) -> SkillCandidates:
        matched, canonical = self.matched(one.text), self._space.canonical
        named = [place for node in matched if (place := int(self._place[node])) >= 0]
        more = np.setdiff1d(np.asarray([*named, *of_spans.tolist()], dtype=np.int64), near)
        positions = np.concatenate([near, more])
        cosines = self._vectors.cosines(one.vector, positions)
        hits = np.asarray([matched.get(int(n), (0.0, 0)) for n in canonical[self._space.searchable[positions]]])
        best = np.round(cosines[:, 0] + LABEL_BONUS * hits[:, 0], 4)
        order = np.argsort(-best, kind="stable")
        positions, cosines, best, hits = positions[order], cosines[order], best[order], hits[order]
        nodes = self._space.searchable[positions].astype(np.int64)
        words = _words(one.text)
        shared = [self._shared(int(node), words) for node in nodes]
        spanned, spans = self._spanned(one, positions, nodes, cosines)
        columns = [
            *cosines.T,
            best,
            [overlap for overlap, _ in shared],
            [coverage for _, coverage in shared],
            *hits.T,
            np.full(len(nodes), len(words)),
            np.full(len(nodes), one.speaks),
            *spanned.T,
        ]
        features = np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1)
        return SkillCandidates(nodes, features, spans)

    def _spanned(
        self, one: ReadText, positions: npt.NDArray[np.int64], nodes: npt.NDArray[np.int64], whole: Floats
    ) -> tuple[Floats, npt.NDArray[np.int64]]:
        """What speaks for each candidate in the stretch nearest to it, and that stretch; the whole counts too."""
        out = np.empty((len(nodes), 5))
        spans = np.tile(np.asarray([0, len(one.text)], dtype=np.int64), (len(nodes), 1))
        out[:, :2] = whole[:, :2]
        place = np.full(len(nodes), -1)
        if len(one.parts):
            labels = np.round(self._vectors.matrix[positions] @ one.parts.T, 4).astype(np.float64)
            others = self._vectors.of_view(1, positions)
            found = labels.argmax(axis=1)
            closest = labels[np.arange(len(nodes)), found]
            near = closest >= whole[:, 0]
            place = np.where(near, found, -1)
            out[near, 0] = closest[near]
            out[:, 1] = np.maximum(whole[:, 1], np.round((others @ one.parts.T).max(axis=1), 4))
            spans[near] = np.asarray(one.spans, dtype=np.int64)[found[near]]
        words = {-1: _words(one.text)} | {n: _words(one.text[a:b]) for n, (a, b) in enumerate(one.spans)}
        for row, node in enumerate(nodes):
            inside = words[int(place[row])]
            out[row, 2:4] = self._shared(int(node), inside)
            out[row, 4] = len(inside)
        return out, spans

    def _shared(self, node: int, words: frozenset[str]) -> tuple[float, float]:
        """Share of the label's words in the text, and of the text's words in the label."""
        label = self._words.get(node)
        if label is None:
            label = _words(strip_qualifier(self._space.label(node)))
            self._words[node] = label
        common = len(label & words)
        return (common / len(label) if label else 0.0), (common / len(words) if words else 0.0)


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in tokens(text) if word not in STOP)
