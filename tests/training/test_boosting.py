"""Fitting an additive score."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.errors import ModelError
from recommender.rank.features import FEATURES, RISING
from recommender.training import boosting


def table(rows, seed=0):
    random = np.random.default_rng(seed)
    found = random.random((rows, len(FEATURES)))
    found[random.random(found.shape) < 0.1] = 0.5
    return found


def test_a_fitted_score_is_what_scikit_learn_says_and_its_parts_add_up():
    x = table(1_500)
    y = np.random.default_rng(1).random(1_500) < x[:, 0] * (1 - x[:, 4])
    fitted = boosting.fit(x, y, FEATURES, RISING, settings=boosting.BoostingSettings(trees=60))
    assert fitted.score(x) == pytest.approx(fitted.intercept + fitted.contributions(x).sum(axis=1), abs=1e-12)
    assert np.corrcoef(fitted.score(x), y)[0, 1] > 0.2


@pytest.mark.parametrize("seed", range(3))
def test_what_must_not_fall_never_falls_whatever_the_labels_say(seed):
    x = table(1_000, seed)
    y = np.random.default_rng(seed).random(1_000) > x[:, :5].mean(axis=1)
    fitted = boosting.fit(x, y, FEATURES, RISING, settings=boosting.BoostingSettings(trees=80))
    for name, shape in zip(fitted.names, fitted.shapes, strict=True):
        if name in RISING:
            assert (np.diff(shape.value) >= -1e-9).all(), name
    fallen = [n for n, s in zip(fitted.names, fitted.shapes, strict=True) if (np.diff(s.value) < -1e-9).any()]
    free = boosting.fit(x, y, FEATURES, settings=boosting.BoostingSettings(trees=80))
    assert any((np.diff(s.value) < -1e-9).any() for n, s in zip(free.names, free.shapes, strict=True) if n in RISING)
    assert not set(fallen) & set(RISING)


def test_unknown_values_have_a_score_of_their_own_and_labels_all_alike_are_refused():
    x = table(600)
    x[:200, 2] = np.nan
    fitted = boosting.fit(x, np.isnan(x[:, 2]), FEATURES, settings=boosting.BoostingSettings(trees=20))
    assert fitted.score(x)[:200].min() > fitted.score(x)[200:].max()
    with pytest.raises(ModelError, match="all labels are the same"):
        boosting.fit(x, np.ones(600, dtype=bool), FEATURES)
