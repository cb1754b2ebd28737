"""What is measured: the linker, the goal resolver, an encoder alone, and a character TF-IDF as the floor.

Each ranks all candidates of a task.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from eval.core.task import RankingTask
from recommender.arrays import Vectors
from recommender.data.build.shared.workbench import Workbench
from recommender.embed.encoder import Encoder
from recommender.linking.occupations import OccupationMatcher

_BLOCK: Final = 256


class System(Protocol):
    """Ranks the candidates of a task for each of its queries, best first, as many as the task keeps."""

    @property
    def name(self) -> str:
        """Names the system in reports and run files."""
        ...

    def rank(self, task: RankingTask) -> dict[str, list[str]]:
        """For each query, candidates with their scores, best first."""
        ...


@dataclass(frozen=True, slots=True)
class EncoderAlone:
    """Cosine of a query to the nearest of a candidate's texts. ``preferred``: to its first text only."""

    encoder: Encoder
    name: str
    preferred: bool = False

    def rank(self, task: RankingTask) -> dict[str, list[str]]:
        """By cosine to the nearest of each candidate's texts."""
        texts, owner = _texts(task, preferred=self.preferred)
        matrix = self.encoder.encode(texts)
        vectors = self.encoder.encode(list(task.queries.values()))
        scores = (vectors[start : start + _BLOCK] @ matrix.T for start in range(0, len(vectors), _BLOCK))
        return _ranked(task, scores, owner)


@dataclass(frozen=True, slots=True)
class Linked:
    """The linker as it ships: its candidates by probability, then all other skills by their nearest vector."""

    bench: Workbench
    name: str

    def rank(self, task: RankingTask) -> dict[str, list[str]]:
        """By the linker's probability."""
        queries = list(task.queries.values())
        space = self.bench.space
        names = [space.id(int(node)) for node in space.searchable]
        out: dict[str, list[str]] = {}
        for start in range(0, len(queries), _BLOCK):
            part = queries[start : start + _BLOCK]
            scored = self.bench.linker.scored(part, [False] * len(part))
            nearest = self.bench.vectors.nearest(self.bench.encoder.encode(part), task.depth)
            for query, (_, found, probability), near in zip(
                list(task.queries)[start : start + _BLOCK], scored, nearest, strict=True
            ):
                order = np.argsort(-probability, kind="stable")
                ranked = [space.id(int(found.nodes[n])) for n in order] + [names[n] for n in near]
                out[query] = [i for i in dict.fromkeys(ranked) if i in task.candidates][: task.depth]
        return out


@dataclass(frozen=True, slots=True)
class Resolved:
    """The goal resolver as it ships, among the candidates of the task."""

    bench: Workbench
    resolver: OccupationMatcher
    name: str

    def rank(self, task: RankingTask) -> dict[str, list[str]]:
        """By the occupation matcher's score."""
        occupations = self.bench.occupations
        kept = np.asarray([n for n in range(len(occupations)) if occupations.id(n) in task.candidates])
        names = [occupations.id(int(n)) for n in kept]
        queries = list(task.queries.items())
        out: dict[str, list[str]] = {}
        for start in range(0, len(queries), _BLOCK):
            part = queries[start : start + _BLOCK]
            scores = self.resolver.scores([text for _, text in part])[:, kept]
            for (query, _), row in zip(part, scores, strict=True):
                out[query] = [names[n] for n in top(row.astype(np.float32), task.depth)]
        return out


@dataclass(frozen=True, slots=True)
class CharacterTfidf:
    """Cosine of TF-IDF vectors of character trigrams to five-grams within words."""

    name: str = "char-tfidf"

    def rank(self, task: RankingTask) -> dict[str, list[str]]:
        """By cosine of character n-grams weighted by inverse document frequency."""
        from sklearn.feature_extraction.text import TfidfVectorizer

        texts, owner = _texts(task, preferred=False)
        vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, dtype=np.float32)
        matrix = vectorizer.fit_transform(texts).T.tocsc()
        vectors = vectorizer.transform(task.queries.values())
        blocks = ((vectors[start : start + _BLOCK] @ matrix).toarray() for start in range(0, vectors.shape[0], _BLOCK))
        return _ranked(task, blocks, owner)


def _texts(task: RankingTask, *, preferred: bool) -> tuple[list[str], npt.NDArray[np.int64]]:
    shown = [list(texts[:1] if preferred else texts) for texts in task.candidates.values()]
    owner = np.repeat(np.arange(len(shown)), [len(texts) for texts in shown])
    return [text for texts in shown for text in texts], owner


def _ranked(task: RankingTask, blocks: Iterator[Vectors], owner: npt.NDArray[np.int64]) -> dict[str, list[str]]:
    """Best candidates of each query; equal scores go to the candidate that stands first in the task."""
    names = np.asarray(list(task.candidates))
    starts = np.flatnonzero(np.diff(owner, prepend=-1))
    queries = iter(task.queries)
    out: dict[str, list[str]] = {}
    for block in blocks:
        best = np.maximum.reduceat(block, starts, axis=1) if len(starts) < block.shape[1] else block
        for row in best:
            out[next(queries)] = names[top(row, task.depth)].tolist()
    return out


def top(scores: Vectors, depth: int) -> npt.NDArray[np.int64]:
    """Positions of the ``depth`` greatest scores, rounded as in the product, best first, ties by position."""
    rounded = np.round(scores, 4)
    if depth >= len(rounded):
        return np.argsort(-rounded, kind="stable")
    chosen = np.sort(np.argpartition(-rounded, depth)[:depth])
    return chosen[np.argsort(-rounded[chosen], kind="stable")]
