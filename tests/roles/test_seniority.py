"""Roles at the start and further on, and levels that a framework states."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from recommender.roles.schema import RoleFileRole
from recommender.roles.seniority import at, seniority_of

AREAS = [
    {"name": "Mending", "weight": "essential", "level": 0.85, "members": ["plumbing"]},
    {"name": "Quoting", "weight": "important", "level": 0.6, "members": ["budget"]},
]


def role(**more) -> RoleFileRole:
    return RoleFileRole.model_validate({"id": "acme:mender", "title": "mender", "areas": AREAS, **more})


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Junior Data Analyst", "entry"),
        ("apprentice electrician", "entry"),
        ("newly-qualified nurse", "entry"),
        ("Senior data analyst", "senior"),
        ("Lead Data Engineer", "senior"),
        ("Principal Engineer", "senior"),
        ("data analyst", None),
        ("school principal", None),
        ("lead generation specialist", None),
        ("team lead", None),
        ("clinical research associate", None),
    ],
)
def test_the_words_of_a_title_say_how_senior_it_is(title, said):
    assert seniority_of(title) == said


def test_a_newcomer_need_not_bring_everything_and_no_more_than_usual():
    found = at(role(not_at_entry=["quoting"]), "entry")
    assert [area.name for area in found.areas] == ["Mending"]
    assert (found.areas[0].level, found.seniority) == (None, "entry")


def test_a_senior_needs_more():
    senior = [{"name": "Leading menders", "weight": "important", "members": ["lead a team"]}]
    found = at(role(senior=senior), "senior")
    assert [area.name for area in found.areas] == ["Leading menders", "Mending", "Quoting"]
    assert found.seniority == "senior"


def test_a_role_that_tells_nothing_apart_stays_as_it_is():
    plain = role()
    assert at(plain, "entry") is at(plain, "senior") is at(plain, None) is plain


def test_what_a_newcomer_need_not_bring_is_an_area_of_the_role():
    with pytest.raises(ValidationError, match="no area is called 'Flying'"):
        role(not_at_entry=["Flying"])
