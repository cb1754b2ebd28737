"""A platform's own skills."""

from __future__ import annotations

import pytest

from recommender.errors import TaxonomyError
from recommender.snapshot.build import build_snapshot
from recommender.snapshot.snapshot import open_snapshot
from tests.support.catalogues import ROWS


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("mine:1,Foo,,nothing", "no skill has the identifier"),
        ("mine:1,Foo,,\nmine:1,Bar,,", "row 2, field id: already taken"),
        ("onet:technology/python,Foo,,", "already taken"),
    ],
)
def test_own_skills_are_checked(tmp_path, rows, message):
    own = tmp_path / "own.csv"
    own.write_text("id,label,alternatives,broader\n" + rows + "\n")
    with pytest.raises(TaxonomyError, match=message):
        build_snapshot([], tmp_path / "s", encoder="hashing-16", own_skills=own)


def test_own_skills_are_found_and_count_towards_their_broader_skill(tmp_path):
    own = tmp_path / "own.csv"
    own.write_text(
        "id,label,alternatives,broader\nmine:grill,Acme Grill Method,AGM|grillology,onet:technology/python\n"
    )
    found = open_snapshot(build_snapshot(ROWS, tmp_path / "s", encoder="hashing-16", own_skills=own))
    links = found.linker.link("I was trained in grillology.")
    assert [found.space.id(link.node) for link in links] == ["mine:grill"]
    assert [found.space.label(parent) for parent, _ in found.space.broader_of(links[0].node)] == [
        "Python (computer programming)"
    ]
