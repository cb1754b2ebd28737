"""Where a learner stands: the chance that a required level is held."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.assess.strengths import _reaches
from recommender.learner.posterior import CELLS, EDGES


@pytest.mark.parametrize("level", [0.0, 0.01, 0.333, 0.5, 0.999, 1.0])
def test_the_chance_that_a_level_is_held_counts_a_cell_by_its_part_above(level):
    even = np.full(CELLS, 1 / CELLS)
    assert _reaches(even, level) == pytest.approx(1 - level, abs=1e-4)
    rising = np.diff(EDGES**2)
    within = 2 / CELLS**2
    assert _reaches(rising, level) == pytest.approx(1 - level**2, abs=within)
