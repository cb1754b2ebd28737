"""Plans over a catalogue: what is in the pool and why, through Python, the command and HTTP."""

from __future__ import annotations

import datetime as dt

import pytest

from recommender.errors import NotFound
from tests.support.plans import LIMITS, ids, planned, row


def test_only_what_states_hours_and_price_is_in_the_pool_unless_something_is_assumed(small_engine):
    plan = planned(small_engine)
    assert ids(plan) == ["sql"]
    left = plan.certificate.pool.left_out
    assert left["hours not stated"] == 2
    assert left["price not stated in USD"] == 1
    assert left["language"] == 2
    assert sum(left.values()) + plan.certificate.pool.candidates == plan.certificate.pool.considered == 7
    assumed = planned(small_engine, assume_hours=30, assume_price=20)
    assert set(ids(assumed)) == {"sql", "viz", "stats", "mining"}
    flags = {step.id: set(step.assumed) & {"hours", "price"} for step in assumed.steps}
    assert flags == {"sql": set(), "viz": {"hours", "price"}, "stats": {"price"}, "mining": {"hours", "price"}}
    assert ids(assumed).index("stats") < ids(assumed).index("mining")
    assert assumed.totals.assumed_hours == pytest.approx(60 / 130, abs=1e-6)
    assert assumed.totals.assumed_cost == pytest.approx(60 / 109, abs=1e-6)


def test_hours_are_the_most_that_is_stated(small_engine):
    plan = planned(small_engine, assume_hours=30, assume_price=20)
    assert {step.id: step.hours for step in plan.steps}["stats"] == 50


def test_prices_in_another_currency_need_a_rate(with_rows):
    engine = with_rows([row("a", ["SQL:0.9"], currency="EUR")])
    assert ids(planned(engine)) == []
    plan = planned(engine, rates={"EUR": 1.25})
    assert [step.price for step in plan.steps] == [50]
    unlimited = planned(engine, limits=LIMITS.model_copy(update={"budget": None}))
    assert [step.price for step in unlimited.steps] == [None]
    assert unlimited.totals.unpriced == 1


def test_prerequisites_come_along_even_where_they_close_nothing(with_rows):
    rows = [
        row("first", ["prepare bread products"]),
        row("second", ["SQL:0.9"], prerequisites=["first"]),
        row("lost", ["Tableau:0.9"], prerequisites=["nowhere"]),
        row("behind", ["data quality assessment:0.9"], prerequisites=["foreign"]),
        row("foreign", ["prepare bread products"], language="es"),
    ]
    plan = planned(with_rows(rows))
    assert ids(plan) == ["first", "second"]
    assert plan.steps[1].after == (1,)
    left = plan.certificate.pool.left_out
    assert left == {"closes no gap of the goal": 1, "unknown prerequisite": 1, "a prerequisite is not available": 1}
    held = LIMITS.model_copy(update={"held": ("first", "nowhere", "foreign")})
    assert set(ids(planned(with_rows(rows), limits=held))) == {"second", "lost", "behind"}


def test_required_levels_are_reached_by_what_comes_before(with_rows):
    rows = [
        row("advanced", ["data quality assessment:0.9"], requires_skills=["statistics:0.6"]),
        row("basics", ["statistics:0.6"]),
        row("never", ["Tableau:0.9"], requires_skills=["prepare bread products:0.5"]),
    ]
    plan = planned(with_rows(rows))
    assert ids(plan) == ["basics", "advanced"]
    assert plan.steps[1].after == (1,)
    assert "never" in {c.id for c in plan.certificate.instance.candidates}
    assert set(ids(planned(with_rows(rows), readiness=0.0))) >= {"advanced", "never"}


def test_what_opens_later_waits_and_what_closes_is_missed(with_rows):
    rows = [
        row("now", ["SQL:0.9"]),
        row("later", ["data models:0.9"], available_from="2026-03-02", available_until="2026-06-30"),
        row("gone", ["Tableau:0.9"], available_until="2026-01-01"),
        row("short", ["data quality assessment:0.9"], available_until="2026-01-20"),
    ]
    plan = planned(with_rows(rows))
    assert ids(plan) == ["now", "later"]
    assert plan.steps[1].begins == dt.date(2026, 3, 2)
    assert plan.certificate.pool.left_out["no longer on offer"] == 1
    assert "short" in {c.id for c in plan.certificate.instance.candidates}


def test_must_haves_are_taken_or_explained(with_rows):
    rows = [
        row("good", ["SQL:0.9"]),
        row("wanted", ["prepare bread products"], hours=200),
        row("foreign", ["data quality assessment:0.9"], language="es"),
        row("unknown", ["data quality assessment:0.9"], hours=None),
    ]
    engine = with_rows(rows)
    short = planned(engine, must_have=("wanted",))
    assert short.certificate.status == "infeasible"
    assert short.conflict.wishes == ("the deadline (26 weeks of 6 hours)", "the must-have Course wanted")
    assert short.conflict.relaxations[0].amount == 44
    assert "8 weeks more" in short.conflict.relaxations[0].text
    foreign = planned(engine, must_have=("foreign",)).conflict
    assert foreign.wishes == ("the must-have Course foreign", "leaving out what is ruled out for its language")
    assert "hours not stated" in planned(engine, must_have=("unknown",)).conflict.text
    with pytest.raises(NotFound, match="must-have 1 is not in the catalogue"):
        planned(engine, must_have=("nowhere",))
    assert "wanted" not in ids(
        planned(engine, must_have=("wanted",), limits=LIMITS.model_copy(update={"held": ("wanted",)}))
    )


def test_the_least_that_closes_a_share(with_rows):
    rows = [row("dear", ["SQL:0.9"], price=90, hours=5), row("slow", ["SQL:0.9"], price=10, hours=50)]
    engine = with_rows(rows)
    no_deadline = LIMITS.model_copy(update={"weeks": None})
    assert ids(planned(engine, limits=no_deadline, objective="cheapest", target=0.005)) == ["slow"]
    assert ids(planned(engine, limits=no_deadline, objective="fastest", target=0.005)) == ["dear"]
    conflict = planned(engine, objective="cheapest", target=0.9).conflict
    assert conflict.wishes == ("90.0% of the gap closed",)
    assert 0 < conflict.relaxations[0].amount < 0.9


def test_a_programme_that_completes_counts(with_rows):
    rows = [
        row("a", ["SQL:0.9"], hours=70, stacks_into=["programme:x"]),
        row("b", ["data quality assessment:0.3"], hours=70, stacks_into=["programme:x"]),
        row("c", ["data quality assessment:0.5"], hours=70),
    ]
    engine = with_rows(rows)
    assert set(ids(planned(engine))) == {"a", "c"}
    plan = planned(engine, stacking_bonus=0.2)
    assert set(ids(plan)) == {"a", "b"}
    assert plan.totals.programmes == 1
