"""Titles, identifiers and adverts to areas."""

from __future__ import annotations

import pytest

from recommender.goal.requirements import Requirements
from recommender.records import Evidence, Learner
from recommender.roles.area import MAX_AREAS, Area


@pytest.mark.parametrize("goal", ["Data engineer", "goldsmith", "bricklayer"])
def test_a_goal_asks_for_eight_to_fifteen_areas_and_lists_their_members_flat(engine, goal):
    answer = engine.recommend(None, goal, top=1)
    assert 8 <= len(answer.gaps) <= MAX_AREAS
    importances = [r.importance for r in answer.goal.requirements]
    assert importances == sorted(importances, reverse=True)
    areas = {gap.area: gap for gap in answer.gaps}
    assert {r.area for r in answer.goal.requirements} <= set(areas)
    for requirement in answer.goal.requirements:
        assert len(requirement.skills) == 1
        assert requirement.importance == areas[requirement.area].importance
        assert requirement.level == areas[requirement.area].required
    shown = {member.id for gap in answer.gaps for member in gap.members}
    assert shown <= {r.skills[0] for r in answer.goal.requirements}


@pytest.mark.parametrize("goal", ["data analyst", "goldsmith"])
def test_whoever_holds_a_member_holds_the_area(engine, goal):
    gap = next(g for g in engine.recommend(None, goal, top=1).gaps if len(g.members) > 2)
    for member in gap.members[:3]:
        held = Learner(
            evidence=(Evidence(skill=member.id, level=1.0, kind="evidenced", source="test", reliability=1.0),)
        )
        after = next(g for g in engine.recommend(held, goal, top=1).gaps if g.area == gap.area)
        assert after.gap == 0
        assert after.word in {"Solid", "Strong"}
        assert after.through == member


def test_an_area_that_nothing_is_held_of_is_new(engine):
    assert {gap.word for gap in engine.recommend(None, "data analyst", top=1).gaps} == {"New"}


def test_an_advert_becomes_areas(engine):
    advert = (
        "We look for a colleague who writes Python, models data in PostgreSQL, schedules pipelines and reports "
        "in Tableau.\nExperience with Docker and Git is welcome."
    )
    answer = engine.recommend(None, advert, top=3)
    assert answer.goal.kind == "advert"
    assert answer.goal.query is None
    assert {"Tableau", "PostgreSQL", "Docker"} <= {r.label for r in answer.goal.requirements}


def test_an_advert_that_names_two_languages_asks_for_both(engine):
    advert = "Requirements: fluent English and German, spoken French is a plus; you will answer customers by telephone."
    languages = {gap.area for gap in engine.recommend(None, advert, top=1).gaps}
    assert len({name for name in languages if name in {"English", "German", "French", "English language"}}) >= 2


def test_what_is_less_important_is_cut_and_counted():
    areas = [Area(str(n), (n,), 0.5, True, 1 - n / 100, ()) for n in range(20)]
    found = Requirements.of(reversed(areas), 3)
    assert [area.name for area in found.areas] == [str(n) for n in range(MAX_AREAS)]
    assert found.cut == 3 + 20 - MAX_AREAS
    assert found.level.shape == found.importance.shape == (MAX_AREAS,)
