"""Folders with a manifest: what is damaged is named, and what is published is there whole or not at all."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

from recommender.artifacts import Artifact, clear_orphans, publishing, sha256_of
from recommender.errors import InputError, ModelError


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "weights.bin").write_bytes(b"weights")
    manifest = {"format": 1, "files": {"weights.bin": {"sha256": sha256_of(tmp_path / "weights.bin")}}}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    return tmp_path


def test_a_file_is_given_once_its_checksum_is_compared(folder):
    found = Artifact.read(folder, "a model", kind=1)
    assert found.file("weights.bin").read_bytes() == b"weights"
    (folder / "weights.bin").write_bytes(b"others")
    with pytest.raises(ModelError, match=r"a model: weights\.bin is altered.*reinstall credpath"):
        found.file("weights.bin")
    (folder / "weights.bin").unlink()
    with pytest.raises(ModelError, match=r"weights\.bin is missing"):
        found.file("weights.bin")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "missing or not readable"),
        ("[]", "malformed"),
        ('{"format": 9}', "format 9; this version reads 1: train it again"),
    ],
)
def test_a_manifest_that_cannot_be_used_is_said(folder, content, message):
    (folder / "manifest.json").write_text(content)
    with pytest.raises(ModelError, match=message):
        Artifact.read(folder, "a model", "train it again", 1)


def test_a_file_that_the_manifest_does_not_name_is_refused(folder):
    (folder / "manifest.json").write_text('{"format": 1}')
    with pytest.raises(ModelError, match="malformed"):
        Artifact.read(folder, "a model").file("weights.bin")


def test_a_folder_is_published_whole_or_not_at_all(tmp_path):
    out = tmp_path / "deep" / "out"
    with publishing(out, InputError) as folder:
        (folder / "a").write_text("x")
        assert not out.exists()
    assert (out / "a").read_text() == "x"
    assert list(out.parent.iterdir()) == [out]
    with pytest.raises(InputError, match="never overwritten"), publishing(out, InputError):
        pytest.fail("the body must not run")
    with pytest.raises(KeyError), publishing(tmp_path / "failed", InputError) as folder:
        _ = (folder / "half").write_text("x") and {}["fails"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [".failed.lock", "deep"]
    with publishing(tmp_path / "failed", InputError) as folder:
        (folder / "a").write_text("x")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deep", "failed"]


def test_of_two_that_publish_at_once_the_second_is_told(tmp_path):
    out = tmp_path / "out"

    def both():
        with publishing(out, InputError) as folder:
            (folder / "mine").write_text("x")
            out.mkdir()
            (out / "theirs").write_text("y")

    with pytest.raises(InputError, match="another process"):
        both()
    assert [path.name for path in out.iterdir()] == ["theirs"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


KILLED = """
import sys, time
from pathlib import Path
from recommender.artifacts import publishing
from recommender.errors import InputError
with publishing(Path(sys.argv[1]), InputError) as folder:
    (folder / "half").write_text("x")
    print("working", flush=True)
    time.sleep(600)
"""


def working(out):
    """A process that has begun to make a folder."""
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(out)], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "working\n"
    return process


def killed(process):
    process.kill()
    process.wait()
    process.stdout.close()


def test_what_a_killed_process_left_is_removed_by_the_next_one(tmp_path):
    out = tmp_path / "out"
    killed(working(out))
    assert len(list(tmp_path.glob(".out-*"))) == 1
    with publishing(out, InputError) as folder:
        (folder / "a").write_text("x")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_orphans_of_other_names_are_removed_and_the_living_are_left_alone(tmp_path):
    killed(working(tmp_path / "snapshot-old"))
    living = working(tmp_path / "snapshot-now")
    clear_orphans(tmp_path, "snapshot-")
    assert len(list(tmp_path.glob(".snapshot-now-*"))) == 1
    assert not list(tmp_path.glob(".snapshot-old-*"))
    killed(living)
    clear_orphans(tmp_path, "snapshot-")
    assert not list(tmp_path.glob(".snapshot-now-*"))


def test_a_second_process_waits_for_the_first(tmp_path):
    out = tmp_path / "out"
    first = working(out)
    second = subprocess.Popen([sys.executable, "-c", KILLED, str(out)], stdout=subprocess.PIPE, text=True)
    time.sleep(1)
    assert len(list(tmp_path.glob(".out-*"))) == 1
    killed(first)
    assert second.stdout.readline() == "working\n"
    assert len(list(tmp_path.glob(".out-*"))) == 1
    killed(second)


def test_a_place_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("x")
    said = pytest.raises(ModelError, match=r"out cannot be written in .*file \((Not a directory|File exists)\)")
    with said, publishing(tmp_path / "file" / "out", ModelError):
        pytest.fail("the body must not run")
