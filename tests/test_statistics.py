"""The expected calibration error, by hand and against another implementation's bins."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.statistics import expected_calibration_error


@pytest.mark.parametrize("bins", ["width", "count"])
def test_what_is_stated_as_it_happens_has_no_error_and_what_never_happens_has_its_own_size(bins):
    probability = np.linspace(0, 1, 1000)
    assert expected_calibration_error(probability, probability, bins) < 1e-12
    assert expected_calibration_error(probability, np.zeros(1000), bins) == pytest.approx(0.5, abs=0.01)


def test_small_probabilities_are_told_apart_by_bins_of_equal_count():
    probability = np.repeat([0.01, 0.03], 500)
    observed = np.repeat([0.03, 0.01], 500)
    assert expected_calibration_error(probability, observed) == pytest.approx(0)
    assert expected_calibration_error(probability, observed, "count") == pytest.approx(0.02)


def test_equal_widths_agree_with_scikit_learns_bins():
    from sklearn.calibration import calibration_curve

    random = np.random.default_rng(0)
    probability = random.random(500)
    happened = random.random(500) < probability**2
    rate, stated = calibration_curve(happened, probability, n_bins=10)
    counts = np.histogram(probability, 10, (0, 1))[0]
    by_library = float((np.abs(rate - stated) * counts).sum() / 500)
    assert expected_calibration_error(probability, happened) == pytest.approx(by_library)
