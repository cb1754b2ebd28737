"""What the planner makes of small problems is pinned. `make golden` records it again and says what moved."""

from __future__ import annotations

import json

import pytest

from eval.planning.problems import KINDS
from tests.support import golden, golden_planner

HOW = "plans changed; if that is meant, run `make golden` and say in the commit why it is better"


def moved(kind, found):
    expected = json.loads((golden_planner.FOLDER / f"{kind}.json").read_text(encoding="utf-8"))
    return list(golden.unlike(expected, json.loads(json.dumps(found)), 0.0))


@pytest.mark.parametrize("kind", KINDS)
def test_every_plan_and_what_follows_from_it_is_the_recorded_one(kind):
    wrong = moved(kind, golden_planner.answers(kind))
    assert not wrong, "\n".join([HOW, *wrong[:20]])


def test_the_exact_search_finds_and_looks_at_what_is_recorded():
    wrong = moved("markets", golden_planner.markets())
    assert not wrong, "\n".join([HOW, *wrong[:20]])
