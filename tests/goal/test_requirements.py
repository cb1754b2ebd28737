"""Titles, identifiers and adverts to requirements."""

from __future__ import annotations

from recommender.goal.requirements import MAX_GROUPS


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


def test_a_title_that_is_not_the_main_one_weighs_what_is_near_to_its_own_words(engine):
    """A research data scientist is listed under data scientist: the same skills, but not at the same weights."""

    def weight(title):
        return {r.label: r.importance for r in engine.recommend(None, title, top=1).goal.requirements}

    main, other = weight("data scientist"), weight("research data scientist")
    assert main != other
    both = set(main) & set(other)
    assert all(other[label] <= main[label] + 1e-9 for label in both)
    assert weight("data scientist") == main


def test_narrowing_by_hand():
    from recommender.goal.requirements import RequirementGroup, narrowed

    groups = [RequirementGroup(n, (n,), 0.5, True, 1.0, ("esco:essential",)) for n in (1, 2, 3)]
    near = {g.node: g.importance for g in narrowed(groups, {1: 0.9, 2: 0.0})}
    assert near == {1: 1.0, 2: 0.25, 3: 0.625}
    assert [g.importance for g in narrowed(groups, {})] == [1.0, 1.0, 1.0]
