"""Every ranker, set by hand or fitted: one suite of what a score must be."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.artifacts import model
from recommender.rank.explanation import SUBJECTS
from recommender.rank.features import FEATURES, RISING
from recommender.rank.ranker import Ranker
from tests.support.rankers import made_up_ranker


@pytest.fixture(scope="module", params=["prior", *range(4)])
def ranker(request, small):
    return Ranker.read(model("ranker")) if request.param == "prior" else made_up_ranker(small, request.param)


@pytest.fixture(scope="module")
def table():
    return np.random.default_rng(5).random((200, len(FEATURES)))


def test_a_score_is_the_sum_of_what_its_features_add(ranker, table):
    added = ranker.score.contributions(table)
    assert added.shape == table.shape
    assert np.isfinite(added).all()
    assert ranker.score.score(table) == pytest.approx(ranker.score.intercept + added.sum(axis=1))


def test_a_row_has_the_same_score_alone_and_in_company(ranker, table):
    alone = np.concatenate([ranker.score.score(table[[row]]) for row in range(len(table))])
    assert (alone == ranker.score.score(table)).all()


@pytest.mark.parametrize("feature", RISING)
def test_no_score_falls_with_a_rising_feature(ranker, table, feature):
    raised = table.copy()
    raised[:, FEATURES.index(feature)] = np.minimum(1, raised[:, FEATURES.index(feature)] + 0.2)
    assert (ranker.score.score(raised) >= ranker.score.score(table) - 1e-12).all()


def test_what_is_not_known_has_a_score(ranker):
    assert np.isfinite(ranker.score.score(np.full((1, len(FEATURES)), np.nan))).all()


def test_every_feature_is_explained():
    """A feature in no subject would move a list and never be put into words."""
    assert {term for terms in SUBJECTS.values() for term in terms} >= set(FEATURES)
