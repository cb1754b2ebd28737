"""The design's promises as property tests over records, end to end; text vectors are held fixed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommender.catalogue.schema import CatalogueRow, RowSkill
from recommender.records import Learner, NamedSkill, Preferences, Price

DATE = dt.date(2026, 1, 1)
SKILLS = [
    "SQL",
    "Python",
    "statistics",
    "data quality assessment",
    "Tableau",
    "perform data analysis",
    "business intelligence",
    "data models",
    "visual presentation techniques",
    "computer programming",
    "Microsoft Excel",
    "manage data",
]
LIMITED = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))

links = st.builds(
    RowSkill,
    name=st.sampled_from(SKILLS),
    level=st.floats(0.05, 1).map(lambda x: round(x, 3)),
    confidence=st.floats(0.3, 1).map(lambda x: round(x, 3)),
)


@st.composite
def catalogues(draw):
    return [
        CatalogueRow(
            id=f"c{number}",
            title=f"Course {number}",
            language="en",
            entry_level=draw(st.sampled_from([None, "beginner", "intermediate", "advanced"])),
            hours=draw(st.one_of(st.none(), st.integers(1, 400))),
            price=draw(st.one_of(st.none(), st.integers(0, 900))),
            currency="USD",
            rating=draw(st.one_of(st.none(), st.floats(3, 5))),
            skills=draw(st.lists(links, min_size=1, max_size=4)),
        )
        for number in range(draw(st.integers(2, 7)))
    ]


def place(engine, identifier, **more):
    answer = engine.recommend(Learner(), "data analyst", top=50, as_of=DATE, **more)
    order = [item.credential.id for item in answer.recommendations]
    return order.index(identifier) if identifier in order else len(order) + 1


def changed(rows, which, **values):
    return [row.model_copy(update=values) if number == which else row for number, row in enumerate(rows)]


@LIMITED
@given(catalogues(), st.integers(0, 6), links)
def test_teaching_another_skill_never_lowers_a_place(with_rows, rows, which, extra):
    which %= len(rows)
    before = place(with_rows(rows), f"c{which}")
    after = place(with_rows(changed(rows, which, skills=(*rows[which].skills, extra))), f"c{which}")
    assert after <= before


@LIMITED
@given(catalogues(), st.integers(0, 6), st.integers(0, 3), st.floats(0, 1))
def test_teaching_to_a_higher_level_never_lowers_a_place(with_rows, rows, which, number, share):
    which %= len(rows)
    skills = list(rows[which].skills)
    number %= len(skills)
    level = skills[number].level
    skills[number] = skills[number].model_copy(update={"level": level + share * (1 - level)})
    before = place(with_rows(rows), f"c{which}")
    after = place(with_rows(changed(rows, which, skills=tuple(skills))), f"c{which}")
    assert after <= before


@LIMITED
@given(catalogues(), st.integers(0, 6), st.floats(0, 1), st.sampled_from(["hours", "price"]))
def test_costing_less_or_taking_fewer_hours_never_lowers_a_place(with_rows, rows, which, share, field):
    which %= len(rows)
    value = getattr(rows[which], field)
    if value is None:
        return
    preferences = Preferences(hours_per_week=5, weeks=40, budget=Price(amount=500, currency="USD"))
    before = place(with_rows(rows), f"c{which}", preferences=preferences)
    after = place(with_rows(changed(rows, which, **{field: value * share})), f"c{which}", preferences=preferences)
    assert after <= before


@LIMITED
@given(catalogues())
def test_what_closes_nothing_is_not_recommended(with_rows, rows):
    useless = CatalogueRow(id="bread", title="data analyst", language="en", skills=["prepare bread products"])
    useful = CatalogueRow(id="mining", title="baker", language="en", skills=["data quality assessment:0.8"])
    answer = with_rows([*rows, useless, useful]).recommend(Learner(), "data analyst", top=50, as_of=DATE)
    assert "mining" in {item.credential.id for item in answer.recommendations}
    for item in answer.recommendations:
        assert item.credential.id != "bread"
        assert item.closes
        assert all(closed.amount > 0 for closed in item.closes)


@LIMITED
@given(st.sampled_from(SKILLS), st.floats(0, 1), st.floats(0, 1))
def test_holding_more_never_widens_a_gap(small_engine, skill, low, share):
    def gaps(level):
        learner = Learner(skills=(NamedSkill(name=skill, level=level),))
        answer = small_engine.recommend(learner, "data analyst", as_of=DATE)
        return {gap.area: gap.gap for gap in answer.gaps}

    before, after = gaps(low), gaps(low + share * (1 - low))
    assert all(after[name] <= before[name] + 1e-9 for name in before)


def test_the_same_request_gives_the_same_body(small_engine):
    learner = Learner(text="Reports in Excel, queries in SQL, statistics at university.")
    first = small_engine.recommend(learner, "data analyst", as_of=DATE).model_dump_json()
    assert all(small_engine.recommend(learner, "data analyst", as_of=DATE).model_dump_json() == first for _ in range(3))


def test_a_filter_never_starves_the_list(small_engine):
    preferences = Preferences(languages=("es",))
    answer = small_engine.recommend(Learner(), "data analyst", preferences=preferences, as_of=DATE)
    assert [item.credential.id for item in answer.recommendations] == ["sql-es"]


def test_languages_that_were_not_named_or_not_stated_are_never_shown(small_engine):
    shown = small_engine.recommend(Learner(), "data analyst", top=50, as_of=DATE).recommendations
    assert {item.credential.language for item in shown} == {"en"}


def test_a_budget_and_a_time_limit_hold_or_are_flagged(small_engine):
    preferences = Preferences(hours_per_week=1, weeks=10, budget=Price(amount=10, currency="USD"))
    answer = small_engine.recommend(Learner(), "data analyst", preferences=preferences, top=50, as_of=DATE)
    shown = {item.credential.id: item for item in answer.recommendations}
    assert not {"sql", "stats"} & set(shown)
    assert any("hours are unknown" in note for note in shown["viz"].assumed)
    assert any("budget could not be checked" in note for note in shown["viz"].assumed)


def test_held_and_excluded_credentials_are_left_out(small_engine):
    preferences = Preferences(held=("sql",), exclude=("viz",))
    answer = small_engine.recommend(Learner(), "data analyst", preferences=preferences, top=50, as_of=DATE)
    assert not {"sql", "viz"} & {item.credential.id for item in answer.recommendations}


@pytest.mark.parametrize("top", [0, 51])
def test_top_is_bounded(small_engine, top):
    with pytest.raises(ValueError, match="1 to 50"):
        small_engine.recommend(Learner(), "data analyst", top=top)
