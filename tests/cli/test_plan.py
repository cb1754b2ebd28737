"""``credpath plan`` and ``credpath check``."""

from __future__ import annotations

import json

from tests.support.cli import credpath

# Command and service


def test_the_command_prints_writes_and_checks(small_folder, tmp_path):
    arguments = ["plan", "--skill", "SQL:0.2", "--goal", "data analyst", "--hours-per-week", "6", "--weeks", "26"]
    arguments += ["--budget", "500", "--snapshot", small_folder, "--as-of", "2026-01-05"]
    shown = credpath(*arguments, "--out", "plan.json", "--ics", "plan.ics", cwd=tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert "Week by week" in shown.stdout
    assert "Proven optimal for closure" in shown.stdout
    assert (tmp_path / "plan.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")
    printed = json.loads(credpath(*arguments, "--json", cwd=tmp_path).stdout)
    assert printed == json.loads((tmp_path / "plan.json").read_text())
    assert set(printed["certificate"]) >= {
        "status",
        "objective",
        "bound",
        "relative_gap",
        "pool",
        "solver",
        "instance",
        "inputs",
    }
    checked = credpath("check", "plan.json", "--resolve", "--snapshot", small_folder, cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout
    assert "accepted" in checked.stdout
    printed["totals"]["hours"] += 1
    (tmp_path / "plan.json").write_text(json.dumps(printed))
    refused = credpath("check", "plan.json", "--json", cwd=tmp_path)
    assert refused.returncode == 1
    assert not json.loads(refused.stdout)["ok"]
    assert "| 1 |" in credpath(*arguments, "--markdown", cwd=tmp_path).stdout
    impossible = credpath(*arguments, "--must-have", "stats", "--assume-price", "900", cwd=tmp_path)
    assert impossible.returncode == 1
    assert "There is no such plan" in impossible.stdout
    wrong = credpath(*arguments, "--objective", "best", cwd=tmp_path)
    assert wrong.returncode == 2
    assert "--objective" in wrong.stderr
    assert credpath("check", "none.json", cwd=tmp_path).returncode == 2
    assert credpath(*arguments, "--rate", "EUR", cwd=tmp_path).returncode == 2
