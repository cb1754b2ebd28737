"""Building, verifying and opening snapshots."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from recommender.errors import SnapshotError, TaxonomyError
from recommender.snapshot.build import build_snapshot, snapshot_id
from recommender.snapshot.manifest import MANIFEST
from tests.support.catalogues import ROWS


def test_the_same_inputs_give_the_same_id_and_other_inputs_another():
    assert snapshot_id(ROWS, "hashing-64") == snapshot_id(list(ROWS), "hashing-64")
    assert (
        len({snapshot_id(ROWS, "hashing-64"), snapshot_id(ROWS[1:], "hashing-64"), snapshot_id(ROWS, "hashing-32")})
        == 3
    )


def test_a_failed_build_leaves_nothing_behind_but_an_empty_lock(tmp_path):
    own = tmp_path / "own.csv"
    own.write_text("id,label,alternatives,broader\nmine:1,,,\n")
    with pytest.raises(TaxonomyError, match="row 1, field label: empty"):
        build_snapshot(ROWS, tmp_path / "s", encoder="hashing-16", own_skills=own)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".s.lock", "own.csv"]


def test_a_snapshot_is_never_overwritten(small_folder):
    before = (small_folder / MANIFEST).read_bytes()
    with pytest.raises(SnapshotError, match="never overwritten"):
        build_snapshot(ROWS, small_folder, encoder="hashing-64")
    assert (small_folder / MANIFEST).read_bytes() == before


def test_two_processes_build_the_bundled_snapshot_once(tmp_path):
    """Both ask at once with an empty cache, for few rows and a small encoder; the lock lets one build."""
    script = (
        "import recommender.snapshot.bundled as b\n"
        "from recommender.snapshot.manifest import verify\n"
        "from recommender.catalogue.schema import CatalogueRow\n"
        "b.bundled_rows = lambda: [CatalogueRow(id='a', title='A', language='en', skills=['SQL'])]\n"
        "built = []\n"
        "real = b.build_snapshot\n"
        "def build(rows, out, progress):\n"
        "    made = real(rows, out, encoder='hashing-8', progress=progress)\n"
        "    built.append(1)\n"
        "    return made\n"
        "b.build_snapshot = build\n"
        "folder = b.bundled_snapshot()\n"
        "verify(folder)\n"
        "print(len(built), folder)\n"
    )
    import os

    environment = {**os.environ, "CREDPATH_CACHE": str(tmp_path)}
    both = [
        subprocess.Popen([sys.executable, "-c", script], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    lines = [process.communicate(timeout=120)[0].split() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sorted(line[0] for line in lines) == ["0", "1"]
    assert lines[0][1] == lines[1][1]
    assert [path.name for path in tmp_path.iterdir()] == [Path(lines[0][1]).name]


def test_vectors_and_rows_belong_together(small):
    texts = [small.credentials.record(n).title for n in range(len(small.credentials))]
    assert len(texts) == len(small.credential_index)
