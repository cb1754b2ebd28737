"""The examples of docs/evaluation.md and the columns of docs/ranking.md are what the code does."""

from __future__ import annotations

import json
import re
from pathlib import Path

from typer.testing import CliRunner

from eval.__main__ import app
from recommender.rank.features import FEATURES, RISING
from recommender.training.events import COLUMNS

DOCS = Path(__file__).resolve().parents[2] / "docs"


def block(page, language):
    return re.search(rf"```{language}\n(.*?)```", page, re.DOTALL).group(1)


def test_the_example_runs_as_a_reader_would_run_it(tmp_path, monkeypatch):
    page = (DOCS / "evaluation.md").read_text()
    (tmp_path / "mine.py").write_text(block(page, "python"))
    lines = [f"p{n},c{(n + k) % 12},{k}" for n in range(200) for k in range(5)]
    assert block(page, "csv").startswith("learner,item,time\n")
    (tmp_path / "taken.csv").write_text("\n".join(["learner,item,time", *lines]))
    (tmp_path / "mine.toml").write_text(block(page, "toml").replace("[150, 300]", "[10, 20]"))
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["compare", "--config", "mine.toml", "--json"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["system"] == "newest"
    assert len(found["baselines"]) == 2


def test_every_column_and_feature_is_documented():
    page = (DOCS / "ranking.md").read_text()
    named = set(re.findall(r"^\| ([a-z_, ]+) \|", page, re.MULTILINE))
    words = {word.strip() for cell in named for word in cell.split(",")}
    assert set(COLUMNS) <= words
    assert set(FEATURES) <= words
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 3 and set(cells[0].split(", ")) <= set(FEATURES) and cells[2] == "yes":
            assert set(cells[0].split(", ")) <= set(RISING)
