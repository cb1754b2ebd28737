"""The adaptive check: which question comes next, when asking stops, and what an answer does."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommender.assess import adaptive
from recommender.errors import InputError
from recommender.learner.posterior import LEVELS, Observation, chance_correct, posterior_of
from recommender.learner.posterior import ItemResponse as ItemAnswer
from recommender.records import Evidence, Item, Learner, NamedSkill, Response

DATE = dt.date(2026, 1, 1)
GOAL = "data scientist"


def answered(engine, responses, **more):
    return engine.assess(None, GOAL, responses=responses, as_of=DATE, **more)


def test_asking_ends_and_says_why(small_engine):
    responses: list[Response] = []
    found = answered(small_engine, responses)
    assert found.question is not None
    while found.question is not None:
        assert found.question.skills[0] not in {response.skill for response in responses}
        responses.append(Response(skill=found.question.skills[0], level=0.75))
        found = answered(small_engine, responses)
    assert found.answered == len(responses) <= len({requirement.area for requirement in found.goal.requirements})
    assert found.stopped
    assert found.unsettled < 0.05
    assert found.strengths


def test_the_same_answers_give_the_same_question(small_engine):
    assert answered(small_engine, []).model_dump() == answered(small_engine, []).model_dump()


def test_an_answer_becomes_a_strength_that_says_what_it_rests_on(small_engine):
    requirement = answered(small_engine, []).goal.requirements[0]
    found = answered(small_engine, [Response(skill=requirement.skills[0], level=1.0)])
    strength = next(row for row in found.strengths if row.area == requirement.area)
    assert strength.kind == "claimed"
    assert "not verified" in strength.basis
    assert strength.low < strength.mean < strength.high
    assert strength.mean < 0.9


def test_not_having_a_skill_is_no_strength(small_engine):
    first = answered(small_engine, [])
    skill = first.goal.requirements[0].skills[0]
    found = answered(small_engine, [Response(skill=skill, level=0.0)])
    assert [row.mean for row in found.strengths] == [row.mean for row in first.strengths]
    assert found.question is None or skill not in found.question.skills


def test_a_rating_of_nothing_contradicts_a_claim(small_engine):
    requirement = answered(small_engine, []).goal.requirements[0]
    claim = Learner(
        evidence=(Evidence(skill=requirement.skills[0], level=0.9, kind="claimed", source="cv", reliability=0.6),)
    )
    before = small_engine.assess(claim, GOAL, as_of=DATE)
    after = small_engine.assess(claim, GOAL, responses=[Response(skill=requirement.skills[0], level=0.0)], as_of=DATE)

    def held(found):
        return next(row for row in found.strengths if row.area == requirement.area)

    assert held(after).mean < held(before).mean
    assert held(after).high - held(after).low > 0.3


def test_of_several_skills_that_would_do_the_one_held_best_is_asked_about(small, small_engine):
    areas = small_engine._case(None, GOAL, None, DATE).required.areas
    number, area = next((n, area) for n, area in enumerate(areas) if len(area.members) > 2)
    for member in area.members[:3]:
        learner = Learner(skills=(NamedSkill(name=small.space.id(member), level=0.6),))
        case = small_engine._case(learner, GOAL, None, DATE)
        asked = adaptive._open(number, area, case.states, case.best[number], [], set(), small.space)
        assert asked.node == member


def test_weaknesses_are_ordered_by_what_is_missing(small_engine):
    rows = small_engine.assess(Learner(skills=(NamedSkill(name="SQL", level=0.9),)), GOAL, as_of=DATE).weaknesses
    missing = [row.importance * (row.required - row.mean) for row in rows]
    assert missing == sorted(missing, reverse=True)
    assert all(row.mean < row.required for row in rows)


ITEM = Item(
    id="i1", skill="esco:skill/none", text="Which join keeps all rows?", choices=("inner", "outer"), a=1.5, b=1.0, c=0.2
)


def test_the_response_curve_is_that_of_the_four_parameter_model():
    theta = 6 * LEVELS - 3
    expected = ITEM.c + (ITEM.d - ITEM.c) / (1 + np.exp(-ITEM.a * (theta - ITEM.b)))
    assert chance_correct(ITEM) == pytest.approx(expected)


@given(st.floats(0.3, 3), st.floats(-2.5, 2.5), st.floats(0, 0.4))
@settings(max_examples=30, deadline=None)
def test_a_right_answer_never_lowers_and_a_wrong_one_never_raises(a, b, c):
    item = Item(id="x", skill="s", text="?", a=a, b=b, c=c)

    def mean(*answers):
        seen = tuple(
            Observation(None, "evidenced", 0.95, 0.0, f"t{n}", ItemAnswer(item, ok)) for n, ok in enumerate(answers)
        )
        return posterior_of((Observation(0.5, "claimed", 0.6, 0.0, "cv"), *seen)).mean

    assert mean(True) >= mean() - 1e-9
    assert mean(False) <= mean(True) + 1e-9


def test_items_of_a_platform_are_asked_and_answered(small_engine):
    skill = answered(small_engine, []).question.skills[0]
    items = [ITEM.model_copy(update={"id": f"i{n}", "skill": skill, "a": 6.0, "c": 0.0, "b": 0.0}) for n in range(2)]
    rated = [Response(skill=skill, level=0.5)]
    found = answered(small_engine, [*rated, Response(item="i0", correct=True)], items=items)
    strength = next(row for row in found.strengths if row.kind == "evidenced")
    assert adaptive.ITEMS in strength.basis
    with pytest.raises(InputError, match="answer 1 names an item"):
        answered(small_engine, [Response(item="unknown", correct=True)], items=items)
    with pytest.raises(InputError, match="answer 1 is about a skill"):
        answered(small_engine, [Response(skill="esco:skill/nowhere", level=0.5)])


@pytest.mark.parametrize(
    "fields", [{}, {"skill": "x"}, {"item": "i"}, {"skill": "x", "level": 0.5, "item": "i", "correct": True}]
)
def test_half_an_answer_is_refused(fields):
    with pytest.raises(ValueError, match="skill and level"):
        Response(**fields)
