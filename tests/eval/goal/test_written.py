"""Goals as people write them: what the files say, and how answers are counted."""

from __future__ import annotations

import pytest

from eval.goal.written import FILES, FOLDER, Understood, WrittenGoal, measured, read
from recommender.data.build.shared.sources import rows


@pytest.fixture(scope="module")
def names(bundled):
    occupations = bundled.occupations
    labels = {f"esco:{' '.join(occupations.label(n).split())}" for n in range(len(occupations))}
    return labels | {occupations.id(n) for n in range(len(occupations)) if occupations.is_onet[n]}


@pytest.mark.parametrize("name", FILES)
def test_every_occupation_of_the_measuring_files_is_there(names, name):
    goals = read(FOLDER / f"{name}.csv")
    assert len(goals) >= 35
    for goal in goals:
        assert goal.accepted | goal.too_high <= names, goal.text
        assert goal.accepted or goal.asks, goal.text


def test_no_text_that_measures_is_a_reviewed_title_by_copy():
    """The lists were written by readers who did not see each other; common titles stand in both, headlines do not."""
    measuring = {goal.text.casefold() for name in FILES for goal in read(FOLDER / f"{name}.csv")}
    curation = FOLDER.parent.parent.parent / "recommender" / "data" / "build" / "curation"
    shared = {row["title"].casefold() for row in rows(curation / "everyday_titles.csv")} & measuring
    assert len(shared) < 0.2 * len(measuring)


def goal(accepted=(), asks=False, too_high=()):
    return WrittenGoal("t", "plain", frozenset(accepted), asks, frozenset(too_high))


def made(chosen=(), offered=()):
    return Understood(tuple(chosen), tuple(offered), None)


@pytest.mark.parametrize(
    ("asked", "answer", "expected"),
    [
        (goal("a"), made("ab"), {"at once": 1, "right": 1, "wrong and accepted": 0, "right or offered": 1}),
        (goal("b"), made("ab"), {"at once": 1, "right": 0, "wrong and accepted": 1, "right or offered": 0}),
        (goal("c"), made((), "abc"), {"at once": 0, "offered": 1, "wrong and accepted": 0, "right or offered": 1}),
        (goal("d"), made((), "abcd"), {"at once": 0, "offered": 0, "wrong and accepted": 0, "right or offered": 0}),
        (goal((), asks=True), made("a"), {"right": 0, "wrong and accepted": 1, "right or offered": 0}),
        (goal((), asks=True), made(), {"at once": 0, "wrong and accepted": 0, "right or offered": 1}),
        (goal("a", too_high="b"), made("b"), {"a rank too high": 1, "right": 0}),
    ],
)
def test_how_an_answer_counts(asked, answer, expected):
    found = {name: value["value"] for name, value in measured([asked], [answer]).items()}
    assert {name: found[name] for name in expected} == expected
