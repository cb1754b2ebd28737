"""The command as users run it: in a process of its own, from another folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.cli import credpath

ROOT = Path(__file__).resolve().parents[2]


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


def test_skills_from_text_and_standard_input(small_folder, tmp_path):
    done = credpath("skills", "SQL and Tableau", "--snapshot", small_folder, "--json", cwd=tmp_path)
    assert {"SQL", "Tableau"} <= {s["label"] for s in json.loads(done.stdout)["skills"]}
    none = credpath("skills", "-", "--snapshot", small_folder, cwd=tmp_path, stdin="2019")
    assert "no skill found" in none.stdout


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


def test_help_and_version(tmp_path):
    assert credpath("--help", cwd=tmp_path).returncode == 0
    assert credpath("version", cwd=tmp_path).stdout.strip()


def test_starting_brings_neither_torch_nor_scikit_learn(bundled_folder):
    script = (
        "import sys\nfrom recommender import Recommender\n"
        f"r = Recommender.open({str(bundled_folder)!r})\n"
        "r.recommend(None, 'data analyst', top=1)\n"
        "heavy = {'torch', 'sklearn', 'transformers', 'sentence_transformers', 'pandas'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("module", ["recommender", "api", "recommender.cli"])
def test_threads_sleep_in_every_entry_point(module):
    script = f"import {module}, os; print(os.environ['OMP_WAIT_POLICY'], os.environ['OMP_NUM_THREADS'])"
    clean = {k: v for k, v in os.environ.items() if not k.startswith("OMP_")}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=True, env=clean, cwd=ROOT
    )
    policy, threads = done.stdout.split()
    assert policy == "passive"
    assert int(threads) <= 2


def test_assess_prints_takes_answers_and_asks(small_folder, tmp_path):
    arguments = [
        "assess",
        "--goal",
        "data analyst",
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
    base = ["assess", "--goal", "data analyst", "--snapshot", small_folder]
    assert credpath(*base, "--answer", "nonsense", cwd=tmp_path).returncode == 2
    assert credpath(*base, "--answer", "esco:skill/nowhere=0.5", cwd=tmp_path).returncode == 2
    assert credpath(*base, "--ask", "--json", cwd=tmp_path).returncode == 2
    (tmp_path / "items.json").write_text('[{"id": "i1", "skill": "x", "text": "?", "a": -1}]')
    bad = credpath(*base, "--items", "items.json", cwd=tmp_path)
    assert bad.returncode == 2
    assert "items.json: 0.a" in bad.stderr.replace("\n", "")
