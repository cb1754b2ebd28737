"""Greedy choice, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.catalogue.store import UNKNOWN_CODE
from recommender.rank.diversify import PROVIDER_WEIGHT, Spread, greedy


def chosen(providers, diversity=1.0):
    """Order and what each one's provider took, of candidates that close nothing and score 4, 3, 2 and 1."""
    count = len(providers)
    spread = Spread.of(diversity, 1.0, np.asarray(providers, dtype=np.int32))
    fixed = np.arange(count, 0, -1, dtype=np.float64)
    found = greedy(fixed, np.zeros((count, 1)), lambda closed: closed, spread, count, np.arange(count))
    return [position for position, *_ in found], [back for *_, back in found]


@pytest.mark.parametrize("providers", [[5, 1, 5, 9], [5, 9, 5, 1], [9, 1, 9, 5], [1, 9, 1, 5]])
def test_only_the_same_provider_steps_back(providers):
    order, back = chosen(providers)
    assert order == [0, 1, 2, 3]
    # One of the two above is of the same provider when the third is chosen.
    assert back == pytest.approx([0, 0, PROVIDER_WEIGHT / 3, 0])


def test_an_unknown_provider_is_nobodys_and_without_diversity_none_steps_back():
    assert chosen([UNKNOWN_CODE, UNKNOWN_CODE, 1, 2]) == ([0, 1, 2, 3], [0, 0, 0, 0])
    assert chosen([7, 7, 7, 7], diversity=0.5) == ([0, 1, 2, 3], [0, 0, 0, 0])


def test_a_providers_second_falls_behind_what_scores_a_little_less():
    spread = Spread.of(1.0, 4.0, np.asarray([1, 1, 2], dtype=np.int32))
    fixed = np.asarray([1.0, 0.9, 0.8])
    found = greedy(fixed, np.zeros((3, 1)), lambda closed: closed, spread, 3, np.arange(3))
    assert [position for position, *_ in found] == [0, 2, 1]
