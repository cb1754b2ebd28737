"""No error of any command carries a learner's text, or what stands in a plan's file."""

from __future__ import annotations

import json

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from recommender.cli.app import app

CANARY = "Zyxwv-Canary-4711"
FILES = {
    "cv.pdf": CANARY,
    "cv.docx": CANARY,
    "cv.json": f'{{"{CANARY}": "{CANARY}"}}',
    "cv.xml": f"<{CANARY}>{CANARY}</{CANARY}>",
    "cv.zip": CANARY,
    "level.json": json.dumps({"skills": [{"name": CANARY, "level": CANARY}]}),
    "list.json": json.dumps([CANARY]),
    "half.json": f'{{"text": "{CANARY}',
    "plan.json": json.dumps({"as_of": CANARY, CANARY: CANARY, "steps": [CANARY]}),
    "items.json": json.dumps([{"id": CANARY, "skill": CANARY, CANARY: CANARY}]),
    "log.csv": f"learner,credential,event,time\n{CANARY},{CANARY},{CANARY},{CANARY}\n",
    "rows.csv": f"title,{CANARY}\n{CANARY},{CANARY}\n",
}
GOAL = ("--goal", "data analyst")
LIMITS = ("--hours-per-week", "6", "--weeks", "26")
#: Words of each command that fail, by its name.
FAILING = {
    "recommend": [
        (*GOAL, "cv.pdf"),
        (*GOAL, "cv.docx"),
        (*GOAL, "cv.json"),
        (*GOAL, "level.json"),
        (*GOAL, "list.json"),
        (*GOAL, "half.json"),
        (*GOAL, "--skill", f"SQL:{CANARY}"),
        (*GOAL, "--skill", f"{CANARY}:1.5"),
        ("--goal", f"{CANARY} blorf"),
        (*GOAL, "--language", CANARY),
        (*GOAL, "--currency", CANARY, "--budget", "3"),
    ],
    "assess": [
        (*GOAL, "cv.json"),
        ("--goal", f"{CANARY} blorf"),
        (*GOAL, "--items", "items.json"),
        (*GOAL, "--answer", f"{CANARY}=0.5"),
        (*GOAL, "--answer", f"onet:technology/python={CANARY}"),
    ],
    "skills": [("cv.pdf",), ("cv.docx",)],
    "role": [(CANARY,), (f"{CANARY} of everything",)],
    "read": [("cv.pdf",), ("cv.docx",), ("cv.json",), ("cv.xml",), ("cv.zip",), ("log.csv",)],
    "plan": [
        (*GOAL, *LIMITS, "cv.json"),
        (*GOAL, *LIMITS, "--must-have", CANARY),
        (*GOAL, *LIMITS, "--objective", CANARY),
        (*GOAL, *LIMITS, "--rate", CANARY),
        (*GOAL, *LIMITS, "--confirm", CANARY),
        (*GOAL, *LIMITS, "--confirm", f"{CANARY}>sql"),
        (*GOAL, *LIMITS, "--format", CANARY),
        (*GOAL, *LIMITS, "--known", "plan.json"),
    ],
    "check": [("plan.json",), ("half.json",), ("list.json",)],
    "replan": [("plan.json",), ("list.json",)],
    "tradeoffs": [("plan.json",)],
    "why": [("plan.json", "--not", CANARY)],
    "prerequisites": [(CANARY,)],
    "train": [("--events", "log.csv", "--out", "ranker")],
    "demo": [],
    "serve": [],
    "version": [],
    "index": [],
}
WITHOUT_SNAPSHOT = {"check", "replan", "tradeoffs", "why"}


def test_every_command_is_probed():
    assert set(FAILING) == set(get_command(app).commands)


@pytest.mark.parametrize(("command", "words"), [(name, words) for name, probes in FAILING.items() for words in probes])
@pytest.mark.parametrize("as_json", [False, True])
def test_no_error_carries_what_was_given(small_folder, tmp_path, monkeypatch, command, words, as_json):
    for name, content in FILES.items():
        (tmp_path / name).write_text(content)
    monkeypatch.chdir(tmp_path)
    snapshot = [] if command in WITHOUT_SNAPSHOT else ["--snapshot", str(small_folder)]
    done = CliRunner().invoke(app, [command, *words, *snapshot, *(["--json"] if as_json else [])])
    assert done.exit_code in {1, 2}
    assert isinstance(done.exception, SystemExit)
    assert CANARY not in done.output
