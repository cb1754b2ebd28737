"""A log on disk is asked as one in memory would be."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from recommender.errors import InputError
from recommender.records import NamedSkill
from recommender.training.events import Event
from recommender.training.impressions import shown_lists
from recommender.training.log import EventLog
from tests.support.logs import START, happened, impression, made_up_log

KNOWN = {"sql": 3, "viz": 1, "stats": 0, "mining": 2}


def drawn(seed):
    """A log with what real ones have: several lists of a learner, unknown credentials, no goals, events of one time."""
    random = np.random.default_rng(seed)
    out = []
    for _ in range(400):
        who, time = f"p{random.integers(12)}", START + dt.timedelta(days=int(random.integers(200)))
        what = ("sql", "viz", "gone", "stats")[random.integers(4)]
        if random.random() < 0.5:
            goal = ("data analyst", "", None)[random.integers(3)]
            shown = impression(who, what, int(random.integers(1, 5)), time)
            skills = (NamedSkill(name="SQL", level=0.5),) if random.random() < 0.5 else ()
            out.append(shown.model_copy(update={"list": f"l{random.integers(4)}", "goal": goal, "skills": skills}))
        else:
            out.append(happened(who, what, ("click", "enrolment", "completion")[random.integers(3)], time))
    return sorted(out, key=lambda event: event.time)


def same(one, other):
    for name in ("learner", "time", "goal", "stated", "held", "group"):
        assert getattr(one, name) == getattr(other, name), name
    for name in ("rows", "position", "logged", "randomised", "acted", "taken", "finished"):
        assert np.array_equal(getattr(one, name), getattr(other, name), equal_nan=name in {"logged", "finished"}), name


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("most", [3, 1_000])
def test_the_latest_lists_are_those_of_the_whole_log(seed, most):
    events = drawn(seed)
    expected, left = shown_lists(events, KNOWN.get, events[-1].time)
    with EventLog.of(events) as log:
        found, counted = log.latest(most, KNOWN.get)
        lists, _ = shown_lists(found, KNOWN.get, log.last)
        assert log.last == events[-1].time
        assert log.credentials() == sorted({event.credential for event in events})
    assert counted == left
    assert len(lists) == min(most, len(expected))
    for one, other in zip(lists, expected[-most:], strict=True):
        same(one, other)


def test_events_are_asked_in_the_order_of_time_whatever_order_they_come_in():
    events = made_up_log({"sql": 0.1, "viz": 0.6, "stats": 0.2, "mining": 0.1}, learners=60)
    with EventLog.of(events) as log, EventLog.of(reversed(events)) as other:
        first, second = (each.latest(100, KNOWN.get)[0] for each in (log, other))
    assert [event.time for event in first] == sorted(event.time for event in events)
    assert {event.model_dump_json() for event in first} == {event.model_dump_json() for event in second}
    assert all(isinstance(event, Event) for event in first)


def test_enrolments_by_learner_with_their_age():
    until = START + dt.timedelta(days=100)
    events = [
        happened("b", "sql", "enrolment", START),
        happened("a", "viz", "enrolment", START + dt.timedelta(days=50)),
        happened("a", "gone", "enrolment", START),
        happened("a", "sql", "enrolment", START + dt.timedelta(days=10)),
        happened("c", "sql", "enrolment", until),
        happened("d", "sql", "click", START),
    ]
    with EventLog.of(events) as log:
        found = log.enrolments(["sql", "viz"], until)
        assert log.enrolments(["sql"], START) == []
    assert [taken.tolist() for taken, _ in found] == [[0, 1], [0]]
    assert np.allclose(np.concatenate([years for _, years in found]) * 365.25, [90, 50, 100])


def test_an_empty_log_is_refused_and_nothing_stays_on_the_disk(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(InputError, match="no events"), EventLog() as log:
        log.finish()
    with EventLog.of([happened("a", "sql", "click", START)]) as log:
        assert len(log) == 1
        assert list(tmp_path.iterdir())
    assert list(tmp_path.iterdir()) == []
