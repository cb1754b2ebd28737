"""What blind readers say of jobs: whole, within its pools, and spread over the fields."""

from __future__ import annotations

from collections import Counter

import pytest

from recommender.data.build.shared import role_readings as readings
from recommender.data.build.shared.role_readings import JudgedTitle, ReadArea, RoleReading


@pytest.fixture(scope="module")
def judged():
    return readings.read()


def test_every_field_has_its_titles(judged):
    assert Counter(title.set for title in judged) == {"reviewed": 40, "marked": 20, "tuned": 80}
    fields = Counter(title.field for title in judged if title.set != "marked")
    assert len(fields) == 24
    assert set(fields.values()) == {5}


def test_each_reading_has_8_to_15_areas_of_its_own_nodes(judged):
    for title in judged:
        for reading in title.readings:
            assert 8 <= len(reading.areas) <= 15, title.title
            members = [node for area in reading.areas for node in area.members]
            assert len(members) == len(set(members)), title.title
            assert reading.relevant <= set(title.pool)


def test_readers_agree_well_beyond_chance(judged):
    found = readings.agreement(judged)
    assert found["kappa"] > 0.75
    assert 0.4 < found["relevant"] < 0.6


def _title(pool, first, second):
    def one(nodes):
        return RoleReading("t", (ReadArea("a", "essential", "tool", "job", "beginner", "any", frozenset(nodes)),),
                           frozenset(), {}, ())  # fmt: skip

    return JudgedTitle("t", "f", "tuned", ("e",), ("o",), tuple(pool), (one(first), one(second)))


def test_precision_is_the_mean_over_readers_and_what_nobody_marked_counts_as_none():
    title = _title("abcd", "ab", "a")
    assert title.precision(["a", "b"]) == pytest.approx(0.75)
    assert title.precision(["a", "z"]) == pytest.approx(0.5)


def test_agreement_by_hand():
    """Of four nodes both take one, one takes another, none the rest: 3 of 4 alike, .5 expected by chance."""
    found = readings.agreement([_title("abcd", "ab", "a")])
    chance = 0.5 * 0.25 + 0.5 * 0.75
    assert found["alike"] == 0.75
    assert found["kappa"] == pytest.approx((0.75 - chance) / (1 - chance))
