"""Snapshots that were damaged: no bit of any file can be wrong without a word, and every word names the file."""

from __future__ import annotations

import json
import os
import random
import shutil

import pytest

from recommender.errors import SnapshotError
from recommender.snapshot import snapshot as opening
from recommender.snapshot.manifest import MANIFEST, digest_of, verify
from recommender.snapshot.snapshot import open_snapshot

#: Single-bit flips; `CREDPATH_FLIPS=500` was run once.
FLIPS = int(os.environ.get("CREDPATH_FLIPS", "60"))


@pytest.fixture
def copy(small_folder, tmp_path):
    return shutil.copytree(small_folder, tmp_path / "copy")


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size)


def flipped(path, bit):
    with path.open("r+b") as handle:
        handle.seek(bit // 8)
        byte = handle.read(1)[0]
        handle.seek(bit // 8)
        handle.write(bytes([byte ^ 1 << bit % 8]))


def flips(folder):
    """(file, bit) of flips: each file in turn, a bit of it at random."""
    draw, every = random.Random(1), files(folder)
    for number in range(FLIPS):
        path = every[number % len(every)]
        yield path, draw.randrange(8 * path.stat().st_size)


def test_no_flipped_bit_passes(copy, small):
    """A flip in the white space of the manifest changes nothing that is stated; any other is refused by name."""
    for path, bit in flips(copy):
        flipped(path, bit)
        try:
            found = open_snapshot(copy)
        except SnapshotError as error:
            assert error.file == path.relative_to(copy).as_posix()
        else:
            assert path.name == MANIFEST
            assert (found.id, found.versions) == (small.id, small.versions)
        flipped(path, bit)
    verify(copy)


def test_above_the_size_a_damaged_file_is_found_while_the_snapshot_is_in_use(copy, monkeypatch):
    """Opening a large snapshot reads no checksum, so it may succeed; if not, the part at fault is named."""
    monkeypatch.setattr(opening, "VERIFIED_BELOW", 0)
    for path, bit in flips(copy):
        flipped(path, bit)
        try:
            open_snapshot(copy)
        except SnapshotError as error:
            assert error.file
        if path.name != MANIFEST:
            with pytest.raises(SnapshotError, match=path.name.replace(".", r"\.")):
                verify(copy)
        flipped(path, bit)


@pytest.mark.parametrize("key", ["id", "encoder", "versions", "files"])
def test_every_statement_of_the_manifest_is_covered_by_its_checksum(copy, key):
    manifest = json.loads((copy / MANIFEST).read_text())
    assert digest_of(manifest) == manifest["sha256"]
    changed = {"id": "other", "encoder": "hashing-32", "versions": {}, "files": {}}
    (copy / MANIFEST).write_text(json.dumps({**manifest, key: changed[key]}))
    with pytest.raises(SnapshotError, match="altered"):
        open_snapshot(copy)


@pytest.mark.parametrize("text", ["[]", "3", "null", "{}", "[" * 100_000, "\x00"])
def test_a_manifest_that_is_none_is_refused(copy, text):
    (copy / MANIFEST).write_text(text)
    with pytest.raises(SnapshotError, match="not readable"):
        open_snapshot(copy)


def test_a_file_that_the_manifest_does_not_name_is_refused(copy):
    (copy / "vectors" / "credentials.faiss").write_bytes(b"an index of something else")
    with pytest.raises(SnapshotError, match=r"vectors/credentials\.faiss is not in the manifest"):
        open_snapshot(copy)
