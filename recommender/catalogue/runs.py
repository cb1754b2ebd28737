"""Several runs of one course are one course with dates."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from recommender.catalogue.schema import CatalogueRow
from recommender.records import Run
from recommender.text import fold

Place = tuple[str, int]


def joined_runs(rows: list[CatalogueRow], places: list[Place]) -> tuple[list[CatalogueRow], list[Place], int]:
    """Rows of one title, provider and language whose dates differ, each joined to one row; and how many were joined.

    The row of the first run keeps its place and identifier; what the runs state differently is taken from the last.
    """
    groups: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        if row.available_from or row.available_until:
            groups[fold(row.title), fold(row.provider or ""), row.language or ""].append(number)
    joined: dict[int, CatalogueRow] = {}
    gone: set[int] = set()
    for numbers in groups.values():
        spans = {(rows[n].available_from, rows[n].available_until) for n in numbers}
        if len(numbers) > 1 and len(spans) == len(numbers):
            joined[numbers[0]] = _joined([rows[n] for n in numbers])
            gone.update(numbers[1:])
    kept = [number for number in range(len(rows)) if number not in gone]
    return [joined.get(n, rows[n]) for n in kept], [places[n] for n in kept], len(gone) + len(joined)


def _joined(rows: list[CatalogueRow]) -> CatalogueRow:
    ordered = sorted(rows, key=lambda row: (row.available_from or dt.date.min, row.available_until or dt.date.max))
    last, first = ordered[-1], rows[0]
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
