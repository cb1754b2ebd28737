"""Gap and closure."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender import gap

unit = st.floats(0, 1, width=32)


@st.composite
def situations(draw):
    groups = draw(st.integers(1, 6))
    vector = st.lists(unit, min_size=groups, max_size=groups)
    credentials = draw(st.integers(0, 5))
    return (
        np.array(draw(vector), dtype=float),
        np.array(draw(vector), dtype=float),
        np.array(draw(vector), dtype=float),
        np.array([draw(vector) for _ in range(credentials)], dtype=float).reshape(credentials, groups),
    )


def test_by_hand():
    required, held, importance = np.array([0.6, 0.5]), np.array([0.2, 0.5]), np.array([1.0, 0.5])
    taught = np.array([[0.4, 0.9], [1.0, 0.0]])
    assert gap.gaps(required, held, importance) == pytest.approx([0.4, 0.0])
    assert gap.closure(required, held, importance, taught) == pytest.approx([0.2, 0.4])
    assert gap.closure_of_set(required, held, importance, taught) == pytest.approx(0.4)
    assert gap.readiness(required, held) == pytest.approx(0.7 / 1.1)
    assert gap.readiness(np.zeros(2), held) == 1


@given(situations())
def test_closure_is_within_the_gap(situation):
    required, held, importance, taught = situation
    closed = gap.closed(required, held, importance, taught)
    assert (closed >= 0).all()
    assert (closed <= gap.gaps(required, held, importance) + 1e-12).all()


@given(situations())
def test_closure_of_a_set_is_monotone_and_submodular(situation):
    required, held, importance, taught = situation

    def value(members):
        return gap.closure_of_set(required, held, importance, taught[list(members)])

    everything = range(len(taught))
    for extra in everything:
        for size in everything:
            few, many = set(range(size)) - {extra}, set(everything) - {extra}
            gain_few = value(few | {extra}) - value(few)
            gain_many = value(many | {extra}) - value(many)
            assert gain_few >= gain_many - 1e-9
            assert gain_many >= -1e-12


@given(situations(), unit)
def test_holding_more_never_widens_a_gap(situation, more):
    required, held, importance, _ = situation
    assert (gap.gaps(required, np.maximum(held, more), importance) <= gap.gaps(required, held, importance)).all()
