"""Terms, effects, and the sentences made of them."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommender.rank.explanation import MAX_SENTENCES, assumed, subjects
from recommender.records import Credential, Learner, Preferences, Price
from tests.properties.test_promises import catalogues

DATE = dt.date(2026, 1, 1)


LIMITED = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@LIMITED
@given(catalogues(), st.integers(0, 3), st.floats(0, 1))
def test_terms_add_up_and_only_the_largest_are_put_into_words(with_rows, learned_rankers, rows, chosen, diversity):
    engine = with_rows(rows, learned_rankers[chosen])
    answer = engine.recommend(
        Learner(), "data analyst", preferences=Preferences(diversity=diversity), top=50, as_of=DATE
    )
    for item in answer.recommendations:
        assert sum(item.features.values()) == pytest.approx(item.score, abs=2e-5)
        assert item.takes is None
        assert len(item.reasons) <= MAX_SENTENCES + 1


def test_effects_are_differences_from_the_mean_of_the_candidates(small_engine):
    case = small_engine._case(None, "data analyst", Preferences(diversity=0.0), DATE)
    pipeline = small_engine._pipeline(case)
    _, table_, ranked = pipeline.ranked(pipeline.gap, 50)
    mean = np.mean([item.score for item in ranked])
    assert len(ranked) == len(table_.values)
    for item in ranked:
        assert sum(item.effects.values()) == pytest.approx(item.score - mean, abs=1e-9)
        moved = list(map(abs, subjects(item).values()))
        assert moved == sorted(moved, reverse=True)


@pytest.mark.parametrize(
    ("price", "budget", "expected"),
    [
        ("USD", "USD", set()),
        ("EUR", "USD", {"the price is unknown in your currency, so the budget could not be checked"}),
        ("USD", "EUR", {"the price is unknown in your currency, so the budget could not be checked"}),
        (None, "USD", {"the price is unknown in your currency, so the budget could not be checked"}),
        ("USD", None, set()),
        (None, None, {"the price is not stated"}),
    ],
)
def test_a_price_is_called_unknown_where_the_budget_cannot_be_held_against_it(price, budget, expected):
    credential = Credential(
        id="one", title="One", hours_low=1, price=None if price is None else Price(amount=1, currency=price)
    )
    wishes = Preferences(budget=None if budget is None else Price(amount=2, currency=budget))
    assert set(assumed(credential, (), wishes)) == expected
