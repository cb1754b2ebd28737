"""Answers are pinned: a difference is a decision. `make golden` records them again and says what moved."""

from __future__ import annotations

import copy
import json

import pytest

from tests.support import golden
from tests.support.edges import differences

HOW = "answers changed; if that is meant, run `make golden` and say in the commit why it is better"


@pytest.mark.parametrize("name", golden.GOALS)
def test_from_stored_vectors_and_links_every_answer_is_the_same_to_the_last_digit(stored_engine, name):
    found = golden.answer(stored_engine, name)
    expected = golden.recorded("stored", name)
    assert found == expected, "\n".join([HOW, *golden.moved(expected, found)])


@pytest.mark.parametrize("name", golden.GOALS)
def test_from_the_text_on_every_answer_is_the_recorded_one(engine, name):
    wrong = differences(golden.recorded("text", name), golden.answer(engine, name))
    assert not wrong, "\n".join([HOW, *wrong])


def test_what_is_recorded_is_worth_pinning():
    """Every example has gaps, five places and a plan of several steps in both layers, all but one of three or more."""
    for layer in golden.LAYERS:
        for name in golden.GOALS:
            found = golden.recorded(layer, name)
            assert len(found["gaps"]) == golden.GAPS
            assert len(found["recommendations"]) == golden.PLACES
            assert len(found["plan"]["steps"]) >= 2
            assert golden.path_of(layer, name).read_text(encoding="utf-8") == golden.canonical(found)
        short = [name for name in golden.GOALS if len(golden.recorded(layer, name)["plan"]["steps"]) < 3]
        assert len(short) <= 1


CHANGES = {
    "a score": lambda a: a["recommendations"][0].update(score=a["recommendations"][0]["score"] + 0.002),
    "a term": lambda a: a["recommendations"][4]["features"].update(closure=0.9),
    "two places": lambda a: a["recommendations"].reverse(),
    "a gap": lambda a: a["gaps"][3].update(gap=a["gaps"][3]["gap"] - 0.002),
    "a reason": lambda a: a["recommendations"][1].update(reasons=[]),
    "a skill": lambda a: a["learner"].pop(0),
    "a level": lambda a: a["learner"][0].update(mean=a["learner"][0]["mean"] + 0.002),
    "a step": lambda a: a["plan"]["steps"].pop(0),
    "the goal": lambda a: a["goal"].update(probability=0.01),
    "a warning": lambda a: a["warnings"].append("new"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_real_change_is_seen_and_told(what):
    """Of the recorded answer with one thing changed: both layers' comparison and the report for people notice it."""
    for name in golden.GOALS:
        expected = golden.recorded("text", name)
        changed = copy.deepcopy(expected)
        CHANGES[what](changed)
        assert differences(expected, changed), (what, name)
        assert golden.moved(expected, changed), (what, name)


def test_the_last_digits_and_the_edges_may_fall_to_either_side():
    expected = json.loads(json.dumps(golden.recorded("text", "marketing.md")))
    found = copy.deepcopy(expected)
    first, second = expected["recommendations"][:2]
    for item in found["recommendations"]:
        item["score"] += 0.0009
        item["confidence"] = max(0.0, item["confidence"] - 1 / 256)
    assert differences(expected, found) == []
    found["recommendations"][:2] = found["recommendations"][1::-1]
    assert differences(expected, found)
    expected["edges"]["places"] = [{"place": 0, "rival": second["id"], "margin": 0.0}]
    assert differences(expected, found) == []
    assert first["id"] == found["recommendations"][1]["id"]
    skill = found["learner"].pop(0)["label"]
    assert differences(expected, found)
    expected["edges"]["links"] = [skill]
    assert differences(expected, found) == []
    steps = found["plan"]["steps"]
    steps[:2] = steps[1::-1]
    assert differences(expected, found)
    expected["edges"]["steps"] = [{"step": steps[1]["id"], "exchanged_with": steps[0]["id"], "margin": 0.0}]
    assert differences(expected, found) == []
    steps.pop()
    assert differences(expected, found)
    expected["edges"]["steps"] = [{"step": "x", "instead": sorted(s["id"] for s in steps), "margin": 0.0}]
    assert differences(expected, found) == []
