"""A goal as typed: which occupation, in whose words, and what its own words require."""

from __future__ import annotations

import pytest

from recommender.errors import AmbiguousGoal
from recommender.goal.resolver import MIN_ADVERT_WORDS


def spelt(engine, goal):
    requirements = engine.recommend(None, goal, top=1).goal.requirements
    return {one.label for one in requirements if "goal:words" in one.sources}


def test_a_skill_that_a_title_spells_out_is_required(engine):
    """Word for word, where the encoder alone would not see it: a product's name is never guessed by meaning."""
    assert any("Salesforce" in label for label in spelt(engine, "Salesforce administrator"))


def test_what_words_name_is_essential_and_never_weighs_less_than_before(engine):
    goal = engine.recommend(None, "web developer", top=1).goal
    named = [one for one in goal.requirements if "goal:words" in one.sources]
    assert named
    assert all(one.importance == 1.0 for one in named)


def test_the_words_of_a_goal_are_the_learners_then_the_taxonomys(engine):
    goals = engine._goals
    assert goals.said(goals.of("Data Engineer")[0]) == ("Data Engineer", "data scientist")
    assert goals.said(goals.of("data analyst")[0]) == ("data analyst",)
    identifier = goals.of("data analyst")[0].occupations[0].id
    assert goals.said(goals.of(identifier)[0]) == ("data analyst",)


def test_from_so_many_words_on_a_goal_is_an_advert(engine):
    goals = engine._goals
    words = ["SQL", "Python", "Tableau", *("and" for _ in range(MIN_ADVERT_WORDS))]
    advert, required = goals.of(" ".join(words[:MIN_ADVERT_WORDS]))
    assert (advert.kind, advert.query, advert.occupations) == ("advert", None, ())
    assert goals.said(advert) == ()
    assert required.groups
    assert goals.of("We need\nSQL")[0].kind == "advert"
    with pytest.raises(AmbiguousGoal):
        goals.of(" ".join(words[: MIN_ADVERT_WORDS - 1]))


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
    assert [group.node for group in one.groups] == [group.node for group in other.groups]
    assert [group.importance for group in one.groups] == [group.importance for group in other.groups]
