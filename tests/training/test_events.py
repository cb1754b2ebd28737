"""Logs."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from recommender.errors import InputError
from recommender.training.events import read_events


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
        read_events([tmp_path / "log.jsonl"], [].append)
    assert said in str(found.value)


def test_a_log_is_read_from_csv_with_levels(tmp_path):
    (tmp_path / "log.csv").write_text(
        "learner,credential,event,time,list,position,goal,skills\n"
        "x,a,click,2025-02-01T00:00:00+02:00,,,,\n"
        'x,a,impression,2025-01-01,l1,3,data analyst,"SQL:0.4;Python:beginner;statistics"\n'
    )
    found = []
    assert read_events([tmp_path / "log.csv"], found.append) == 2
    second, first = found
    assert (first.event, first.position, second.time.hour) == ("impression", 3, 22)
    assert [(s.name, s.level) for s in first.skills] == [
        ("SQL", 0.4),
        ("Python", pytest.approx(1 / 3)),
        ("statistics", None),
    ]


def test_events_in_the_future_are_refused_with_their_number(tmp_path):
    now = dt.datetime(2026, 11, 27, tzinfo=dt.UTC)
    times = ["2026-11-27T00:00:00", "2026-11-27T00:00:01", "2026-11-27T01:00:00+02:00", "2030-01-01"]
    rows = [{"learner": "x", "credential": "a", "event": "click", "time": time} for time in times]
    (tmp_path / "log.jsonl").write_text("\n".join(map(json.dumps, rows)))
    with pytest.raises(InputError, match="2 rows cannot be used, 2 of them because they lie in the future") as found:
        read_events([tmp_path / "log.jsonl"], [].append, now)
    assert "row 2, field time" in str(found.value)


def test_many_bad_rows_are_counted_and_a_few_named(tmp_path):
    (tmp_path / "log.csv").write_text("learner,credential,event,time\n" + "x,a,look,2025-01-01\n" * 900)
    with pytest.raises(InputError, match=r"900 rows cannot be used.*and 895 more"):
        read_events([tmp_path / "log.csv"], [].append)
