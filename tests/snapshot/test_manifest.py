"""A snapshot on disk: verified on opening, damage named by file."""

from __future__ import annotations

import json
import shutil

import pytest

from recommender.errors import SnapshotError
from recommender.snapshot.build import snapshot_id
from recommender.snapshot.manifest import MANIFEST, verify
from recommender.snapshot.snapshot import open_snapshot
from tests.support.catalogues import ROWS


@pytest.fixture
def copy(small_folder, tmp_path):
    return shutil.copytree(small_folder, tmp_path / "copy")


def test_it_opens_and_verifies(small_folder, small):
    assert verify(small_folder)["id"] == small.id == snapshot_id(ROWS, "hashing-64")
    assert len(small.credentials) == len(ROWS)


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


def test_columns_are_mapped_and_read_only(small):
    assert not small.credentials.price.flags.writeable
    with pytest.raises(ValueError, match="read-only"):
        small.credentials.price[0] = 1
