"""What came of an impression."""

from __future__ import annotations

import numpy as np

from recommender.training.impressions import shown_lists
from tests.support.logs import DAY, START, happened, impression


def test_what_came_of_an_impression_is_what_came_in_time():
    later = [
        impression("a", "sql", 1),
        impression("a", "viz", 2),
        impression("a", "gone", 3),
        happened("a", "sql", "enrolment", START + 2 * DAY),
        happened("a", "sql", "completion", START + 9 * DAY),
        happened("a", "viz", "enrolment", START + 80 * DAY),
        happened("a", "viz", "dismissal", START + DAY),
        impression("b", "sql", 1),
        happened("z", "sql", "click", START + 200 * DAY),
    ]
    events = sorted(later, key=lambda e: e.time)
    (first, second), left = shown_lists(events, {"sql": 0, "viz": 1}.get, events[-1].time)
    assert first.taken.tolist() == [True, False]
    assert first.acted.tolist() == [True, True]
    assert first.finished[0] == 1
    assert np.isnan(first.finished[1])
    assert (second.taken.tolist(), second.held) == ([False], ())
    assert left["impressions of credentials that the snapshot does not hold"] == 1


def test_what_is_not_finished_yet_is_unknown_until_time_has_passed():
    def finished(end, *completed):
        events = [
            impression("a", "sql", 1),
            happened("a", "sql", "enrolment", START),
            *completed,
            happened("z", "sql", "click", end),
        ]
        return shown_lists(events, {"sql": 0}.get, end)[0][0].finished[0]

    early = happened("a", "sql", "completion", START + 5 * DAY)
    assert np.isnan(finished(START + 10 * DAY))
    # Were the early completions counted, recent enrolments would all seem to be finished.
    assert np.isnan(finished(START + 10 * DAY, early))
    assert finished(START + 400 * DAY) == 0
    assert finished(START + 400 * DAY, early) == 1
