"""``credpath index``."""

from __future__ import annotations

from tests.support.cli import credpath

SMALL = ("--encoder", "hashing-16")


def words(text):
    """A text without the line ends that a terminal's width puts in."""
    return " ".join(text.split())


def test_index_build_and_verify(tmp_path):
    (tmp_path / "mine.csv").write_text("title,language,skills,hours\nA,en,SQL,3\n,en,SQL,3\n")
    built = credpath("index", "build", "mine.csv", "--out", "s", *SMALL, cwd=tmp_path)
    assert built.returncode == 1
    assert "mine.csv, row 2, field title: required" in words(built.stderr)
    assert "1 credential in s; 1 rows refused" in built.stdout
    assert credpath("index", "verify", "s", cwd=tmp_path).returncode == 0
    strict = credpath("index", "build", "mine.csv", "--out", "t", *SMALL, "--strict", cwd=tmp_path)
    assert strict.returncode == 2
    assert not (tmp_path / "t").exists()
    file = next((tmp_path / "s" / "taxonomy").glob("*.arrow"))
    file.write_bytes(file.read_bytes()[:-4])
    broken = credpath("index", "verify", "s", cwd=tmp_path)
    assert broken.returncode == 1
    assert file.name in broken.stderr.replace("\n", "")


def test_what_is_not_read_and_not_known_is_said_and_the_rest_is_built(tmp_path):
    (tmp_path / "mine.csv").write_text(
        "course_name;language;tags;HOURS;Teacher\n"
        "Knots;en;SQL, Tying of knots;3;A\nMaps;en;Reading of runes;1.200;B\nTea;en;Reading of runes;-3;C\n"
    )
    offered = credpath("index", "build", "mine.csv", "--out", "s", *SMALL, cwd=tmp_path)
    assert offered.returncode == 2
    assert "course_name looks like title; use --map title=course_name; tags looks like skills" in words(offered.stderr)
    mapped = ("--map", "title=course_name", "--map", "skills=tags")
    built = credpath("index", "build", "mine.csv", "--out", "s", *SMALL, *mapped, cwd=tmp_path)
    said = words(built.stderr)
    assert built.returncode == 0
    assert "3 credentials in s; 0 rows refused" in built.stdout
    assert "columns left out: Teacher" in said
    assert "not read: mine.csv, row 2, field hours ('1.200'): ambiguous: it may be 1.200 or 1200" in said
    assert "cells not read: 2; their rows stand without them" in said
    assert "2 names of skills are not known, so the texts of their rows were read as well: Reading of runes (2)" in said


def test_a_dry_run_shows_rows_as_understood_and_builds_nothing(tmp_path):
    lines = ["title;hours;price;available_until", "Knots;4-6 weeks at 3 h;€49,99;30.06.2027"]
    (tmp_path / "mine.csv").write_text("\n".join([*lines, *(f"Course {n};PT10H;Free;" for n in range(15))]))
    shown = credpath("index", "build", "mine.csv", "--out", "s", "--dry-run", cwd=tmp_path)
    assert shown.returncode == 0
    for understood in ("12 to", "49.99", "2027-06-", "free", "Course 8"):
        assert understood in shown.stdout
    assert "Course 9" not in shown.stdout
    assert "16 credentials read; 0 rows refused; nothing is built" in words(shown.stdout)
    assert not (tmp_path / "s").exists()


def test_a_mapping_is_column_and_heading(tmp_path):
    (tmp_path / "mine.csv").write_text("title\nA\n")
    for wrong in ("title", "=a", "title="):
        assert credpath("index", "build", "mine.csv", "--map", wrong, cwd=tmp_path).returncode == 2
