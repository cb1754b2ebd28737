"""Builds that are killed: nothing half-written is ever opened, and the next build leaves nothing of them."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time

import pytest

from recommender.errors import SnapshotError
from recommender.snapshot.snapshot import open_snapshot

#: Moments at which each kind of build is killed; `CREDPATH_KILLS=15` was run once, 60 in all.
KILLS = int(os.environ.get("CREDPATH_KILLS", "1"))
#: Longest that a build of these few rows takes once its temporary folder is there.
SECONDS = 4.0
COMMON = """
import sys
from pathlib import Path
import recommender.snapshot.bundled as bundled
from recommender.catalogue.schema import CatalogueRow
from recommender.snapshot.build import build_snapshot
rows = [CatalogueRow(id="a", title="A", language="en", skills=["SQL"])]
"""
INDEX = COMMON + 'print(build_snapshot(rows, Path(sys.argv[1]) / "out", encoder="hashing-8"))\n'
BUNDLED = COMMON + (
    "bundled.bundled_rows = lambda: rows\n"
    "bundled.build_snapshot = lambda rows, out, progress: build_snapshot(rows, out, encoder='hashing-8')\n"
    "print(bundled.bundled_snapshot())\n"
)


def started(script, folder):
    environment = {**os.environ, "CREDPATH_CACHE": str(folder)}
    return subprocess.Popen(
        [sys.executable, "-c", script, str(folder)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def temporary(folder):
    return [path for path in folder.glob(".*-*") if path.is_dir()]


def made(folder):
    return [path for path in folder.iterdir() if not path.name.startswith(".")]


@pytest.mark.parametrize("builders", [1, 2])
@pytest.mark.parametrize("script", [INDEX, BUNDLED], ids=["index", "bundled"])
def test_a_build_that_is_killed_leaves_nothing_that_counts(tmp_path, script, builders):
    moments = random.Random(builders)
    for kill in range(KILLS):
        folder = tmp_path / str(kill)
        folder.mkdir()
        running = [started(script, folder) for _ in range(builders)]
        while not temporary(folder) and any(process.poll() is None for process in running):
            time.sleep(0.01)
        time.sleep(moments.uniform(0, SECONDS))
        for process in running:
            process.kill()
            process.communicate()
        for path in made(folder):
            open_snapshot(path)
        last = started(script, folder)
        said, _ = last.communicate(timeout=120)
        if last.returncode:
            assert made(folder), "only a snapshot that is there already keeps a build from making it"
        for path in made(folder):
            assert open_snapshot(path).id
        assert last.returncode or said.strip() == str(made(folder)[0])
        assert not temporary(folder)
        assert len(made(folder)) == 1


def test_a_temporary_folder_is_no_snapshot(tmp_path):
    (tmp_path / "half").mkdir()
    with pytest.raises(SnapshotError, match="is not a snapshot"):
        open_snapshot(tmp_path / "half")
