"""Building, verifying and opening snapshots."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import numpy as np
import pytest

from recommender.errors import SnapshotError, TaxonomyError
from recommender.snapshot.build import build, snapshot_id
from recommender.snapshot.manifest import MANIFEST, verify
from recommender.snapshot.snapshot import open_snapshot
from tests.support.catalogues import ROWS


@pytest.fixture
def copy(small_folder, tmp_path):
    return shutil.copytree(small_folder, tmp_path / "copy")


def test_it_opens_and_verifies(small_folder, small):
    assert verify(small_folder)["id"] == small.id == snapshot_id(ROWS, "hashing-64")
    assert len(small.credentials) == len(ROWS)


def test_the_same_inputs_give_the_same_id_and_other_inputs_another():
    assert snapshot_id(ROWS, "hashing-64") == snapshot_id(list(ROWS), "hashing-64")
    assert (
        len({snapshot_id(ROWS, "hashing-64"), snapshot_id(ROWS[1:], "hashing-64"), snapshot_id(ROWS, "hashing-32")})
        == 3
    )


@pytest.mark.parametrize("name", ["catalogue/records.arrow", "taxonomy/labels.marisa", "vectors/skills.npy"])
def test_a_truncated_file_is_refused_by_name_on_every_open(copy, name):
    content = (copy / name).read_bytes()
    (copy / name).write_bytes(content[:-1])
    with pytest.raises(SnapshotError, match="truncated or altered") as caught:
        open_snapshot(copy)
    assert caught.value.file == name


def test_every_altered_file_is_refused_by_name_on_a_full_check(copy):
    for name in json.loads((copy / MANIFEST).read_text())["files"]:
        path = copy / name
        content = path.read_bytes()
        if not content:
            continue
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        with pytest.raises(SnapshotError) as caught:
            verify(copy)
        assert caught.value.file == name
        path.write_bytes(content)
    verify(copy)


def test_a_missing_file_and_a_foreign_folder_are_named(copy, tmp_path):
    (copy / "taxonomy" / "kind.npy").unlink()
    with pytest.raises(SnapshotError, match=r"taxonomy/kind\.npy is missing"):
        open_snapshot(copy)
    with pytest.raises(SnapshotError, match="is not a snapshot"):
        open_snapshot(tmp_path)


def test_an_altered_manifest_is_refused(copy):
    manifest = json.loads((copy / MANIFEST).read_text())
    manifest["files"]["taxonomy/kind.npy"]["size"] += 1
    (copy / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(SnapshotError, match="altered"):
        open_snapshot(copy)
    manifest["format"] = 99
    (copy / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(SnapshotError, match="format 99"):
        open_snapshot(copy)


def test_a_failed_build_leaves_nothing_behind(tmp_path):
    own = tmp_path / "own.csv"
    own.write_text("id,label,alternatives,broader\nmine:1,,,\n")
    with pytest.raises(TaxonomyError, match="row 1, field label: empty"):
        build(ROWS, tmp_path / "s", encoder="hashing-16", own_skills=own)
    assert [path.name for path in tmp_path.iterdir()] == ["own.csv"]


def test_a_snapshot_is_never_overwritten(small_folder):
    before = (small_folder / MANIFEST).read_bytes()
    with pytest.raises(SnapshotError, match="never overwritten"):
        build(ROWS, small_folder, encoder="hashing-64")
    assert (small_folder / MANIFEST).read_bytes() == before


def test_columns_are_mapped_and_read_only(small):
    assert not small.credentials.price.flags.writeable
    with pytest.raises(ValueError, match="read-only"):
        small.credentials.price[0] = 1


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("mine:1,Foo,,nothing", "no skill has the identifier"),
        ("mine:1,Foo,,\nmine:1,Bar,,", "row 2, field id: already taken"),
        ("onet:technology/python,Foo,,", "already taken"),
    ],
)
def test_own_skills_are_checked(tmp_path, rows, message):
    own = tmp_path / "own.csv"
    own.write_text("id,label,alternatives,broader\n" + rows + "\n")
    with pytest.raises(TaxonomyError, match=message):
        build([], tmp_path / "s", encoder="hashing-16", own_skills=own)


def test_own_skills_are_found_and_count_towards_their_broader_skill(tmp_path):
    own = tmp_path / "own.csv"
    own.write_text(
        "id,label,alternatives,broader\nmine:grill,Acme Grill Method,AGM|grillology,onet:technology/python\n"
    )
    found = open_snapshot(build(ROWS, tmp_path / "s", encoder="hashing-16", own_skills=own))
    links = found.linker.link("I was trained in grillology.")
    assert [found.space.id(link.node) for link in links] == ["mine:grill"]
    assert [found.space.label(parent) for parent, _ in found.space.broader_of(links[0].node)] == [
        "Python (computer programming)"
    ]


def test_two_processes_build_the_bundled_snapshot_once(tmp_path):
    """Both ask at once with an empty cache, for few rows and a small encoder; the lock lets one build."""
    script = (
        "import recommender.snapshot.bundled as b\n"
        "from recommender.snapshot.manifest import verify\n"
        "from recommender.catalogue.schema import CatalogueRow\n"
        "b.bundled_rows = lambda: [CatalogueRow(id='a', title='A', language='en', skills=['SQL'])]\n"
        "built = []\n"
        "real = b.build\n"
        "def build(rows, out, progress):\n"
        "    built.append(1)\n"
        "    return real(rows, out, encoder='hashing-8', progress=progress)\n"
        "b.build = build\n"
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


def test_vectors_and_rows_belong_together(small):
    texts = [small.credentials.record(n).title for n in range(len(small.credentials))]
    assert len(texts) == len(small.credential_index)
    assert np.isfinite(small.usual).all()
