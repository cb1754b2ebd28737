"""``credpath recommend``."""

from __future__ import annotations

import json

from tests.support.cli import credpath


def test_recommend_prints_a_table_and_json(small_folder, tmp_path):
    arguments = [
        "recommend",
        "--skill",
        "SQL:0.2",
        "--goal",
        "data analyst",
        "--snapshot",
        small_folder,
        "--as-of",
        "2026-01-01",
    ]
    shown = credpath(*arguments, cwd=tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert "Your widest gaps" in shown.stdout
    assert "closes " in shown.stdout
    printed = credpath(*arguments, "--json", cwd=tmp_path)
    answer = json.loads(printed.stdout)
    assert set(answer) >= {"snapshot", "versions", "learner", "goal", "gaps", "recommendations", "uncovered"}
    assert answer["recommendations"][0]["rank"] == 1


def test_exit_codes(small_folder, tmp_path):
    base = ["--snapshot", small_folder]
    assert credpath("recommend", "--goal", "qwxyz blorf", *base, cwd=tmp_path).returncode == 2
    assert credpath("recommend", "missing.pdf", "--goal", "data analyst", *base, cwd=tmp_path).returncode == 2
    assert credpath("recommend", "--top", "0", cwd=tmp_path).returncode == 2
    assert credpath("recommend", "--skill", "SQL:wizard", *base, cwd=tmp_path).returncode == 2
    assert credpath("recommend", "--goal", "x", "--snapshot", tmp_path, cwd=tmp_path).returncode == 1
    ambiguous = credpath("recommend", "--goal", "qwxyz blorf", "--json", *base, cwd=tmp_path)
    assert json.loads(ambiguous.stdout)["error"] == "ambiguous-goal"


def test_a_goal_may_be_a_file_with_an_advert(small_folder, tmp_path):
    advert = tmp_path / "advert.txt"
    advert.write_text("Analyst wanted.\nYou write SQL, build dashboards in Tableau and know statistics well enough.")
    done = credpath("recommend", "--goal", "advert.txt", "--snapshot", small_folder, "--json", cwd=tmp_path)
    answer = json.loads(done.stdout)
    assert answer["goal"]["kind"] == "advert"
    assert {"SQL", "Tableau"} <= {r["label"] for r in answer["goal"]["requirements"]}
