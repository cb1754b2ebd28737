"""``credpath read``."""

from __future__ import annotations

import json

from tests.profile.structures import STRUCTURES
from tests.support.cli import credpath

RESUME = {
    "basics": {"summary": "I write SQL queries and reports in Excel."},
    "skills": [{"name": "Tableau", "level": "Expert"}, {"name": "Python", "level": 4}],
}


def test_what_was_understood_and_what_was_not(small_folder, tmp_path):
    (tmp_path / "r.json").write_text(json.dumps(RESUME))
    done = credpath("read", "r.json", "--snapshot", small_folder, cwd=tmp_path)
    said = " ".join(done.stdout.split())
    assert done.returncode == 0
    assert "Read as json-resume" in said
    assert "I write SQL queries" in said
    assert "Named as skills: Tableau (advanced); Python" in said
    assert "a level whose scale is not known" in said
    assert "(skills 2)" in said


def test_json_has_blocks_with_their_skills(small_folder, tmp_path):
    (tmp_path / "r.json").write_text(json.dumps(RESUME))
    found = json.loads(credpath("read", "r.json", "--snapshot", small_folder, "--json", cwd=tmp_path).stdout)
    block = found["blocks"][0]
    sql = next(skill for skill in block["skills"] if skill["label"] == "SQL")
    assert block["text"][sql["start"] : sql["end"]].startswith("SQL")
    assert found["learner"]["unread"] == [{"kind": "level", "place": "skills 2", "count": 1}]
    assert len(found["warnings"]) == 1


def test_offsets_are_those_of_each_block(small_folder, tmp_path):
    structure = next(each for each in STRUCTURES if each.name == "docx-two-column-table" or "column" in each.name)
    (tmp_path / f"cv{structure.suffix}").write_bytes(structure.build())
    done = credpath("read", f"cv{structure.suffix}", "--snapshot", small_folder, "--json", cwd=tmp_path)
    found = json.loads(done.stdout)
    assert found["learner"]["text"] == "\n".join(block["text"] for block in found["blocks"])
    for block in found["blocks"]:
        for skill in block["skills"]:
            assert 0 <= skill["start"] < skill["end"] <= len(block["text"])


def test_a_scan_is_refused_with_what_to_do(small_folder, tmp_path):
    scan = next(each for each in STRUCTURES if each.name == "pdf-scan-with-page-number")
    (tmp_path / "scan.pdf").write_bytes(scan.build())
    done = credpath("read", "scan.pdf", "--snapshot", small_folder, cwd=tmp_path)
    assert done.returncode == 2
    assert "run text recognition (OCR)" in " ".join(done.stderr.split())


def test_what_was_not_read_is_a_warning_of_every_answer(small_folder, tmp_path):
    (tmp_path / "r.json").write_text(json.dumps(RESUME))
    goal = ("--goal", "data analyst", "--snapshot", small_folder, "--json")
    for command in (
        ("recommend", "r.json", *goal),
        ("assess", "r.json", *goal),
        ("plan", "r.json", *goal, "--hours-per-week", "6", "--weeks", "26"),
    ):
        done = credpath(*command, cwd=tmp_path)
        assert any("a level whose scale is not known" in warning for warning in json.loads(done.stdout)["warnings"])
