"""From records to a problem: what is built equals what separate code builds naively, and its plan passes each check."""

from __future__ import annotations

import pytest

from eval.planning.agreement import Agreement
from recommender import artifacts
from recommender.errors import InputError
from recommender.rank.ranker import Ranker
from tests.support.plans import ids, planned, row

#: `python -m eval planning-problems` looks at 10,000.
COUNT = 200


def test_the_problem_of_any_request_is_the_naive_one_and_its_plan_stands(small):
    agreement = Agreement(small, Ranker.read(artifacts.model("ranker")))
    found = {seed: wrong for seed in range(COUNT) if (wrong := agreement.wrong(seed))}
    assert not found


def test_a_prerequisite_of_a_prerequisite_comes_along(with_rows):
    rows = [
        row("first", ["prepare bread products"]),
        row("second", ["prepare bread products"], prerequisites=["first"]),
        row("third", ["SQL:0.9"], prerequisites=["second"]),
    ]
    assert ids(planned(with_rows(rows))) == ["first", "second", "third"]


def test_what_a_prerequisite_requires_is_taught_by_what_teaches_it(with_rows):
    """Nobody aims at bread; it is required by what must come first."""
    rows = [
        row("bread", ["prepare bread products:0.9"]),
        row("first", ["prepare bread products"], requires_skills=["prepare bread products:0.8"]),
        row("second", ["SQL:0.9"], prerequisites=["first"]),
    ]
    plan = planned(with_rows(rows))
    assert ids(plan) == ["bread", "first", "second"]
    assert not plan.certificate.pool.left_out


@pytest.mark.parametrize("when", ["2026-03-02", "2500-01-01", "9999-12-31"])
def test_a_date_may_be_as_late_as_the_calendar_has_days(with_rows, when):
    rows = [row("late", ["SQL:0.9"], available_from=when), row("open", ["Tableau:0.9"], available_until=when)]
    assert "open" in ids(planned(with_rows(rows)))


def test_a_must_have_without_a_price_is_explained_where_the_price_is_the_objective(with_rows):
    engine = with_rows([row("a", ["SQL:0.9"]), row("unpriced", ["Tableau:0.9"], price=None, currency=None)])
    plan = planned(engine, objective="cheapest", target=0.01, must_have=("unpriced",))
    assert "price not stated in USD" in plan.conflict.text


def test_a_pool_that_is_too_large_is_refused_with_a_sentence(with_rows, monkeypatch):
    monkeypatch.setattr("recommender.path.problem_builder.MAX_CANDIDATES", 1)
    with pytest.raises(InputError, match=r"chooses among 1 credentials .* here are 2"):
        planned(with_rows([row("a", ["SQL:0.9"]), row("b", ["Tableau:0.9"])]))
