"""The golden tags against the linker that ships: what review settled, and what nobody told it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parents[1] / "golden" / "tags.csv"


@pytest.fixture(scope="module")
def golden():
    with GOLDEN.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def judged(rows, bundled):
    """(linked, right, wanted, found): counts over tags."""
    space = bundled.space
    counts = [0, 0, 0, 0]
    for row in rows:
        nodes = {int(space.canonical[space.number(name)]) for name in row["nodes"].split("|") if name}
        links = bundled.linker.link_tag(row["tag"])
        right = bool(links) and int(space.canonical[links[0].node]) in nodes
        counts = [a + b for a, b in zip(counts, (bool(links), right, bool(nodes), right), strict=True)]
    return counts


def test_there_are_enough_of_each_stratum(golden):
    assert len(golden) >= 250
    assert {row["stratum"] for row in golden} == {"head", "middle", "tail"}


def test_reviewed_tags_mean_what_review_said(golden, bundled):
    linked, right, wanted, found = judged([row for row in golden if row["reviewed"] == "yes"], bundled)
    assert right == linked
    assert found == wanted


def test_tags_that_nobody_reviewed_are_mostly_right_or_left_alone(golden, bundled):
    rows = [row for row in golden if row["reviewed"] == "no"]
    linked, right, wanted, found = judged(rows, bundled)
    assert right / linked >= 0.8
    assert found / wanted >= 0.3
