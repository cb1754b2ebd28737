"""The event log of a platform: who was shown what, in which place, and what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import Field, StringConstraints, ValidationError, field_validator, model_validator

from recommender.catalogue.reader import raw, refused
from recommender.catalogue.refusals import Refusal
from recommender.catalogue.schema import blank_is_unknown
from recommender.errors import InputError
from recommender.records import NamedSkill, Record

Kind = Literal["impression", "click", "enrolment", "completion", "dismissal"]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]

#: Refusals that a message lists, and events of one file, most.
MAX_REFUSALS_SHOWN: Final = 5
MAX_EVENTS: Final = 20_000_000
#: What each column holds, in the order of the documentation.
COLUMNS: Final[dict[str, str]] = {
    "learner": "an opaque identifier; never a name or an address",
    "credential": "the credential's identifier in the catalogue",
    "event": "impression, click, enrolment, completion or dismissal",
    "time": "ISO 8601; without an offset it is UTC",
    "list": "identifier of the list that it was shown in (impressions)",
    "position": "its place in that list, from 1 (impressions)",
    "propensity": "probability that it was looked at there, above 0 and at most 1, where the platform knows it",
    "randomised": "true where the order of the list was drawn at random",
    "goal": "the learner's goal when it was shown: an occupation's title or identifier (impressions)",
    "skills": "what the learner stated to hold then (list): a name, optionally :level from 0 to 1 or a band's name",
    "group": "a column of your own by which outcomes are compared; never learned from",
}


class Event(Record):
    """One line of the log; see `COLUMNS`. A place, a propensity, a goal and skills belong to impressions."""

    learner: Name
    credential: Name
    event: Kind
    time: dt.datetime
    list: Name | None = None
    position: Annotated[int, Field(ge=1, le=1_000)] | None = None
    propensity: Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)] | None = None
    randomised: bool = False
    goal: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1_000)] | None = None
    skills: Annotated[tuple[NamedSkill, ...], Field(max_length=200)] = ()
    group: Name | None = None

    _blanks = model_validator(mode="before")(blank_is_unknown)

    @field_validator("time")
    @classmethod
    def _utc(cls, value: dt.datetime) -> dt.datetime:
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)

    @field_validator("skills", mode="before")
    @classmethod
    def _listed(cls, value: Any) -> Any:
        return [part for part in value.split(";") if part.strip()] if isinstance(value, str) else value

    @model_validator(mode="after")
    def _placed(self) -> Event:
        if self.event == "impression" and (self.list is None or self.position is None):
            msg = "an impression needs a list and a position"
            raise ValueError(msg)
        return self


def read_events(paths: Sequence[Path], add: Callable[[Event], None], now: dt.datetime | None = None) -> int:
    """Hand each event of log files (any of `recommender.catalogue.formats.FORMATS`) to ``add``; returns their number.

    Raises `InputError` that names file, row and column of the first rows that cannot be used, and counts the others:
    what a ranker is fitted on is all or nothing. An event after ``now`` cannot be used.
    """
    now = now or dt.datetime.now(tz=dt.UTC)
    count, future = 0, 0
    wrong: list[Refusal] = []
    refused_count = 0
    for path in paths:
        for number, row in enumerate(raw(path), start=1):
            found = row if isinstance(row, Refusal) else _event(row, path.name, number)
            if isinstance(found, Event) and found.time > now:
                future += 1
                reason = "it lies in the future; a time without an offset is UTC"
                found = Refusal(path.name, number, "time", found.time.isoformat(), reason)
            if isinstance(found, Refusal):
                refused_count += 1
                wrong += [found] if len(wrong) < MAX_REFUSALS_SHOWN else []
                continue
            add(found)
            count += 1
            if count > MAX_EVENTS:
                msg = f"more than {MAX_EVENTS:,} events; train on the latest of them"
                raise InputError(msg)
    if refused_count:
        more = f"; and {refused_count - len(wrong)} more" if refused_count > len(wrong) else ""
        ahead = f", {future} of them because they lie in the future" if future else ""
        msg = f"{refused_count} rows cannot be used{ahead}: " + "; ".join(map(str, wrong)) + more
        raise InputError(msg)
    return count


def _event(row: dict[str, Any], file: str, number: int) -> Event | Refusal:
    try:
        return Event.model_validate(row)
    except ValidationError as error:
        return refused(error, file, number, COLUMNS)
