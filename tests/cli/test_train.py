"""``credpath train``."""

from __future__ import annotations

import json

from tests.support.cli import credpath
from tests.support.logs import GOAL, made_up_log


def write(path, events):
    path.write_text("".join(event.model_dump_json(exclude_none=True) + "\n" for event in events))


def test_the_command_publishes_a_better_ranker_and_refuses_a_worse_one(small_folder, tmp_path):
    write(tmp_path / "log.jsonl", made_up_log({"sql": 0.1, "viz": 0.6, "stats": 0.2, "mining": 0.1}))
    same = ("--snapshot", small_folder, "--json")
    made = credpath("train", "--events", tmp_path / "log.jsonl", "--out", tmp_path / "new", *same, cwd=tmp_path)
    assert made.returncode == 0, made.stderr + made.stdout
    said = json.loads(made.stdout)
    assert said["position_bias"].startswith("corrected by examination")
    assert {path.name for path in (tmp_path / "new").iterdir()} == {"ranker.npz", "manifest.json", "card.md"}
    card = (tmp_path / "new" / "card.md").read_text()
    assert "Held-out comparison" in card
    assert f"`takes` {said['calibration']['takes']['ece']:.4f} over" in card
    table = credpath(
        "recommend", "--goal", GOAL, "--ranker", tmp_path / "new", "--snapshot", small_folder, cwd=tmp_path
    )
    assert "of those who look at it take it" in table.stdout
    used = credpath("recommend", "--goal", GOAL, "--ranker", tmp_path / "new", *same, cwd=tmp_path)
    assert json.loads(used.stdout)["versions"]["ranker"] == said["ranker"]
    again = credpath("train", "--events", tmp_path / "log.jsonl", "--out", tmp_path / "new", *same, cwd=tmp_path)
    assert again.returncode == 2
    # Fitted on learners who like the opposite, then judged by those who do not: only the last fifth tells.
    likes, turned = ({"sql": a, "viz": b, "stats": 0.1, "mining": 0.1} for a, b in ((0.75, 0.05), (0.05, 0.75)))
    events = made_up_log(likes, learners=620)
    cut = events[int(0.8 * len(events))].time
    late = [e for e in made_up_log(turned, learners=620, seed=5) if e.time >= cut]
    write(tmp_path / "turned.jsonl", [e for e in events if e.time < cut] + late)
    against = ("--events", tmp_path / "turned.jsonl", "--in-use", tmp_path / "new")
    refused = credpath("train", *against, "--out", tmp_path / "worse", *same, cwd=tmp_path)
    assert refused.returncode == 1, refused.stdout
    assert "finds what learners took worse" in refused.stdout
    assert not (tmp_path / "worse").exists()
    assert not list(tmp_path.glob(".worse*"))
