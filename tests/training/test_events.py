"""Logs."""

from __future__ import annotations

import json

import pytest

from recommender.errors import InputError
from recommender.training import events as log


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"credential": "a", "event": "click", "time": "2025-01-01"}, "field learner"),
        ({"learner": "x", "credential": "a", "event": "view", "time": "2025-01-01"}, "field event"),
        ({"learner": "x", "credential": "a", "event": "impression", "time": "2025-01-01"}, "a list and a position"),
        ({"learner": "x", "credential": "a", "event": "click", "time": "yesterday"}, "field time"),
        (
            {"learner": "x", "credential": "a", "event": "click", "time": "2025-01-01", "colour": "red"},
            "unknown column",
        ),
        (
            {
                "learner": "x",
                "credential": "a",
                "event": "impression",
                "time": "2025-01-01",
                "list": "l",
                "position": 1,
                "propensity": 0,
            },
            "field propensity",
        ),
    ],
)
def test_a_row_that_cannot_be_used_is_named_and_nothing_is_trained(tmp_path, row, said):
    good = {"learner": "x", "credential": "a", "event": "click", "time": "2025-01-01T10:00:00"}
    (tmp_path / "log.jsonl").write_text(json.dumps(good) + "\n" + json.dumps(row) + "\n")
    with pytest.raises(InputError, match=r"1 rows cannot be used: log.jsonl, row 2") as found:
        log.read([tmp_path / "log.jsonl"])
    assert said in str(found.value)


def test_a_log_is_read_from_csv_with_levels_and_in_order(tmp_path):
    (tmp_path / "log.csv").write_text(
        "learner,credential,event,time,list,position,goal,skills\n"
        "x,a,click,2025-02-01T00:00:00+02:00,,,,\n"
        'x,a,impression,2025-01-01,l1,3,data analyst,"SQL:0.4;Python:beginner;statistics"\n'
    )
    first, second = log.read([tmp_path / "log.csv"])
    assert (first.event, first.position, second.time.hour) == ("impression", 3, 22)
    assert [(s.name, s.level) for s in first.skills] == [
        ("SQL", 0.4),
        ("Python", pytest.approx(1 / 3)),
        ("statistics", None),
    ]
