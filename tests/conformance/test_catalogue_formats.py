"""One catalogue in every format: the same rows, the same bad row refused and the same bad cell lost, by name."""

from __future__ import annotations

import csv
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from recommender.catalogue.formats import FORMATS
from recommender.catalogue.reader import read

ROWS = [
    {"id": "a", "title": "SQL é", "language": "en", "skills": ["SQL:0.5", "data mining"], "hours": 20.0},
    {"id": "b", "title": "", "language": "en", "skills": ["SQL"], "hours": 3.0},
    {"id": "c", "title": "Plain", "language": "de", "skills": [], "hours": -3.0},
]


def written(path):
    if path.suffix in {".csv", ".tsv", ".txt"}:
        with path.open("w", newline="", encoding="utf-8") as handle:
            writer = csv.DictWriter(handle, list(ROWS[0]), delimiter="," if path.suffix == ".csv" else "\t")
            writer.writeheader()
            writer.writerows({**row, "skills": "|".join(row["skills"])} for row in ROWS)
    elif path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(ROWS), path)
    else:
        path.write_text("\n".join(json.dumps(row) for row in ROWS), encoding="utf-8")
    return path


@pytest.mark.parametrize("ending", FORMATS)
def test_every_format_gives_the_same_rows_and_refusals(tmp_path, ending):
    rows, report = read([written(tmp_path / f"rows{ending}")])
    expected, _ = read([written(tmp_path / "other.csv")])
    assert [row.model_dump() for row in rows] == [row.model_dump() for row in expected]
    assert [row.id for row in rows] == ["a", "c"]
    assert [skill.level for skill in rows[0].skills] == [0.5, None]
    (refusal,), (cell,) = report.refused, report.unread
    assert (refusal.file, refusal.row, refusal.field) == (f"rows{ending}", 2, "title")
    assert (cell.file, cell.row, cell.field) == (f"rows{ending}", 3, "hours")


@pytest.mark.parametrize("ending", FORMATS)
def test_a_file_that_is_none_of_its_format_is_said_and_never_a_traceback(tmp_path, ending):
    from recommender.errors import CatalogueError

    path = tmp_path / f"rows{ending}"
    path.write_bytes(b"\x00\xff\xfe\x00" * 50)
    try:
        rows, report = read([path])
    except CatalogueError as error:
        assert path.name in str(error)
    else:
        assert rows == []
        assert report.refused
