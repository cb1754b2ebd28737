"""400 catalogue files as they are published: each is read right, or refused in one sentence."""

from __future__ import annotations

import math

import pytest

from recommender.catalogue.reader import read
from recommender.errors import CatalogueError
from tests.catalogue.published_files import Published, published_files

FILES = list(published_files())


def understood(row, fields):
    """What of a row is compared."""
    low, high = row.hours_interval
    found = {
        **row.model_dump(include=set(fields) - {"hours_low", "hours_high", "skills"}),
        "hours_low": low,
        "hours_high": high,
        "skills": tuple(skill.name for skill in row.skills),
        "available_until": row.available_until and row.available_until.isoformat(),
    }
    return {name: found[name] for name in fields}


def same(found, right):
    if isinstance(found, float) and isinstance(right, float):
        return math.isclose(found, right, rel_tol=1e-9)
    return found == right


def fault(published: Published, folder) -> str | None:
    """What is wrong with the reading of a file, or ``None``."""
    path = folder / published.name
    path.write_bytes(published.content)
    try:
        rows, report = read([path], mapping=published.mapping)
    except CatalogueError as error:
        if published.refused and published.refused in str(error) and "\n" not in str(error):
            return None
        return f"refused: {error}"
    if published.refused:
        return "was read, and should have been refused"
    if report.refused:
        return f"refused {report.refused[0]}"
    if len(rows) != len(published.rows):
        return f"{len(rows)} rows for {len(published.rows)}"
    for row, right in zip(rows, published.rows, strict=True):
        found = understood(row, right)
        wrong = {name: (found[name], right[name]) for name in right if not same(found[name], right[name])}
        if wrong:
            return f"(found, right): {wrong}"
    if report.unread_count != published.lost:
        return f"{report.unread_count} cells unread for {published.lost}: {[str(cell) for cell in report.unread]}"
    return None


@pytest.mark.parametrize("published", FILES, ids=lambda published: published.name)
def test_a_published_file_is_read_or_refused(tmp_path, published):
    assert fault(published, tmp_path) is None, published.says
