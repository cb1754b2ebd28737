"""Scales at both ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender import scales


@pytest.mark.parametrize(
    ("convert", "low", "high", "ends"),
    [
        (scales.from_onet_level, 0, 7, (0, 1)),
        (scales.from_onet_importance, 1, 5, (0, 1)),
        (scales.from_eqf, 1, 8, (1 / 8, 1)),
        (scales.from_asc, 1, 10, (0.1, 1)),
        (scales.from_percent, 0, 100, (0, 1)),
        (scales.from_five, 1, 5, (0, 1)),
    ],
)
def test_each_scale_at_both_ends_and_outside(convert, low, high, ends):
    assert (convert(low), convert(high)) == pytest.approx(ends)
    for outside in (low - 0.01, high + 0.01, float("nan"), float("inf")):
        with pytest.raises(ValueError, match="runs from"):
            convert(outside)


def test_rqf_goes_through_the_eqf():
    assert scales.from_rqf("Entry") == 1 / 8
    assert scales.from_rqf("3") == 4 / 8
    assert scales.from_rqf("8") == 1
    with pytest.raises(ValueError, match="RQF"):
        scales.from_rqf("9")


def test_bands():
    assert scales.from_band(" Advanced ") == 1
    assert [scales.band(x) for x in (0, 0.01, 1 / 3, 0.34, 2 / 3, 0.67, 1)] == [
        "none",
        "beginner",
        "beginner",
        "intermediate",
        "intermediate",
        "advanced",
        "advanced",
    ]
    with pytest.raises(ValueError, match="unknown level"):
        scales.from_band("wizard")


@given(st.floats(0, 1))
def test_a_band_holds_its_level(level):
    assert level <= scales.BANDS[scales.band(level)] + 1e-9


def test_assumed_levels_are_proficiencies():
    for table in (scales.REQUIRED_LEVEL, scales.IMPORTANCE, scales.TAUGHT_LEVEL):
        assert all(0 <= value <= 1 for value in table.values())
