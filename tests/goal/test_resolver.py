"""A goal as typed: which occupation, in whose words, and what its own words require."""

from __future__ import annotations

import pytest

from recommender.errors import AmbiguousGoal
from recommender.goal.advert import MIN_WORDS, is_advert


def spelt(engine, goal):
    requirements = engine.recommend(None, goal, top=1).goal.requirements
    return {one.label for one in requirements if "goal:words" in one.sources}


def test_a_skill_that_a_title_spells_out_is_required(engine):
    """Word for word, where the encoder alone would not see it: a product's name is never guessed by meaning."""
    assert any("Salesforce" in label for label in spelt(engine, "Salesforce developer"))


def test_what_words_name_is_essential(engine):
    goal = engine.recommend(None, "Salesforce developer", top=1).goal
    named = [one for one in goal.requirements if "goal:words" in one.sources]
    assert named
    assert all(one.importance == 1.0 for one in named)


def test_the_words_of_a_goal_are_the_learners_then_the_taxonomys(engine):
    goals = engine._goals
    assert goals.said(goals.of("wages clerk")[0]) == ("wages clerk", "payroll administrator")
    assert goals.said(goals.of("data analyst")[0]) == ("data analyst",)
    identifier = goals.of("data analyst")[0].occupations[0].id
    assert goals.said(goals.of(identifier)[0]) == ("data analyst",)


@pytest.mark.parametrize(
    ("text", "advert"),
    [
        ("Data Analyst - Acme GmbH - Berlin, Germany - Full time - Hybrid - 60.000 EUR", False),
        ("I have worked in shops for ten years and now I would like to be a nurse", False),
        ("plumber\nCork", False),
        ("Nurse wanted. Requirements: registered nurse, wound care, medication and two years on a ward", True),
        ("Baker\nLeeds\nEarly starts\nFriendly team", True),
        ("word " * 40, True),
        (" ".join(["skills"] * (MIN_WORDS - 1)), False),
        (" ".join(["skills"] * MIN_WORDS), True),
    ],
)
def test_what_is_an_advert_and_what_a_title(text, advert):
    assert is_advert(text) is advert


def test_an_advert_has_requirements_of_its_own(engine):
    goals = engine._goals
    advert, required = goals.of(
        "You need these skills: SQL, Python, Tableau, R, Excel and also some Power BI, we are nice"
    )
    assert (advert.kind, advert.query, advert.occupations) == ("advert", None, ())
    assert goals.said(advert) == ()
    assert required.areas


def test_the_title_of_an_advert_speaks_where_little_of_it_is_recognised(engine):
    text = "Bricklayer wanted. We are a small firm and you will be with us for years. Requirements: be there at seven."
    advert, required = engine._goals.of(text)
    assert advert.kind == "advert"
    assert "bricklayer" in {one.label for one in advert.occupations}
    assert required.areas


def test_an_advert_of_which_nothing_is_recognised_is_asked_about(engine):
    with pytest.raises(AmbiguousGoal, match="nothing that this advert asks for is recognised"):
        engine._goals.of("qwxyz blorf " * 30)


def test_alternatives_are_other_occupations_with_less_probability(engine):
    goal = engine.recommend(None, "project manager", top=1).goal
    assert goal.alternatives
    probabilities = [goal.probability, *(one.probability for one in goal.alternatives)]
    assert probabilities == sorted(probabilities, reverse=True)
    assert sum(probabilities) <= 1.001
    assert not {one.id for one in goal.occupations} & {one.id for one in goal.alternatives}


def test_a_main_title_requires_what_its_occupation_does_whatever_its_case(engine):
    goals = engine._goals
    one, other = (goals.of(title)[1] for title in ("Electrician", "electrician"))
    assert one == other
