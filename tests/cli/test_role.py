"""``credpath role``."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from recommender.cli.app import app


def test_a_role_is_shown_with_licences_first(bundled_folder):
    done = CliRunner().invoke(app, ["role", "plumber", "--snapshot", str(bundled_folder)])
    assert done.exit_code == 0, done.output
    assert "two blind readers" in " ".join(done.output.split())
    assert done.output.index("licence:") < done.output.index("weight")


def test_a_role_as_json(bundled_folder):
    done = CliRunner().invoke(app, ["role", "goldsmith", "--snapshot", str(bundled_folder), "--json"])
    found = json.loads(done.stdout)
    assert (found["title"], found["origin"]) == ("goldsmith", "evidence")
    assert {
        "name",
        "members",
        "rule",
        "weight",
        "importance",
        "level",
        "level_from",
        "kind",
        "learnt",
        "sources",
    } == set(found["areas"][0])


def test_a_title_that_means_no_job_is_asked_about(bundled_folder):
    done = CliRunner().invoke(app, ["role", "qwxyz blorf", "--snapshot", str(bundled_folder)])
    assert done.exit_code == 2
