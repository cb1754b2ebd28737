"""Cosines of credentials to a goal, against a plain computation."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.goal.similarity import GoalSimilarity
from recommender.rank.pipeline import RankingPipeline


def cosine(snapshot, text, rows):
    titles = [snapshot.credentials.record(int(row)) for row in rows]
    index = snapshot.credential_index
    vector = snapshot.encoder.encode([text])
    found, order = index.search(vector, len(index))
    return np.asarray([dict(zip(order[0].tolist(), found[0].tolist(), strict=True))[int(row)] for row in rows]), titles


@pytest.mark.parametrize("words", [("data engineer", "data scientist"), ("data analyst",), ()])
def test_half_to_the_goal_with_its_widest_gaps_and_half_to_the_learners_own_words(small, small_engine, words):
    _, required = small_engine._goals.of("data analyst")
    rows = np.asarray([1, 2, 4, 6])
    gap = np.linspace(0.1, 1, len(required.areas))
    widest = [required.areas[int(g)].name for g in np.argsort(-gap)]
    said = ". ".join(part for part in (", ".join(words), ", ".join(widest[:4])) if part)
    expected, _ = cosine(small, said, rows)
    if words:
        expected = (expected + cosine(small, words[0], rows)[0]) / 2
    similarity = GoalSimilarity(small, required, words)
    assert similarity.of(gap, rows) == pytest.approx(expected, abs=1e-9)
    assert similarity.of(gap, rows[:0]).shape == (0,)


def test_a_closed_gap_is_not_looked_for(small, small_engine):
    _, required = small_engine._goals.of("data analyst")
    gap = np.zeros(len(required.areas))
    gap[5] = 0.5
    rows = np.arange(3)
    said = f"data analyst. {required.areas[5].name}"
    expected = (cosine(small, said, rows)[0] + cosine(small, "data analyst", rows)[0]) / 2
    assert GoalSimilarity(small, required, ("data analyst",)).of(gap, rows) == pytest.approx(expected, abs=1e-9)


def test_a_text_is_encoded_once_however_often_it_is_asked_for(small, small_engine):
    class Counting:
        def __init__(self):
            self.texts = []

        def encode(self, texts):
            self.texts += texts
            return small.encoder.encode(texts)

    from dataclasses import replace

    counting = Counting()
    case = small_engine._case(None, "data analyst", None, None)
    pipeline = RankingPipeline(replace(small, encoder=counting), small_engine._ranker, None, small_engine._demand, case)
    for _ in range(3):
        pipeline.ranked(pipeline.gap, 3)
    assert len(counting.texts) == len(set(counting.texts)) == 2
