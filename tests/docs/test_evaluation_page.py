"""The examples of docs/evaluation.md and the columns of docs/ranking.md are what the code does."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.__main__ import app
from recommender.rank.features import FEATURES, RISING
from recommender.training.events import COLUMNS

DOCS = Path(__file__).resolve().parents[2] / "docs"


def block(page, language):
    return re.search(rf"```{language}\n(.*?)```", page, re.DOTALL).group(1)


def compared(folder, monkeypatch, **files):
    """What the page's comparison prints in a folder with the page's own files, some replaced."""
    page = (DOCS / "evaluation.md").read_text()
    shown = {"mine.py": block(page, "python"), "taken.csv": block(page, "csv"), "mine.toml": block(page, "toml")}
    for name, content in (shown | {name.replace("_", "."): text for name, text in files.items()}).items():
        (folder / name).write_text(content)
    monkeypatch.chdir(folder)
    return CliRunner().invoke(app, ["compare", "--config", "mine.toml", "--json"])


def test_the_example_runs_as_it_is_printed(tmp_path, monkeypatch):
    done = compared(tmp_path, monkeypatch)
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["n"] == 2
    assert any("none could be chosen" in note for note in found["notes"])


def test_the_example_runs_on_a_log_of_some_size(tmp_path, monkeypatch):
    lines = [f"p{n},c{(n + k) % 12},{k}" for n in range(200) for k in range(5)]
    page = (DOCS / "evaluation.md").read_text()
    settings = block(page, "toml").replace("[150, 300]", "[10, 20]")
    taken = "\n".join(["learner,item,time", *lines])
    done = compared(tmp_path, monkeypatch, taken_csv=taken, mine_toml=settings)
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["system"] == "newest"
    assert len(found["baselines"]) == 2
    assert not found.get("notes")


def test_a_log_without_times_is_said_to_be_taken_as_ordered(tmp_path, monkeypatch):
    lines = [f"p{n},c{(n + k) % 12}" for n in range(30) for k in range(4)]
    settings = block((DOCS / "evaluation.md").read_text(), "toml").replace("[150, 300]", "10")
    taken = "\n".join(["learner,item", *lines])
    done = compared(tmp_path, monkeypatch, taken_csv=taken, mine_toml=settings)
    assert done.exit_code == 0, done.output
    assert "no column `time`" in json.loads(done.stdout)["notes"][0]


WRONG = {
    "twice": "np.zeros((len(split.asked), depth), dtype=int)",
    "that there is not": "np.full((len(split.asked), depth), 99)",
    "something else": "None",
    "has already": "split.history.item[split.history.learner == split.asked[0]][:1][None].repeat(len(split.asked), 0)",
    "not of": "np.zeros((1, 1), dtype=int)",
    "-1 may only stand at the end": "np.asarray([[-1, 0]] * len(split.asked))",
}


@pytest.mark.parametrize("what", WRONG)
def test_a_ranker_that_returns_what_it_should_not_is_refused_with_a_sentence(tmp_path, monkeypatch, what):
    head = "import numpy as np\n\n\nclass Newest:\n    name = 'newest'\n\n"
    source = f"{head}    def rank(self, split, depth, seed):\n        return {WRONG[what]}\n"
    done = compared(tmp_path, monkeypatch, mine_py=source)
    assert done.exit_code == 2, done.output
    assert "the ranker newest cannot be measured" in done.stderr
    assert what in done.stderr


def test_a_file_of_ones_own_is_read_by_the_extraction_task_or_refused_with_a_sentence(tmp_path):
    (tmp_path / "mine.csv").write_text("sentence,skill\nI write SQL,SQL\n")
    for path, said in ((tmp_path / "mine.csv", "no column label"), (tmp_path / "none.csv", "SKIPPED extraction")):
        done = CliRunner().invoke(app, ["extraction", "--data", str(path)])
        assert done.exit_code == 2
        assert said in done.stderr


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
