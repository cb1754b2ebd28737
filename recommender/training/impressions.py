"""From events to the lists that learners saw, each with what came of it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from recommender.arrays import Floats, Ints
from recommender.records import Learner
from recommender.training.events import Event

#: Days after an impression within which an enrolment is owed to it, and after an enrolment within which finishing is.
TAKE_DAYS: Final = 30
FINISH_DAYS: Final = 120


@dataclass(frozen=True, slots=True)
class ShownList:
    """One list that a learner saw. Arrays have one entry a credential: its row in the snapshot, its place from 1.

    ``acted``: clicked, taken or dismissed, so certainly looked at. ``finished``: NaN where not taken, or
    too lately to know. ``held``: identifiers of what the learner had taken before, oldest first.
    """

    learner: str
    time: dt.datetime
    goal: str
    stated: Learner
    held: tuple[str, ...]
    group: str | None
    rows: Ints
    position: Ints
    logged: Floats
    randomised: npt.NDArray[np.bool_]
    acted: npt.NDArray[np.bool_]
    taken: npt.NDArray[np.bool_]
    finished: Floats


def shown_lists(
    events: Sequence[Event], number: Callable[[str], int | None], end: dt.datetime
) -> tuple[list[ShownList], dict[str, int]]:
    """Lists with what came of them, oldest first, and how many impressions could not be used and why.

    ``events`` are oldest first; ``number`` gives a credential's row; ``end``: when the log ends.
    """
    by_pair: dict[tuple[str, str], dict[str, list[dt.datetime]]] = defaultdict(lambda: defaultdict(list))
    enrolled: dict[str, list[tuple[dt.datetime, str]]] = defaultdict(list)
    impressions: dict[tuple[str, str], list[Event]] = defaultdict(list)
    left = {"impressions of credentials that the snapshot does not hold": 0, "lists without a goal": 0}
    for event in events:
        if event.event == "impression":
            impressions[event.learner, str(event.list)].append(event)
        else:
            by_pair[event.learner, event.credential][event.event].append(event.time)
            if event.event == "enrolment":
                enrolled[event.learner].append((event.time, event.credential))
    out = []
    for (learner, _), found in impressions.items():
        known = [event for event in found if number(event.credential) is not None]
        left["impressions of credentials that the snapshot does not hold"] += len(found) - len(known)
        goal = next((event.goal for event in found if event.goal), None)
        if goal is None:
            left["lists without a goal"] += 1
        elif known:
            outcomes = [_outcome(event, by_pair[learner, event.credential], end) for event in known]
            first = known[0].time
            stated = Learner(skills=next((event.skills for event in found if event.skills), ()))
            held = tuple(dict.fromkeys(name for time, name in enrolled[learner] if time < first))
            out.append(_shown(known, outcomes, goal, stated, held, number))
    out.sort(key=lambda each: (each.time, each.learner))
    return out, left


def _outcome(event: Event, after: dict[str, list[dt.datetime]], end: dt.datetime) -> tuple[bool, bool, float]:
    """(acted, taken, finished) of one impression."""

    def within(kind: str, start: dt.datetime, days: int) -> dt.datetime | None:
        return next((t for t in after.get(kind, ()) if start <= t <= start + dt.timedelta(days=days)), None)

    enrolled = within("enrolment", event.time, TAKE_DAYS)
    acted = enrolled is not None or any(within(k, event.time, TAKE_DAYS) for k in ("click", "dismissal"))
    if enrolled is None:
        return acted, False, np.nan
    # Completions come early and the want of one late: what is known of recent enrolments alone would be the completed.
    if end < enrolled + dt.timedelta(days=FINISH_DAYS):
        return True, True, np.nan
    return True, True, float(within("completion", enrolled, FINISH_DAYS) is not None)


def _shown(
    events: Sequence[Event],
    outcomes: Sequence[tuple[bool, bool, float]],
    goal: str,
    stated: Learner,
    held: tuple[str, ...],
    number: Callable[[str], int | None],
) -> ShownList:
    acted, taken, finished = zip(*outcomes, strict=True)
    return ShownList(
        events[0].learner,
        events[0].time,
        goal,
        stated,
        held,
        next((event.group for event in events if event.group), None),
        np.asarray([number(event.credential) for event in events], dtype=np.int64),
        np.asarray([event.position for event in events], dtype=np.int64),
        np.asarray([np.nan if event.propensity is None else event.propensity for event in events]),
        np.asarray([event.randomised for event in events]),
        np.asarray(acted),
        np.asarray(taken),
        np.asarray(finished),
    )
