"""Judgement calls that decide what a learner sees, each pinned by what it does, not by its number."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import product

import pytest

from recommender.catalogue.schema import CatalogueRow, RowSkill
from recommender.engine import Recommender
from recommender.records import Learner, NamedSkill
from recommender.snapshot.build import fill_catalogue

DATE = dt.date(2026, 1, 1)


def row(identifier, skills, **more):
    return CatalogueRow(id=identifier, language="en", skills=skills, **{"title": f"Course {identifier}", **more})


def recommended(engine, learner=None, goal="data analyst"):
    found = engine.recommend(learner, goal, top=50, as_of=DATE)
    return {item.credential.id: item for item in found.recommendations}


def test_the_learners_own_words_for_a_goal_outweigh_the_occupation_they_were_understood_as(bundled, tmp_path):
    """Nothing knows *data engineer* but as another name of *data scientist*; a course for data engineers is nearer."""
    skills = ["SQL:0.9", "data models:0.9"]
    rows = [row("own", skills, title="Data engineer"), row("occupation", skills, title="Data scientist")]
    credentials, _ = fill_catalogue(tmp_path, rows, bundled.space, bundled.linker, bundled.encoder)
    index = type(bundled.credential_index).build(bundled.encoder.encode([r.title for r in rows]))
    engine = Recommender(replace(bundled, credentials=credentials, credential_index=index))
    found = engine.recommend(None, "data engineer", as_of=DATE)
    assert found.goal.occupations[0].label == "data engineer"
    assert [item.credential.id for item in found.recommendations] == ["own", "occupation"]


def test_a_goal_requires_the_field_that_its_title_means_without_spelling_it_out(engine):
    """Taxonomies list a web developer's tasks and leave out the languages of the web."""
    requirements = engine.recommend(None, "web developer", top=1, as_of=DATE).goal.requirements
    assert {one.label for one in requirements} & {"HTML", "CSS", "JavaScript", "web programming"}


def test_closure_per_hour_is_drawn_towards_a_usual_one_where_the_hours_are_not_known(with_rows):
    """A credential that states 40 hours is worth more per hour than the same without, where it closes much."""
    skills = ["SQL:1", "perform data analysis:1", "data models:1", "statistics:1", "data quality assessment:1"]
    found = recommended(with_rows([row("stated", skills, hours=40), row("unstated", skills)]))
    assert found["stated"].features["closure_per_hour"] > found["unstated"].features["closure_per_hour"] > 0
    little = recommended(
        with_rows(
            [
                row("stated", ["statistics:0.05"], hours=40),
                row("unstated", ["statistics:0.05"]),
            ]
        )
    )
    assert little["stated"].features["closure_per_hour"] < little["unstated"].features["closure_per_hour"]


@pytest.mark.parametrize(("share", "known"), [(0.5, False), (0.8, False), (2.0, True)])
def test_a_requirement_is_known_already_where_nearly_all_that_is_taught_is_held(with_rows, share, known):
    engine = with_rows([row("both", ["SQL:0.6", "data models:0.9"])])
    goal = engine.recommend(None, "data analyst", top=1, as_of=DATE).goal
    one = next(one for one in goal.requirements if one.label in {"query languages", "SQL", "databases"})
    learner = Learner(skills=(NamedSkill(name=one.label, level=min(1.0, share * min(one.level, 0.6))),))
    item = recommended(with_rows([row("both", [f"{one.label}:0.6", "data models:0.9"])]), learner)["both"]
    assert bool(item.known_already) is known


def test_a_skill_that_a_cv_names_counts_nearly_as_much_as_one_that_is_named_by_hand(small_engine):
    """It is far from the third that is held of a skill by somebody of whom nothing is known."""

    def held(learner):
        states = small_engine.recommend(learner, "data analyst", top=1, as_of=DATE).learner.skills
        return next(state.mean for state in states if state.label == "SQL")

    cv, named = held(Learner(text="Skills: SQL, Tableau")), held(Learner(skills=(NamedSkill(name="SQL"),)))
    assert 1 / 3 < cv < named
    assert named - cv < (cv - 1 / 3) / 2


def test_silence_mostly_means_that_a_skill_is_not_held(small_engine):
    """So a profile that says nothing leaves less to settle than one that claims something of unknown depth."""
    silent = small_engine.assess(None, "data analyst", as_of=DATE)
    claims = Learner(skills=(NamedSkill(name="SQL"), NamedSkill(name="statistics"), NamedSkill(name="Tableau")))
    spoken = small_engine.assess(claims, "data analyst", as_of=DATE)
    assert silent.unsettled < spoken.unsettled


def test_confidence_is_the_probability_that_at_least_half_of_the_closure_is_true(with_rows):
    """Against every combination of true and false links: levels are stated, and nothing is held."""
    asked = with_rows([row("none", ["SQL"])]).goal("data analyst").requirements
    first = {one.area: one for one in reversed(asked)}
    worth = sorted((-one.importance * one.level, one.label) for one in first.values())
    # The widest gap, and two that are a good deal narrower.
    links = [
        RowSkill(name=worth[place][1], level=1.0, confidence=confidence)
        for place, confidence in ((0, 0.5), (len(worth) // 2 + 1, 0.9), (len(worth) // 2 + 2, 0.7))
    ]
    for chosen in (links[:2], links):
        item = recommended(with_rows([row("one", chosen)]))["one"]
        amounts = [closed.amount for closed in item.closes]
        sure = [closed.confidence for closed in item.closes]
        chance = share_of_fifth = 0.0
        for true in product((False, True), repeat=len(amounts)):
            weight = 1.0
            for yes, confidence in zip(true, sure, strict=True):
                weight *= confidence if yes else 1 - confidence
            got = sum(amount for yes, amount in zip(true, amounts, strict=True) if yes)
            chance += weight * (got >= sum(amounts) / 2)
            share_of_fifth += weight * (got >= sum(amounts) / 5)
        # 256 draws: three standard deviations.
        assert item.confidence == pytest.approx(chance, abs=3 * (chance * (1 - chance) / 256) ** 0.5)
        assert abs(share_of_fifth - chance) > 0.1
