"""Titles, identifiers and adverts to requirements."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.errors import AmbiguousGoal
from recommender.goal.requirements import MAX_GROUPS

#: What a person accepts as the meaning of a title: any of these occupations, in either taxonomy.
ACCEPTED = {
    "Data engineer": {
        "data scientist",
        "Data Scientists",
        "Database Architects",
        "Data Warehousing Specialists",
        "database developer",
    },
    "DevOps engineer": {
        "software developer",
        "Software Developers",
        "ICT system administrator",
        "cloud engineer",
        "DevOps engineer",
    },
    "health informatics nurse": {"Health Informatics Specialists", "clinical informatics manager"},
    "electrician": {"electrician", "domestic electrician", "Electricians"},
    "marketing manager": {"marketing manager", "Marketing Managers"},
    "Sr. Data Analyst (remote)": {"data analyst", "Data Scientists", "Business Intelligence Analysts"},
    "project manager": {"project manager", "Project Management Specialists"},
    "web developer": {"web developer", "Web Developers"},
    "chef": {"chef", "Chefs and Head Cooks"},
    "Registered Nurse": {"nurse responsible for general care", "Registered Nurses"},
}


@pytest.mark.parametrize("title", ACCEPTED)
def test_titles_resolve_to_what_a_person_accepts(engine, title):
    goal = engine.recommend(None, title, top=1).goal
    assert {o.label for o in goal.occupations} & ACCEPTED[title]
    assert 0 < goal.probability <= 1
    assert goal.alternatives


def test_a_stray_alternate_title_does_not_lead(engine):
    goal = engine.recommend(None, "Data engineer", top=1).goal
    assert "Statisticians" not in {o.label for o in goal.occupations}


@pytest.mark.parametrize("identifier", ["15-1252.00", "onet:15-1252.00"])
def test_identifiers_are_certain(engine, identifier):
    goal = engine.recommend(None, identifier, top=1).goal
    assert "onet:15-1252.00" in {o.id for o in goal.occupations}
    assert goal.probability == 1


def test_esco_uris_resolve(engine):
    found = engine.occupations("electrician", 1)[0]
    uri = found.id.replace("esco:", "http://data.europa.eu/esco/")
    assert engine.recommend(None, uri, top=1).goal.occupations[0].id == found.id


@pytest.mark.parametrize("goal", ["qwxyz blorf", "🙂", "----"])
def test_what_fits_nothing_stops_with_choices_and_is_not_quoted(engine, goal):
    with pytest.raises(AmbiguousGoal) as caught:
        engine.recommend(None, goal)
    assert goal not in str(caught.value)


def test_requirements_are_groups_at_most_forty(engine):
    goal = engine.recommend(None, "Data engineer", top=1).goal
    assert 0 < len(goal.requirements) <= MAX_GROUPS
    assert goal.cut > 0
    alternatives = [r for r in goal.requirements if len(r.skills) > 1]
    assert alternatives
    importances = [r.importance for r in goal.requirements]
    assert importances == sorted(importances, reverse=True)
    assert {r.level_assumed for r in goal.requirements if "onet:level" in r.sources} <= {False}


def test_any_one_of_a_group_serves(engine):
    goal = "data analyst"
    groups = engine.recommend(None, goal, top=1).goal.requirements
    group = next(r for r in groups if len(r.skills) > 2)
    from recommender.records import Evidence, Learner

    for skill in group.skills[:2]:
        held = Learner(evidence=(Evidence(skill=skill, level=1.0, kind="evidenced", source="test", reliability=1.0),))
        gap = next(g for g in engine.recommend(held, goal, top=1).gaps if g.requirement == group.label)
        assert gap.gap == 0


def test_an_advert_becomes_requirements(engine):
    advert = (
        "We look for a colleague who writes Python, models data in PostgreSQL, schedules pipelines and reports "
        "in Tableau.\nExperience with Docker and Git is welcome."
    )
    answer = engine.recommend(None, advert, top=3)
    assert answer.goal.kind == "advert"
    assert answer.goal.query is None
    assert {"Tableau", "PostgreSQL", "Docker"} <= {r.label for r in answer.goal.requirements}


def test_titles_agree_with_a_plain_computation(bundled):
    """The inverted index gives what comparing with every title in turn gives."""
    from recommender.text import tokens

    query = "senior data warehouse engineer"
    got = bundled.occupations.title_similarity(query)
    assert got.shape == (len(bundled.occupations),)
    assert got.max() <= 1
    best = bundled.occupations.label(int(np.argmax(got)))
    assert set(tokens(best)) & set(tokens(query)) or got.max() > 0.3


def test_a_title_that_is_not_the_main_one_weighs_what_is_near_to_its_own_words(engine):
    """A data engineer is listed under data scientist: the same skills, but not at the same weights."""

    def weight(title):
        return {r.label: r.importance for r in engine.recommend(None, title, top=1).goal.requirements}

    main, other = weight("data scientist"), weight("data engineer")
    assert main != other
    assert other["develop data processing applications"] > other["use data processing techniques"] * 0.9
    both = set(main) & set(other)
    assert all(other[label] <= main[label] + 1e-9 for label in both)
    assert weight("data scientist") == main


def test_narrowing_by_hand():
    from recommender.goal.requirements import RequirementGroup, narrowed

    groups = [RequirementGroup(n, (n,), 0.5, True, 1.0, ("esco:essential",)) for n in (1, 2, 3)]
    near = {g.node: g.importance for g in narrowed(groups, {1: 0.9, 2: 0.0})}
    assert near == {1: 1.0, 2: 0.25, 3: 0.625}
    assert [g.importance for g in narrowed(groups, {})] == [1.0, 1.0, 1.0]
