"""A plan as a calendar (RFC 5545): one all-day event for each step of each week, so that it can be moved by hand."""

from __future__ import annotations

import datetime as dt

from icalendar import Calendar, Event

from recommender.path.optimise.problem_arrays import hours
from recommender.path.plan import LearningPath
from recommender.version import __version__


def to_ical(path: LearningPath) -> bytes:
    """The calendar's bytes; the same plan gives the same bytes."""
    out = Calendar()
    out.add("prodid", f"-//CredPath//{__version__}//EN")
    out.add("version", "2.0")
    stamp = dt.datetime.combine(path.as_of, dt.time(), tzinfo=dt.UTC)
    for week in path.weeks:
        for stretch in week.stretches:
            step = path.steps[stretch.position - 1]
            event = Event()
            event.add("uid", f"{path.certificate.inputs.instance[:16]}-{week.week}-{stretch.position}@credpath")
            event.add("dtstamp", stamp)
            event.add("dtstart", week.begins)
            event.add("dtend", week.begins + dt.timedelta(days=7))
            event.add("summary", f"{stretch.title} ({hours(stretch.minutes):g} h)")
            named = ", ".join(closing.label for closing in step.closes)
            event.add("description", f"Step {step.position} of {len(path.steps)}" + (f": {named}" if named else ""))
            event.add("transp", "TRANSPARENT")
            out.add_component(event)
    return bytes(out.to_ical())
