"""``credpath skills``."""

from __future__ import annotations

import json

from tests.support.cli import credpath


def test_skills_from_text_and_standard_input(small_folder, tmp_path):
    done = credpath("skills", "SQL and Tableau", "--snapshot", small_folder, "--json", cwd=tmp_path)
    assert {"SQL", "Tableau"} <= {s["label"] for s in json.loads(done.stdout)["skills"]}
    none = credpath("skills", "-", "--snapshot", small_folder, cwd=tmp_path, stdin="2019")
    assert "no skill found" in none.stdout
