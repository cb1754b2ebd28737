"""Position bias."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.training.propensity import MIN_EXAMINATION, examination


def test_positions_are_corrected_only_where_propensities_are_known():
    random = np.random.default_rng(3)
    position = np.tile(np.arange(1, 6), 4_000)
    looked = random.random(len(position)) < np.asarray([1, 0.8, 0.6, 0.4, 0.3])[position - 1]
    acted = looked & (random.random(len(position)) < 0.3)
    nothing = np.full(len(position), np.nan)
    told = examination(position, acted, np.ones(len(position), dtype=bool), nothing)
    assert told.source == "randomised"
    assert told.curve == pytest.approx([1, 0.8, 0.6, 0.4, 0.3], abs=0.06)
    off = examination(position, acted, np.zeros(len(position), dtype=bool), nothing)
    assert (off.source, off.of(position, nothing).min()) == ("off", 1.0)
    stated = np.full(len(position), 0.01)
    logged = examination(position, acted, np.zeros(len(position), dtype=bool), stated)
    assert (logged.source, logged.of(position, stated).max(), logged.clipped) == ("logged", MIN_EXAMINATION, 1.0)
    assert told.of(np.asarray([1, 5, 9]), nothing[:3]).tolist() == [1, told.curve[4], told.curve[4]]
