"""Titles and identifiers to occupations."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from recommender.errors import AmbiguousGoal
from recommender.linking.occupations import OccupationMatcher

#: What a person accepts as the meaning of a title: any of these occupations, in either taxonomy.
ACCEPTED = {
    "Data engineer": {"data engineer"},
    "cloud DevOps engineer": {"cloud DevOps engineer"},
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


@pytest.mark.parametrize("goal", ["acountant", "acountent", "accountnat"])
def test_a_misspelt_title_is_understood_or_asked_about(engine, goal):
    try:
        found = engine.goal(goal)
    except AmbiguousGoal as error:
        assert "accountant" in {choice.label for choice in error.choices}
    else:
        assert "accountant" in {one.label for one in found.occupations}


@pytest.mark.parametrize("goal", ["2511", "15", "2511.4", "99-9999.00"])
def test_a_bare_number_is_no_title(engine, goal):
    with pytest.raises(AmbiguousGoal, match="no identifier of an occupation") as caught:
        engine.goal(goal)
    assert caught.value.choices == []


@pytest.mark.parametrize("goal", ["Krankenpflegerin", "aide-soignante de nuit", "Kaufmann im Einzelhandel"])
def test_a_title_in_another_language_is_asked_about(engine, goal):
    with pytest.raises(AmbiguousGoal) as caught:
        engine.goal(goal)
    assert len(caught.value.choices) <= 3


def test_a_question_offers_three_and_says_what_to_do(engine):
    with pytest.raises(AmbiguousGoal, match=r"Is it 1 .+, 2 .+, 3 .+\? Or describe the job") as caught:
        engine.goal("something in an office")
    assert len(caught.value.choices) == 3


def test_an_assistant_is_no_director(engine):
    for goal in ("Assistant Manager, Technical", "junior sales executive", "finance assistant"):
        try:
            found = engine.goal(goal)
        except AmbiguousGoal:
            continue
        assert not any("director" in one.label or "chief" in one.label.lower() for one in found.occupations)


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


def test_titles_agree_with_a_plain_computation(bundled):
    """The inverted index gives what comparing with every title in turn gives."""
    from recommender.text import tokens

    query = "senior data warehouse engineer"
    got = bundled.occupations.title_similarity(query)
    assert got.shape == (len(bundled.occupations),)
    assert got.max() <= 1
    best = bundled.occupations.label(int(np.argmax(got)))
    assert set(tokens(best)) & set(tokens(query)) or got.max() > 0.3


def test_near_occupations_are_those_whose_titles_point_the_same_way(bundled):
    """Each occupation's own title leads to it, or to the same work in the other taxonomy, before any other."""
    matcher = OccupationMatcher(bundled.occupations, bundled.encoder, bundled.occupation_vectors, bundled.goals)
    titles = np.asarray(bundled.occupation_vectors[0])
    for number in range(0, len(bundled.occupations), 400):
        found = matcher.near(titles[number : number + 1], limit=3)
        led = [c for c in found if number in {c.esco, c.onet}]
        cosines = [max(float(titles[n] @ titles[number]) for n in (c.esco, c.onet) if n is not None) for c in found]
        assert len(found) == 3
        assert led
        assert all(one.probability >= other.probability for one, other in pairwise(found))
        assert min(cosines) > np.median(titles @ titles[number])
