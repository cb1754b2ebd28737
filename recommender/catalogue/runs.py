"""Several runs of one course are one course with dates."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from recommender.catalogue.schema import CatalogueRow
from recommender.records import Run
from recommender.text import fold

Place = tuple[str, int]


def joined_runs(rows: list[CatalogueRow], places: list[Place]) -> tuple[list[CatalogueRow], list[Place], int]:
    """Rows of one course whose dates differ, each joined to one row; and how many were joined.

    One course: the same title, language, entry level, format and hours of one provider, or on one page. The row of the
    first run keeps its place and identifier; what the runs state differently is taken from the last that states it.
    """
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        dated = row.available_from or row.available_until
        # Without a provider only one page tells that two rows are one course.
        if dated and not row.runs and row.status != "withdrawn" and (row.provider or row.url):
            who = fold(row.provider) if row.provider else row.url
            what = (row.entry_level, row.format, row.hours_interval)
            groups[fold(row.title), who, row.language, what].append(number)
    joined: dict[int, CatalogueRow] = {}
    gone: set[int] = set()
    for numbers in groups.values():
        if len({(rows[n].available_from, rows[n].available_until) for n in numbers}) > 1:
            joined[numbers[0]] = _joined([rows[n] for n in numbers])
            gone.update(numbers[1:])
    kept = [number for number in range(len(rows)) if number not in gone]
    return [joined.get(n, rows[n]) for n in kept], [places[n] for n in kept], len(gone) + len(joined)


def _joined(rows: list[CatalogueRow]) -> CatalogueRow:
    ordered = sorted(rows, key=lambda row: (row.available_from or dt.date.min, row.available_until or dt.date.max))
    first = rows[0]
    # The latest run that states a fact states it for the course.
    stated = {name: getattr(row, name) for row in ordered for name in row.model_fields_set}
    last = ordered[-1].model_copy(update=stated)
    starts, ends = [row.available_from for row in ordered], [row.available_until for row in ordered]
    return last.model_copy(
        update={
            "id": first.id or first.identifier,
            "available_from": None if None in starts else starts[0],
            "available_until": None if None in ends else max(end for end in ends if end),
            "runs": tuple(
                Run(id=row.id or None, available_from=row.available_from, available_until=row.available_until)
                for row in ordered
            ),
        }
    )
