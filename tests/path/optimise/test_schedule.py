"""Weeks and calendars."""

from __future__ import annotations

from eval.planning.problems import small
from recommender.path.ical import to_ical
from tests.support.problems import solved

# What leaves


def test_the_calendar_holds_every_week_of_every_step():
    from icalendar import Calendar

    path = next(p for seed in range(100) if len((p := solved(small(seed, "closure"))).steps) >= 2)
    events = Calendar.from_ical(to_ical(path)).walk("VEVENT")
    assert len(events) == sum(len(week.stretches) for week in path.weeks)
    assert len({str(event["uid"]) for event in events}) == len(events)
    assert events[0].decoded("dtstart") == path.weeks[0].begins
    assert to_ical(path) == to_ical(path)


def test_weeks_hold_all_minutes_and_never_more_than_there_are():
    for seed in range(30):
        path = solved(small(seed, "closure"))
        limit = path.certificate.instance.limits.minutes_per_week
        assert all(sum(s.minutes for s in week.stretches) <= limit for week in path.weeks)
        assert sum(s.minutes for week in path.weeks for s in week.stretches) == path.totals.minutes
