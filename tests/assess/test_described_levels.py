"""Five described levels."""

from __future__ import annotations

from recommender.assess.described_levels import DESCRIBED, NEAREST_DESCRIBED
from recommender.learner.posterior import LEVELS


def test_described_levels_rise_and_each_level_has_a_nearest_one():
    levels = [level for level, _ in DESCRIBED]
    assert levels == sorted(levels)
    assert (levels[0], levels[-1]) == (0.0, 1.0)
    assert len(NEAREST_DESCRIBED) == len(LEVELS)
    assert set(NEAREST_DESCRIBED) == set(range(len(levels)))
