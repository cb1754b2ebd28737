"""Levels that the words around a skill state."""

from __future__ import annotations

import pytest

from recommender.linking.levels import sentence_level, stated_level
from recommender.scales import level_of_years


def level(text, skill, lead=""):
    start = text.index(skill)
    return stated_level(text, start, start + len(skill), lead)


@pytest.mark.parametrize(
    ("text", "skill", "low", "high"),
    [
        ("Basic Excel and filing", "Excel", 0.2, 0.3),
        ("Python (advanced)", "Python (advanced)", 0.7, 0.8),
        ("Fluent in German", "German", 0.7, 0.8),
        ("Expert in SQL", "SQL", 0.9, 1.0),
        ("5 years of Java", "Java", 0.6, 0.7),
        ("10+ years' experience with SAP", "SAP", 0.7, 0.9),
        ("led the data migration to PostgreSQL", "PostgreSQL", 0.7, 0.8),
        ("Working knowledge of Docker", "Docker", 0.45, 0.55),
    ],
)
def test_words_of_degree_and_years_are_read(text, skill, low, high):
    assert low <= level(text, skill) <= high


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        ("Python", "Python"),
        ("Installed LED lighting and sockets", "sockets"),
        ("Expert cook. Some German", "German"),
        ("Built cloud-native services in Go", "Go"),
        ("Founded in 2009, uses Java", "Java"),
    ],
)
def test_where_nothing_is_said_the_level_is_unknown_or_the_nearest(text, skill):
    found = level(text, skill)
    assert found is None or found < 0.3


def test_a_lead_in_speaks_for_its_list_and_an_entry_for_itself():
    assert level("SQL", "SQL", lead="Advanced") == level("SQL", "SQL", lead="advanced skills")
    assert level("SQL (basic)", "SQL (basic)", lead="Advanced") < 0.3


def test_a_long_sentence_says_nothing_as_a_whole():
    assert sentence_level("Strong at explaining figures to managers") == 0.75
    assert sentence_level("strong " + "word " * 20) is None


def test_more_years_never_mean_less():
    levels = [level_of_years(years) for years in range(40)]
    assert levels == sorted(levels)
    assert 0 < levels[0] < levels[-1] < 1


def test_an_advert_weighs_what_is_nice_to_have_less(engine):
    text = (
        "We look for an analyst in our team in Leeds who writes SQL every day. Knowledge of Tableau is a plus. "
        "Python at expert level."
    )
    goal = engine.recommend(None, text, top=1).goal
    found = {r.label: r for r in goal.requirements}
    assert found["SQL"].importance > 2 * found["Tableau"].importance
    assert found["Tableau"].sources == ("advert:nice-to-have",)
    python = next(r for label, r in found.items() if label.startswith("Python"))
    assert python.level > found["SQL"].level
    assert not python.level_assumed
