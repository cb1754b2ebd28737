"""Rows of ``make bench`` on ranking and its evaluation: scores with reasons, and metrics at scale."""

from __future__ import annotations

import gzip
import tempfile
import time
from pathlib import Path
from typing import Final

import ir_measures
import numpy as np
from ir_measures import R, nDCG

from eval.core import metrics
from recommender.gap import LearnerGap, gaps
from recommender.rank.candidates import Candidates
from recommender.rank.explanation import explain
from recommender.rank.features import FEATURES, RISING, Features
from recommender.rank.ranker import Ranker
from recommender.rank.scoring import rank
from recommender.records import Closes, Credential, Preferences, SkillRef
from recommender.training import boosting
from recommender.training.fit import SETTINGS

CANDIDATES: Final = 1_000
GROUPS: Final = 30
TOP: Final = 10
LEARNERS: Final = 100_000
RESULTS: Final = 100
SEED: Final = 5


class Scoring:
    """1,000 candidates scored and ordered, ten of them with reasons; the floor is scikit-learn's own score of them."""

    def __init__(self) -> None:
        random = np.random.default_rng(SEED)
        fitted_on = random.random((5_000, len(FEATURES)))
        labels = random.random(5_000) < fitted_on[:, :4].mean(axis=1)
        score = boosting.fit(fitted_on, labels, FEATURES, RISING, settings=SETTINGS)
        self._ranker = Ranker("bench", "", score, 0.3)
        self._model = boosting.unfitted(FEATURES, RISING, SETTINGS).fit(fitted_on, labels)
        self._table = Features(random.random((CANDIDATES, len(FEATURES))), np.full(CANDIDATES, np.nan))
        required, held, importance = np.full(GROUPS, 0.7), np.zeros(GROUPS), random.random(GROUPS)
        self._gap = LearnerGap(required, held, held, importance, [[n] for n in range(GROUPS)])
        level = random.random((CANDIDATES, GROUPS)) * (random.random((CANDIDATES, GROUPS)) < 0.1)
        closes = importance * np.minimum(level, required)
        none, taught = np.zeros(level.shape, dtype=bool), np.zeros(level.shape, dtype=np.int64)
        whole = np.ones(GROUPS, dtype=bool)
        self._candidates = Candidates(np.arange(CANDIDATES), level, closes, closes, taught, level, none, none, whole)
        self._provider = random.integers(0, 40, CANDIDATES).astype(np.int32)
        self._whole = float(gaps(required, held, importance).sum())

    def work(self) -> object:
        """Rank and explain, as a request does."""
        ranked = rank(self._candidates, self._gap, self._table, TOP, self._ranker, self._provider)
        skill = SkillRef(id="a", label="a skill")
        closes = (Closes(area="an area", members=(skill,), through=skill, amount=0.1, confidence=1.0),)
        credential = Credential(id="x", title="A course", hours_low=10, hours_high=20)
        return [explain(item, credential, closes, (), None, self._whole, Preferences()) for item in ranked]

    def floor(self) -> object:
        """The bare model on the same table."""
        return self._model.decision_function(self._table.values)


def metrics_at_scale(learners: int = LEARNERS) -> tuple[float, float]:
    """Seconds of our metrics per learner, and of the library alone, both from the same run on disk."""
    random = np.random.default_rng(SEED)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.run.gz"
        with gzip.open(path, "wt", compresslevel=1) as handle:
            for learner in range(learners):
                found = random.permutation(3_000)[:RESULTS].tolist()
                handle.writelines(f"{learner} Q0 {n} {p} {-p} t\n" for p, n in enumerate(found, start=1))
        right = {str(n): frozenset(map(str, random.integers(0, 3_000, 3).tolist())) for n in range(learners)}
        grades = {query: dict.fromkeys(found, 1) for query, found in right.items()}
        began = time.perf_counter()
        ours = metrics.per_query(path, right, ("ndcg@10", "recall@10"))
        spent = time.perf_counter() - began
        began = time.perf_counter()
        with gzip.open(path, "rt") as lines:
            alone = list(ir_measures.iter_calc([nDCG @ 10, R @ 10], grades, ir_measures.read_trec_run(lines.read())))
        floor = time.perf_counter() - began
    theirs = np.mean([found.value for found in alone if found.measure == nDCG @ 10])
    if abs(float(ours["ndcg@10"].mean()) - float(theirs)) > 1e-9:
        msg = "our metrics are not the library's"
        raise RuntimeError(msg)
    return spent, floor
