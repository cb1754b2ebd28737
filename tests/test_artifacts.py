"""Folders with a manifest: what is damaged is named, and what is published is there whole or not at all."""

from __future__ import annotations

import json

import pytest

from recommender.artifacts import Artifact, publishing, sha256_of
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
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deep"]


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
