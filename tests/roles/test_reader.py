"""A platform's roles from a file: what is read, and what each mistake is told."""

from __future__ import annotations

import pytest

from recommender.errors import TaxonomyError
from recommender.roles.reader import read_roles, resolved

ROLE = """\
id: acme:support
title: support engineer
titles: [product support engineer]
occupations: ["onet:15-1232.00"]
licences:
  - {name: A badge, where: Ireland, needed: part}
areas:
  - name: SQL
    weight: Essential
    level: 60%
    kind: tool
    members: [SQL, {skill: "onet:technology/mysql", sources: [ours]}]
  - {name: Tickets, weight: useful, members: []}
"""
TABLE = """\
role,title,titles,occupations,area,weight,level,members
acme:a,Support engineer,helpdesk hero|ticket ace,onet:15-1232.00,SQL,essential,0.6,SQL
acme:a,,,,Tickets,useful,,
acme:b,,,,Python,important,,onet:technology/python
"""


def written(tmp_path, text, name="roles.yaml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_role_is_read_and_its_skills_are_found(small, tmp_path):
    (role,) = read_roles(written(tmp_path, ROLE))
    assert (role.title, role.origin, role.titles) == ("support engineer", "platform", ("product support engineer",))
    assert [(area.weight, area.level, area.rule) for area in role.areas] == [
        ("essential", 0.6, "some"),
        ("useful", None, "some"),
    ]
    found = resolved(role, small.space, small.occupations, "roles.yaml, role 1")
    assert [small.space.label(small.space.number(m.skill)) for m in found.areas[0].members] == ["SQL", "MySQL"]
    assert all(small.space.number(m.skill) is not None for m in found.areas[0].members)


def test_several_documents_and_a_list_are_several_roles(tmp_path):
    other = ROLE.replace("acme:support", "acme:other").replace("support engineer", "other engineer")
    assert len(read_roles(written(tmp_path, f"{ROLE}---\n{other}"))) == 2
    as_list = "- " + ROLE.strip().replace("\n", "\n  ") + "\n"
    assert read_roles(written(tmp_path, as_list)) == read_roles(written(tmp_path, ROLE))


def test_a_table_has_one_line_an_area(tmp_path):
    first, second = read_roles(written(tmp_path, TABLE, "roles.csv"))
    assert (first.title, first.titles) == ("Support engineer", ("helpdesk hero", "ticket ace"))
    assert [area.name for area in first.areas] == ["SQL", "Tickets"]
    assert (second.id, second.title) == ("acme:b", "acme:b")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("weight: useful", "weight: nice", "role 1, field areas.1.weight"),
        ("level: 60%", "level: 160%", "role 1, field areas.0.level"),
        ("title: support engineer\n", "", "role 1, field title"),
        ("areas:", "arrays:", "role 1, field"),
        ("name: Tickets", "name: sql", "two areas have the same name"),
        ("needed: part", "needed: maybe", "role 1, field licences.0.needed"),
        ("id: acme:support", "id: &x acme:support\nseniority: *x", "line 2: aliases are not read"),
        ("titles: [", "titles: [[", "not readable as YAML"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path, old, new, message):
    assert old in ROLE
    with pytest.raises(TaxonomyError) as caught:
        read_roles(written(tmp_path, ROLE.replace(old, new)))
    assert "roles.yaml" in str(caught.value)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("members: [SQL,", "members: [Sequel of everything,", "area 1, member 1: no skill is called"),
        ("onet:technology/mysql", "onet:technology/nosuchthing", "area 1, member 2: no skill is called"),
        ("onet:15-1232.00", "onet:99-1232.00", "occupations: there is no occupation"),
    ],
)
def test_what_the_snapshot_does_not_know_is_told(small, tmp_path, old, new, message):
    assert old in ROLE
    (role,) = read_roles(written(tmp_path, ROLE.replace(old, new)))
    with pytest.raises(TaxonomyError, match=message):
        resolved(role, small.space, small.occupations, "roles.yaml, role 1")


def test_two_roles_may_not_share_a_title(tmp_path):
    other = ROLE.replace("acme:support", "acme:other")
    with pytest.raises(TaxonomyError, match="role 2: its identifier or one of its titles is that of role 1 too"):
        read_roles(written(tmp_path, f"{ROLE}---\n{other}"))


@pytest.mark.parametrize(
    ("header", "message"),
    [("role,area\n", "lacks weight"), ("role,area,weight,colour\n", "unknown columns colour")],
)
def test_a_table_with_another_header_is_refused(tmp_path, header, message):
    with pytest.raises(TaxonomyError, match=message):
        read_roles(written(tmp_path, header, "roles.csv"))


def test_a_line_without_a_role_is_refused(tmp_path):
    with pytest.raises(TaxonomyError, match="line 3, field role: empty"):
        read_roles(written(tmp_path, "role,area,weight\na,SQL,useful\n,SQL,useful\n", "roles.csv"))


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    with pytest.raises(TaxonomyError, match="cannot be read"):
        read_roles(tmp_path / "none.yaml")
    (tmp_path / "latin.yaml").write_bytes(b"title: caf\xe9")
    with pytest.raises(TaxonomyError, match="not valid UTF-8"):
        read_roles(tmp_path / "latin.yaml")
