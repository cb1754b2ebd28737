"""A platform's log on disk: its events as columns, so that a log of any length is asked and never held.

DuckDB keeps the columns in a temporary folder, sorts and groups them within a bound of memory and spills the rest to
disk. Weighed against polars, which streams as well: what is asked here is joins and groups by text keys, and DuckDB
bounds their memory.
"""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import numpy as np

from recommender.arrays import Floats, Ints
from recommender.errors import InputError, MissingExtra
from recommender.records import NamedSkill
from recommender.training.events import Event

#: Events that are written at once, and memory that the columns may take while they are asked.
BATCH: Final = 100_000
MEMORY: Final = "1GB"
_COLUMNS: Final = {
    "learner": "VARCHAR",
    "credential": "VARCHAR",
    "event": "VARCHAR",
    "time": "BIGINT",
    "list": "VARCHAR",
    "position": "INTEGER",
    "propensity": "DOUBLE",
    "randomised": "BOOLEAN",
    "goal": "VARCHAR",
    "skills": "VARCHAR",
    "group": "VARCHAR",
}
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND: Final = dt.timedelta(microseconds=1)
#: Lists in time: of each list that has a goal and a credential that is known, when it was shown.
_LISTS: Final = """
    SELECT learner, list, min(time) FILTER (known) AS shown, min(number) AS first,
           arg_min(goal, number) FILTER (goal IS NOT NULL AND goal <> '') AS goal
    FROM (SELECT e.*, k.credential IS NOT NULL AS known
          FROM events e LEFT JOIN known k USING (credential) WHERE event = 'impression')
    GROUP BY learner, list
"""
_CHOSEN: Final = """
    CREATE OR REPLACE TABLE chosen AS
    SELECT learner, list FROM lists WHERE goal IS NOT NULL AND shown IS NOT NULL
    ORDER BY shown DESC, learner DESC, first DESC LIMIT ?
"""
_UNKNOWN: Final = """
    SELECT count(*) FROM events WHERE event = 'impression' AND credential NOT IN (SELECT credential FROM known)
"""
#: Impressions of the chosen lists, and all else that their learners did.
_TELLING: Final = """
    SELECT e.* EXCLUDE number FROM events e LEFT JOIN chosen c USING (learner, list)
    WHERE CASE WHEN event = 'impression' THEN c.learner IS NOT NULL ELSE e.learner IN (SELECT learner FROM chosen) END
    ORDER BY time, number
"""
_ENROLMENTS: Final = """
    SELECT dense_rank() OVER (ORDER BY learner) AS who, place, time FROM events JOIN places USING (credential)
    WHERE event = 'enrolment' AND time < ? ORDER BY learner, time, number
"""


class EventLog:
    """Events of one log, oldest first; a context that removes its folder at the end."""

    def __init__(self) -> None:
        try:
            import duckdb
        except ImportError:
            msg = "training needs DuckDB: pip install 'credpath[train]'"
            raise MissingExtra(msg) from None
        self._folder = tempfile.TemporaryDirectory(prefix="credpath-log-")
        place = Path(self._folder.name)
        self._base = duckdb.connect(
            place / "events.duckdb",
            config={"memory_limit": MEMORY, "threads": 2, "temp_directory": str(place / "spill")},
        )
        columns = ", ".join(f'"{name}" {kind}' for name, kind in _COLUMNS.items())
        self._base.execute(f"CREATE TABLE events (number BIGINT, {columns})")
        self._base.execute("CREATE TABLE known (credential VARCHAR)")
        self._waiting: list[Event] = []
        self._count = 0

    @classmethod
    def of(cls, events: Iterable[Event]) -> EventLog:
        """A log of events at hand."""
        log = cls()
        for event in events:
            log.add(event)
        log.finish()
        return log

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove the log from the disk."""
        self._base.close()
        self._folder.cleanup()

    def __len__(self) -> int:
        return self._count

    # Writing

    def add(self, event: Event) -> None:
        """One event more, in any order of time; those of one time keep theirs."""
        self._waiting.append(event)
        self._count += 1
        if len(self._waiting) >= BATCH:
            self._write()

    def finish(self) -> None:
        """Write what waits. Raises `InputError` for a log without events."""
        self._write()
        if not self._count:
            msg = "the log holds no events"
            raise InputError(msg)

    def _write(self) -> None:
        if not self._waiting:
            return
        import pyarrow as pa

        begun, events = self._count - len(self._waiting), self._waiting
        batch = pa.table(
            {
                "number": pa.array(range(begun, begun + len(events)), pa.int64()),
                "learner": pa.array([event.learner for event in events], pa.string()),
                "credential": pa.array([event.credential for event in events], pa.string()),
                "event": pa.array([event.event for event in events], pa.string()),
                "time": pa.array([_moment(event.time) for event in events], pa.int64()),
                "list": pa.array([event.list for event in events], pa.string()),
                "position": pa.array([event.position for event in events], pa.int32()),
                "propensity": pa.array([event.propensity for event in events], pa.float64()),
                "randomised": pa.array([event.randomised for event in events], pa.bool_()),
                "goal": pa.array([event.goal for event in events], pa.string()),
                "skills": pa.array([_skills(event) for event in events], pa.string()),
                "group": pa.array([event.group for event in events], pa.string()),
            }
        )
        self._base.register("batch", batch)
        self._base.execute("INSERT INTO events SELECT * FROM batch")
        self._base.unregister("batch")
        self._waiting = []

    # Asking

    @property
    def last(self) -> dt.datetime:
        """When the last event happened."""
        return _time(self._one("SELECT max(time) FROM events"))

    def credentials(self) -> list[str]:
        """Identifiers of all credentials that events name, in order."""
        found = self._base.execute("SELECT DISTINCT credential FROM events ORDER BY credential").fetchall()
        return [str(name) for (name,) in found]

    def latest(self, most: int, number: Callable[[str], int | None]) -> tuple[list[Event], dict[str, int]]:
        """The events that tell of the latest ``most`` lists and of what came of them, oldest first.

        They are the impressions of those lists and all else that their learners did. ``number`` gives the row of a
        credential that is known. Second: how many impressions and lists of the whole log cannot be used, and why.
        """
        import pyarrow as pa

        known = [name for name in self.credentials() if number(name) is not None]
        self._base.register("names", pa.table({"credential": pa.array(known, pa.string())}))
        self._base.execute("CREATE OR REPLACE TABLE known AS SELECT credential FROM names")
        self._base.execute(f"CREATE OR REPLACE TABLE lists AS {_LISTS}")
        self._base.execute(_CHOSEN, [most])
        left = {
            "impressions of credentials that the snapshot does not hold": int(self._one(_UNKNOWN)),
            "lists without a goal": int(self._one("SELECT count(*) FROM lists WHERE goal IS NULL")),
        }
        rows = self._base.execute(_TELLING)
        events: list[Event] = []
        while found := rows.fetchmany(10_000):
            events += map(_event, found)
        return events, left

    def enrolments(self, names: Sequence[str], until: dt.datetime) -> list[tuple[Ints, Floats]]:
        """Of each learner who enrolled before a time: the places of the credentials in ``names``, and years since.

        Learners in the order of their identifiers, enrolments oldest first; credentials without a place are left out.
        """
        import pyarrow as pa

        place = pa.table({"credential": pa.array(names, pa.string()), "place": pa.array(range(len(names)), pa.int64())})
        self._base.register("places", place)
        found = self._base.execute(_ENROLMENTS, [_moment(until)]).fetchnumpy()
        who, taken = np.asarray(found["who"], dtype=np.int64), np.asarray(found["place"], dtype=np.int64)
        years = (_moment(until) - np.asarray(found["time"], dtype=np.float64)) / (365.25 * 86_400e6)
        cuts = np.flatnonzero(np.diff(who)) + 1
        return list(zip(np.split(taken, cuts), np.split(years, cuts), strict=True)) if len(who) else []

    def _one(self, query: str) -> Any:
        found = self._base.execute(query).fetchone()
        return None if found is None else found[0]


def _moment(time: dt.datetime) -> int:
    """Microseconds since 1970."""
    return (time - _EPOCH) // _MICROSECOND


def _time(moment: int) -> dt.datetime:
    return _EPOCH + dt.timedelta(microseconds=int(moment))


def _skills(event: Event) -> str | None:
    return json.dumps([(skill.name, skill.level, skill.written) for skill in event.skills]) if event.skills else None


def _event(row: Sequence[Any]) -> Event:
    """An event as it was read: it was checked then."""
    values = dict(zip(_COLUMNS, row, strict=True))
    named = json.loads(values["skills"]) if values["skills"] else []
    skills = tuple(
        NamedSkill.model_construct(name=name, level=level, written=written) for name, level, written in named
    )
    return Event.model_construct(**{**values, "time": _time(values["time"]), "skills": skills})
