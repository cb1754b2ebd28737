"""What readers read of people: whole, of the texts, spread over the fields; and how a reading is compared with it."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace

import pytest

from eval.people.readings import PeopleTask, figures
from recommender.data.build.shared import people_readings
from recommender.data.build.shared.people_readings import ReadPerson, ReadSkill
from recommender.linking.linker import Link


@pytest.fixture(scope="module")
def people():
    return people_readings.read()


def test_every_field_has_its_people(people):
    assert set(Counter(person.field for person in people).values()) == {5}
    assert Counter(person.measures for person in people) == {True: 40, False: 80}
    assert len({person.field for person in people if person.measures}) == 24


def test_every_quote_stands_in_its_text(people):
    for person in people:
        assert all(skill.quote in person.text for skill in person.skills)
        assert all(trap in person.text for trap in person.traps)


def test_every_node_is_in_the_skill_space(people, small):
    named = {node for person in people for skill in person.skills for node in skill.same | skill.near}
    assert len(named) > 1000
    assert not [node for node in named if small.space.meant(node) is None]


def read_skill(quote, state, same, near=(), level=None):
    return ReadSkill(quote, quote, state, level, "stated", frozenset(same), frozenset(near))


def test_a_reading_is_counted(small, tmp_path):
    space = small.space
    nodes = [int(node) for node in space.searchable[:5]]
    held, other, missing, near, _ = (space.id(node) for node in nodes)
    text = "Bread and cakes, never pastry. The Oven Arms."
    person = ReadPerson(
        "f01-2", "food", "some", "typed", "baker", text,
        (
            read_skill("Bread", "held", [held], level="advanced"),
            read_skill("cakes", "held", [other], [near]),
            read_skill("pastry", "denied", [missing]),
        ),
        ("Oven Arms",),
    )  # fmt: skip
    links = [
        Link(nodes[0], 0.9, "label", 0, 5, level=0.9),
        Link(nodes[2], 0.9, "label", 23, 29),
        Link(nodes[3], 0.9, "label", 10, 15),
        Link(nodes[4], 0.9, "label", 35, 39),
        Link(nodes[1], 0.9, "label", 10, 15, assertion="wanted"),
    ]
    one = PeopleTask(SimpleNamespace(space=space), tmp_path).outcome(person, links)
    assert (one.held, one.sayable, one.strict, one.lenient) == (2, 2, 1, 2)
    assert (one.named, one.right, one.nodded) == (4, 1, 2)
    assert (one.not_held, one.believed, one.levels, one.bands) == (1, 1, 1, 1)
    assert (one.traps, one.trapped, len(one.unjudged)) == (1, 1, 2)
    assert figures([one])["recall, strict"]["value"] == 0.5
