"""Baselines of the field, through the libraries that it uses: implicit and LensKit; BM25 for texts through bm25s."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from scipy import sparse

from eval.linking.bm25 import Bm25Index
from eval.ranking.ranker import NONE, blocks, taken, top
from eval.ranking.splits import Split
from recommender.arrays import Floats, Ints

Nearness = Literal["cosine", "bm25"]
#: Passes over the data of matrix factorisations.
PASSES: Final = {"als": 15, "bpr": 100}


@dataclass(frozen=True, slots=True)
class Popularity:
    """What most learners took."""

    name: str = "popularity"

    def rank(self, split: Split, depth: int, seed: int) -> Ints:
        """By how many learners took an item."""
        score = taken(split.train)
        return np.concatenate([top(score[None, :], may, depth) for _, may in blocks(split)])


@dataclass(frozen=True, slots=True)
class ItemKnn:
    """Nearest neighbours of items (Sarwar et al., WWW 2001), from implicit."""

    neighbours: int = 100
    nearness: Nearness = "cosine"

    @property
    def name(self) -> str:
        """Names the settings, too."""
        return f"item-knn ({self.nearness}, {self.neighbours})"

    def rank(self, split: Split, depth: int, seed: int) -> Ints:
        """By the nearness of an item to those taken."""
        from implicit.nearest_neighbours import BM25Recommender, CosineRecommender

        model = (CosineRecommender if self.nearness == "cosine" else BM25Recommender)(K=self.neighbours, num_threads=2)
        return _implicit(model, split, depth)


@dataclass(frozen=True, slots=True)
class Factors:
    """Implicit-feedback ALS (Hu, Koren and Volinsky, ICDM 2008) or BPR (Rendle et al., UAI 2009), from implicit."""

    kind: Literal["als", "bpr"]
    factors: int = 64

    @property
    def name(self) -> str:
        """Names the model and its factors."""
        return f"{self.kind} ({self.factors})"

    def rank(self, split: Split, depth: int, seed: int) -> Ints:
        """By the product of a learner's and an item's factors."""
        from implicit.als import AlternatingLeastSquares
        from implicit.bpr import BayesianPersonalizedRanking
        from threadpoolctl import threadpool_limits

        make = AlternatingLeastSquares if self.kind == "als" else BayesianPersonalizedRanking
        # One thread: with more, the order in which they meet decides the last digits.
        with threadpool_limits(1, "blas"):
            model = make(factors=self.factors, iterations=PASSES[self.kind], random_state=seed, num_threads=1)
        return _implicit(model, split, depth)


@dataclass(frozen=True, slots=True)
class Ease:
    """EASE (Steck, WWW 2019): LensKit fits the weights, and all learners are scored at once."""

    ridge: float = 500.0

    @property
    def name(self) -> str:
        """Names the ridge, too."""
        return f"ease ({self.ridge:g})"

    def rank(self, split: Split, depth: int, seed: int) -> Ints:
        """By the linear model of each item from the others of a history."""
        from lenskit.data import from_interactions_df
        from lenskit.knn.ease import EASEScorer
        from pandas import DataFrame

        seen = DataFrame({"user_id": split.train.learner, "item_id": split.train.item}).drop_duplicates()
        scorer = EASEScorer(regularization=self.ridge)
        scorer.train(from_interactions_df(seen))
        known = np.asarray(scorer.items.ids(), dtype=np.int64)
        weights, width = scorer.weights, len(split.train.items)
        has = split.history.matrix()
        out = []
        for part, may in blocks(split):
            scores = np.full((len(part), width), -1e9, dtype=np.float32)
            scores[:, known] = has[part][:, known] @ weights
            out.append(top(scores, may, depth))
        return np.concatenate(out)


@dataclass(frozen=True, slots=True)
class SequentialRules:
    """Sequential rules (Kamehkhosh, Jannach and Ludewig, 2017): what was taken within ``steps`` after what one has.

    A rule weighs ``step_decay`` for each step between its two items, or one over their distance where that is None, and
    is a share of all that follows its first item where ``confidence`` is set. The rules of an item of the history count
    ``history_decay`` for each item after it: 0 for those of the last alone, 1 for all alike. No kept library has them.
    """

    steps: int = 30
    step_decay: float | None = 0.85
    history_decay: float = 0.6
    confidence: bool = True

    @property
    def name(self) -> str:
        """Names the settings, too."""
        step = "1/distance" if self.step_decay is None else f"{self.step_decay:g}"
        kind = "confidence" if self.confidence else "count"
        return f"sequential-rules ({self.steps}, {step}, {self.history_decay:g}, {kind})"

    def rank(self, split: Split, depth: int, seed: int) -> Ints:
        """By the summed weights of the rules from what a learner has."""
        rules, recent = self._rules(split), self._recent(split)
        return np.concatenate([top((recent[part] @ rules).toarray(), may, depth) for part, may in blocks(split)])

    def _rules(self, split: Split) -> sparse.csr_array:
        width = len(split.train.items)
        learner, item = split.train.learner, split.train.item
        rules = sparse.csr_array((width, width))
        for step in range(1, self.steps + 1):
            same = learner[:-step] == learner[step:]
            pairs = (item[:-step][same], item[step:][same])
            weight = 1 / step if self.step_decay is None else self.step_decay ** (step - 1)
            rules = rules + sparse.coo_array((np.full(same.sum(), weight), pairs), shape=(width, width)).tocsr()
        if self.confidence:
            total: Floats = np.asarray(rules.sum(axis=1), dtype=np.float64).ravel()
            rules = sparse.diags_array(1 / np.maximum(total, 1e-12)).tocsr() @ rules
        return rules

    def _recent(self, split: Split) -> sparse.csr_array:
        history = split.history
        weight = np.power(float(self.history_decay), history.from_end())
        shape = (len(history.learners), len(history.items))
        return sparse.coo_array((weight, (history.learner, history.item)), shape=shape).tocsr()


def _implicit(model: Any, split: Split, depth: int) -> Ints:
    """Fit on train, then all learners that are asked for, none of what they have."""
    from implicit.utils import ParameterWarning
    from threadpoolctl import threadpool_limits

    with warnings.catch_warnings(), threadpool_limits(1, "blas"):
        # implicit converts its own weighted matrix and warns of having to.
        warnings.simplefilter("ignore", ParameterWarning)
        model.fit(sparse.csr_matrix(split.train.matrix()), show_progress=False)
    asked = split.asked
    history = sparse.csr_matrix(split.history.matrix()[asked])
    found, score = model.recommend(asked, history, N=depth, filter_already_liked_items=True)
    # Beyond what it scored, implicit fills up: with -1, with the lowest score there is, or with what a learner has.
    has = history[np.repeat(np.arange(len(asked)), found.shape[1]), np.maximum(found, 0).ravel()]
    may = (score > -1e30) & (found >= 0) & (np.asarray(has).reshape(found.shape) == 0)
    kept = np.where(may, found, NONE)
    ranked = np.take_along_axis(kept, np.argsort(~may, axis=1, kind="stable"), axis=1)
    return np.pad(ranked, ((0, 0), (0, depth - ranked.shape[1])), constant_values=NONE).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Bm25:
    """BM25 of the texts of what a learner has, against the texts of what is ranked."""

    name: str = "bm25"

    def rank(self, split: Split, depth: int, seed: int) -> Ints:
        """By BM25 of an item's text to the texts of those taken."""
        texts = [split.train.texts.get(n, "") for n in range(len(split.train.items))]
        index, starts = Bm25Index(texts), split.history.histories().starts
        out = []
        for part, may in blocks(split):
            has = [split.history.item[starts[n] : starts[n + 1]] for n in part.tolist()]
            scores = index.scores([" ".join(texts[n] for n in items) for items in has])
            out.append(top(scores, may, depth))
        return np.concatenate(out)
