"""``credpath index``."""

from __future__ import annotations

from tests.support.cli import credpath


def test_index_build_and_verify(tmp_path):
    (tmp_path / "mine.csv").write_text("title,language,skills,hours\nA,en,SQL,3\nB,en,SQL,-3\n")
    built = credpath("index", "build", "mine.csv", "--out", "s", "--encoder", "hashing-16", cwd=tmp_path)
    assert built.returncode == 1
    assert "mine.csv, row 2, field hours ('-3')" in built.stderr.replace("\n", " ")
    assert "1 credentials in s; 1 rows refused" in built.stdout
    assert credpath("index", "verify", "s", cwd=tmp_path).returncode == 0
    strict = credpath("index", "build", "mine.csv", "--out", "t", "--encoder", "hashing-16", "--strict", cwd=tmp_path)
    assert strict.returncode == 2
    assert not (tmp_path / "t").exists()
    file = next((tmp_path / "s" / "taxonomy").glob("*.arrow"))
    file.write_bytes(file.read_bytes()[:-4])
    broken = credpath("index", "verify", "s", cwd=tmp_path)
    assert broken.returncode == 1
    assert file.name in broken.stderr.replace("\n", "")
