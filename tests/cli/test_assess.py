"""``credpath assess``."""

from __future__ import annotations

import json

from tests.support.cli import credpath


def test_assess_prints_takes_answers_and_asks(small_folder, tmp_path):
    arguments = [
        "assess",
        "--goal",
        "data scientist",
        "--skill",
        "SQL:0.4",
        "--snapshot",
        small_folder,
        "--as-of",
        "2026-01-01",
    ]
    found = json.loads(credpath(*arguments, "--json", cwd=tmp_path).stdout)
    question = found["question"]
    answered = json.loads(
        credpath(*arguments, "--json", "--answer", f"{question['skills'][0]}=0.75", cwd=tmp_path).stdout
    )
    assert answered["answered"] == 1
    shown = credpath(*arguments, cwd=tmp_path)
    assert "Your weaknesses" in shown.stdout
    assert question["options"][1]["text"] in shown.stdout
    asked = credpath(*arguments, "--ask", cwd=tmp_path, stdin="4\n" * 60)
    assert asked.returncode == 0, asked.stderr
    assert "Asking stops" in asked.stdout
    stopped = credpath(*arguments, "--ask", cwd=tmp_path, stdin="q\n")
    assert stopped.returncode == 0


def test_assess_refuses_what_is_no_answer_and_no_item(small_folder, tmp_path):
    base = ["assess", "--goal", "data scientist", "--snapshot", small_folder]
    assert credpath(*base, "--answer", "nonsense", cwd=tmp_path).returncode == 2
    assert credpath(*base, "--answer", "esco:skill/nowhere=0.5", cwd=tmp_path).returncode == 2
    assert credpath(*base, "--ask", "--json", cwd=tmp_path).returncode == 2
    (tmp_path / "items.json").write_text('[{"id": "i1", "skill": "x", "text": "?", "a": -1}]')
    bad = credpath(*base, "--items", "items.json", cwd=tmp_path)
    assert bad.returncode == 2
    assert "items.json: 0.a" in bad.stderr.replace("\n", "")
