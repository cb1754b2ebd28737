"""Scales at both ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender import scales
from recommender.scales import parse_level, parse_named_level


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


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("0", 0.0),
        ("1", 1.0),
        ("0.5", 0.5),
        (".5", 0.5),
        (" 0.5 ", 0.5),
        ("0%", 0.0),
        ("100 %", 1.0),
        ("37.5%", 0.375),
        ("0/5", 0.0),
        ("5/5", 1.0),
        ("2 / 4", 0.5),
        ("none", 0.0),
        ("Beginner", 1 / 3),
        ("ADVANCED", 1.0),
    ],
)
def test_a_level_is_read_as_people_write_it(written, level):
    assert parse_level(written) == pytest.approx(level)


@pytest.mark.parametrize("written", ["", "1.01", "-0.1", "101%", "-1%", "6/5", "1/0", "expertt", "half", "0,5", "nan"])
def test_what_is_no_level_is_refused_without_quoting_it(written):
    with pytest.raises(ValueError, match=r"level|percentage|runs") as refused:
        parse_level(written)
    assert written == "" or f"'{written}'" not in str(refused.value)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("SQL", ("SQL", None)),
        ("SQL:0.4", ("SQL", 0.4)),
        (" SQL : 0.5 ", ("SQL", 0.5)),
        ("SQL: advanced", ("SQL", 1.0)),
        ("SQL:40%", ("SQL", 0.4)),
        ("SQL:2/5", ("SQL", 0.4)),
        ("esco:skill/1d3ae3d9-1ff8-4a57-8b2d-3e4b0f0e0a61", ("esco:skill/1d3ae3d9-1ff8-4a57-8b2d-3e4b0f0e0a61", None)),
        ("onet:element/2.B.5.d:0.5", ("onet:element/2.B.5.d", 0.5)),
        ("acme:12", ("acme:12", None)),
        ("mine:1", ("mine", 1.0)),
        ("Adobe: Photoshop", ("Adobe: Photoshop", None)),
    ],
)
def test_a_name_may_carry_a_level(written, found):
    assert parse_named_level(written) == found


@pytest.mark.parametrize("written", ["", "  ", ":0.5", "SQL:1.5", "SQL:140%", "SQL:7/5", "SQL:advancd", "SQL:-0.2"])
def test_what_looks_like_a_level_and_is_none_is_refused(written):
    with pytest.raises(ValueError, match=r"level|name|percentage"):
        parse_named_level(written)
