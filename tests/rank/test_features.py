"""Each feature of a candidate, against its definition computed row by row."""

from __future__ import annotations

from math import exp

import numpy as np
import pytest

from recommender.catalogue.schema import CatalogueRow
from recommender.rank.features import (
    ENTRY_ASKS,
    FEATURES,
    NEUTRAL_FEATURE,
    hours_of,
    price_of,
    saturate,
    usual_hours,
    usual_price,
)
from recommender.records import Learner, NamedSkill, Preferences, Price


def row(identifier, **more):
    return CatalogueRow(
        id=identifier,
        title=f"Course {identifier}",
        language="en",
        **{"skills": ["data quality assessment:0.9"], **more},
    )


ROWS = [
    row("bare"),
    row("hours", hours=40),
    row("between", hours_low=20, hours_high=60),
    row("least", hours_low=30),
    row("most", hours_high=50),
    row("free", price=0, currency="USD"),
    row("dear", price=300, currency="USD"),
    row("euro", price=300, currency="EUR"),
    row("rated", rating=4.9, rating_count=1_000),
    row("few", rating=4.9, rating_count=2),
    row("uncounted", rating=4.9),
    row("poor", rating=3.0, rating_count=5_000),
    row("badge", award="verifiable-badge", recognised_by=["Acme"]),
    row("part", stacks_into=["x"]),
    row("old", status="unconfirmed"),
    *(row(level, entry_level=level) for level in ENTRY_ASKS),
    row("needs", requires_skills=["SQL:0.8"]),
    row("both", skills=["data quality assessment:0.9", "data models:0.9"]),
]


@pytest.fixture(scope="module")
def learner():
    return Learner(skills=(NamedSkill(name="SQL", level=0.6), NamedSkill(name="data models", level=0.3)))


@pytest.fixture
def tables(with_rows, learner):
    engine = with_rows(ROWS)
    case = engine._case(learner, "data analyst", Preferences(budget=Price(amount=5_000, currency="USD")), None)
    pipeline = engine._pipeline(case)
    candidates, table = pipeline.candidates(pipeline.gap)
    ids = [engine._snapshot.credentials.id(int(n)) for n in candidates.rows]
    return ids, candidates, table, pipeline, case, engine


def test_every_feature_lies_between_nothing_and_one(tables):
    ids, _, table, *_ = tables
    assert set(ids) == {one.id for one in ROWS}
    assert table.values.shape == (len(ROWS), len(FEATURES))
    assert ((table.values >= 0) & (table.values <= 1)).all()


def test_closure_is_the_share_of_the_gap_and_demand_weighs_it(tables):
    ids, candidates, table, pipeline, case, engine = tables
    whole = pipeline.gap.open.sum()
    share = candidates.expected.sum(axis=1) / whole
    assert table.column("closure") == pytest.approx(share / (share + 0.05))
    demand = [max((engine._demand[n] for n in area.members), default=0.0) for area in case.required.areas]
    asked = candidates.expected @ np.asarray(demand) / whole
    assert table.column("demand") == pytest.approx(asked / (asked + 0.05))
    found = dict(zip(ids, table.column("closure"), strict=True))
    assert found["both"] > found["bare"]
    assert saturate(np.asarray([0.0, 0.05, 1.0])) == pytest.approx([0, 0.5, 1 / 1.05])


def test_hours_and_price_fall_and_unknown_is_neutral(tables):
    ids, *_ = tables
    table = tables[2]
    hours, price = (dict(zip(ids, table.column(name), strict=True)) for name in ("hours", "price"))
    assert hours["hours"] == hours["between"] == pytest.approx(exp(-40 / 150), rel=1e-6)
    assert hours["least"] == pytest.approx(exp(-30 / 150), rel=1e-6)
    assert hours["most"] == pytest.approx(exp(-50 / 150), rel=1e-6)
    assert hours["bare"] == price["bare"] == price["euro"] == NEUTRAL_FEATURE
    assert (price["free"], price["dear"]) == (1.0, pytest.approx(exp(-1), rel=1e-6))


def test_closure_per_unit_counts_what_is_stated_in_full(tables):
    ids, candidates, table, pipeline, *_ = tables
    share = dict(zip(ids, candidates.expected.sum(axis=1) / pipeline.gap.open.sum(), strict=True))
    per_hour, per_price = (
        dict(zip(ids, table.column(f"closure_per_{unit}"), strict=True)) for unit in ("hour", "price")
    )
    assert per_hour["hours"] == pytest.approx(float(saturate(np.asarray(share["hours"] * 40 / 40))), rel=1e-6)
    assert per_hour["least"] == pytest.approx(float(saturate(np.asarray(share["least"] * 40 / 30))), rel=1e-6)
    assert per_price["free"] == pytest.approx(float(saturate(np.asarray(share["free"] * 75 / 25))), rel=1e-6)
    assert per_price["dear"] == pytest.approx(float(saturate(np.asarray(share["dear"] * 75 / 325))), rel=1e-6)
    usual = float(saturate(np.asarray(share["bare"])))
    assert per_hour["bare"] == per_price["bare"] == pytest.approx(0.2 + 0.5 * (usual - 0.2), rel=1e-6)


def test_a_rating_is_drawn_to_the_usual_one_by_how_few_gave_it(tables):
    ids, table = tables[0], tables[2]
    rating = dict(zip(ids, table.column("rating"), strict=True))
    for identifier, count in (("rated", 1_000), ("few", 2), ("uncounted", 25)):
        shrunk = (4.4 * 50 + 4.9 * count) / (50 + count)
        assert rating[identifier] == pytest.approx((shrunk - 3.5) / 1.5, rel=1e-5)
    assert rating["rated"] > rating["uncounted"] > rating["few"]
    assert rating["poor"] == 0
    assert rating["bare"] == NEUTRAL_FEATURE


def test_facts_of_the_credential_alone(tables):
    ids, table = tables[0], tables[2]
    columns = {name: dict(zip(ids, table.column(name), strict=True)) for name in FEATURES}
    assert (columns["recognition"]["badge"], columns["recognition"]["bare"]) == (1, 0)
    assert columns["verifiability"]["badge"] == 1
    assert columns["verifiability"]["bare"] == pytest.approx(0.3)
    assert (columns["stacking"]["part"], columns["stacking"]["bare"]) == (1, 0)
    assert (columns["availability"]["old"], columns["availability"]["bare"]) == (0, 1)
    assert set(columns["order"].values()) == set(columns["popularity"].values()) == {NEUTRAL_FEATURE}


def test_entry_levels_fit_who_holds_about_as_much_as_they_ask(tables):
    ids, table, pipeline = tables[0], tables[2], tables[3]
    gap = pipeline.gap
    held = float((np.minimum(gap.required, gap.held) * gap.importance).sum() / (gap.required * gap.importance).sum())
    assert 0 < held < 0.4
    fit, ready = (dict(zip(ids, table.column(name), strict=True)) for name in ("level_fit", "readiness"))
    for level, asks in ENTRY_ASKS.items():
        assert fit[level] == pytest.approx(1 - abs(asks - held) / 0.4, rel=1e-6)
        assert ready[level] == pytest.approx(min(1.0, held / asks) if asks else 1.0, rel=1e-6)
    assert fit["bare"] == ready["bare"] == NEUTRAL_FEATURE


def test_readiness_is_the_share_of_what_is_required_that_is_held(tables):
    ids, table, case = tables[0], tables[2], tables[4]
    sql = case.states.best([node for node in case.levels if case.levels[node] == max(case.levels.values())]).mean
    assert dict(zip(ids, table.readiness, strict=True))["needs"] == pytest.approx(min(sql, 0.8) / 0.8, rel=1e-4)
    assert np.isnan(dict(zip(ids, table.readiness, strict=True))["bare"])


def test_hours_and_prices_as_numbers(tables):
    engine, candidates = tables[5], tables[1]
    credentials = engine._snapshot.credentials
    hours = hours_of(credentials, candidates.rows)
    price = price_of(credentials, candidates.rows, credentials.code("currency", "USD"))
    assert (usual_hours(hours)[np.isnan(hours)] == 40).all()
    assert (usual_price(price)[np.isnan(price)] == 75).all()
    assert (usual_price(price)[~np.isnan(price)] == price[~np.isnan(price)] + 25).all()
