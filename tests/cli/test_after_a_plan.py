"""``credpath replan``, ``tradeoffs`` and ``why``."""

from __future__ import annotations

import json

import pytest

from tests.support.cli import credpath
from tests.support.plans import saved


@pytest.fixture(scope="module")
def made(small_engine):
    return saved(small_engine)


def test_the_commands(made, tmp_path):
    (tmp_path / "plan.json").write_text(json.dumps(made))
    first, second = made["steps"][0]["id"], made["steps"][1]["id"]
    again = credpath(
        "replan",
        "plan.json",
        "--weeks",
        "4",
        "--finished",
        first,
        "--skipped",
        second,
        "--out",
        "x.json",
        cwd=tmp_path,
    )
    assert again.returncode == 0, again.stderr
    assert "you skipped it" in again.stdout
    assert credpath("check", "x.json", cwd=tmp_path).returncode == 0
    front = credpath("tradeoffs", "plan.json", "--json", cwd=tmp_path)
    assert json.loads(front.stdout)["complete"]
    assert "one more hour a week" in credpath("tradeoffs", "plan.json", cwd=tmp_path).stdout.lower()
    assert "is in the plan" in credpath("why", "plan.json", cwd=tmp_path).stdout
    reasons = json.loads(credpath("why", "plan.json", "--not", first, "--json", cwd=tmp_path).stdout)
    assert reasons["credentials"][0]["chosen"]
    assert credpath("why", "plan.json", "--not", "nowhere", cwd=tmp_path).returncode == 2
    made = {**made, "totals": {**made["totals"], "minutes": 1}}
    (tmp_path / "plan.json").write_text(json.dumps(made))
    for command in ("replan", "tradeoffs", "why"):
        refused = credpath(command, "plan.json", cwd=tmp_path)
        assert refused.returncode == 2
        assert "totals.minutes" in refused.stderr
