"""The evaluation: metrics against hand-made answers, intervals, runs on disk, and what training may not have seen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from eval.core import intervals, metrics, runs
from eval.core.task import RankingTask
from eval.linking import evaluate as linking_evaluate
from eval.linking.systems import CharacterTfidf, top
from recommender.data.build.shared import heldout

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"


def needs_data(folder: str) -> Path:
    path = SHARED / folder
    if not path.exists():
        pytest.skip(f"SKIPPED LOUDLY: {folder} of the development data is not on this machine")
    return path


def test_metrics_are_those_of_the_textbook(tmp_path):
    runs.write(tmp_path / "a.run.gz", {"q1": list("abcdef"), "q2": list("fedcba")}, "t")
    relevant = {
        "q1": frozenset("b"),
        "q2": frozenset({"f", "d", "a", "x", "y", "z", "w"}),
        "q3": frozenset("a"),
    }
    found = metrics.per_query(
        tmp_path / "a.run.gz", relevant, ("mrr", "map", "rp@5", "recall@2", "hit@1", "precision@5")
    )
    assert found["mrr"].tolist() == [0.5, 1.0, 0.0]
    assert found["rp@5"].tolist() == pytest.approx([1.0, 2 / 5, 0.0])
    assert found["precision@5"].tolist() == pytest.approx([1 / 5, 2 / 5, 0.0])
    assert found["recall@2"].tolist() == pytest.approx([1.0, 1 / 7, 0.0])
    assert found["hit@1"].tolist() == [0.0, 1.0, 0.0]
    assert found["map"].tolist() == pytest.approx([0.5, (1 + 2 / 3 + 3 / 6) / 7, 0.0])


def test_a_run_reads_back_as_it_was_written(tmp_path):
    written = {"q1": ["a", "b"], "q2": ["c"]}
    runs.write(tmp_path / "b.run.gz", written, "t")
    assert dict(runs.read(tmp_path / "b.run.gz")) == written


def test_equal_scores_keep_the_order_of_the_candidates():
    assert top(np.asarray([0.5, 0.7, 0.50001, 0.7], dtype=np.float32), 3).tolist() == [1, 3, 0]
    assert top(np.asarray([0.5, 0.7], dtype=np.float32), 9).tolist() == [1, 0]


def test_an_interval_holds_its_mean_and_narrows_with_more_queries():
    values = np.random.default_rng(1).random(2000)
    wide, narrow = intervals.mean(values[:50]), intervals.mean(values)
    assert wide["low"] < wide["value"] < wide["high"]
    assert narrow["high"] - narrow["low"] < wide["high"] - wide["low"]
    assert intervals.mean(np.ones(5)) == {"value": 1.0, "low": 1.0, "high": 1.0}


def test_a_task_ranks_each_candidate_by_its_best_text(tmp_path):
    task = RankingTask(
        "toy",
        Path(__file__),
        {"q": "marketing manager"},
        {"a": ["plumber"], "b": ["head of advertising", "manager of marketing"]},
        {"q": frozenset("b")},
        ("mrr",),
    )
    report = linking_evaluate.run(task, CharacterTfidf(), [], tmp_path).record()
    assert report["metrics"]["mrr"]["value"] == 1.0
    assert (report["n"], report["task"], set(report)) == (
        1,
        "toy",
        {"task", "system", "data", "n", "excluded", "metrics", "baselines", "versions", "seed", "seconds"},
    )


def test_missing_data_is_said_aloud():
    from eval.__main__ import app

    result = CliRunner().invoke(app, ["melo", "--data", "/nowhere/at/all"])
    assert result.exit_code == 2
    assert "SKIPPED melo" in result.output
    assert CliRunner().invoke(app, ["no-such-task"]).exit_code == 2
    assert "extraction" in CliRunner().invoke(app, ["list"]).output


def test_splits_depend_on_the_identifier_alone():
    uris = [f"http://data.europa.eu/esco/occupation/{n}" for n in range(5000)]
    share = sum(heldout.held_out_occupation(uri) for uri in uris) / len(uris)
    assert share == pytest.approx(1 / heldout.OCCUPATIONS, abs=0.02)
    assert heldout.held_out_pair("u", "Manage  Staff") == heldout.held_out_pair("u", "manage staff")


def test_no_benchmark_query_is_among_the_training_texts():
    needs_data("benchmarks")
    from recommender.data.build.training_pairs import TrainingTexts

    data = TrainingTexts(SHARED)
    texts = {heldout.same(text) for text in data.texts()}
    assert len(texts) > 100_000
    assert not texts & heldout.benchmark_queries(SHARED)
    held_out = {uri for uri in data.occupations.labels if heldout.held_out_occupation(uri)}
    assert held_out
    assert not held_out & data.needs.keys()


@pytest.mark.parametrize("task", ["extraction", "occupation-skills", "skill-labels", "melo"])
def test_every_right_answer_is_a_candidate(task):
    from eval.linking.benchmarks import extraction, melo, occupation_skills, skill_labels
    from eval.registry import TASKS

    load = {
        "extraction": extraction.load,
        "occupation-skills": occupation_skills.load,
        "skill-labels": skill_labels.load,
        "melo": melo.load,
    }[task]
    loaded = load(needs_data(str(Path(*TASKS[task].data.parts[3:]))))
    assert loaded.relevant.keys() == loaded.queries.keys()
    assert all(found and found <= loaded.candidates.keys() for found in loaded.relevant.values())
    if task in {"extraction", "occupation-skills", "skill-labels"}:
        assert len(loaded.candidates) == 13_896
    if task == "extraction":
        assert len(loaded.queries) == 338


def test_intervals_of_simulated_learners_hold_the_truth_as_often_as_they_say():
    from eval.learner import coverage

    found = coverage.measure_coverage()
    stated = found["reliabilities as stated"]
    assert stated["coverage@90"]["low"] <= 0.92
    assert stated["coverage@90"]["high"] >= 0.88
    assert stated["squared-error"]["value"] < stated["squared-error-of-prior"]["value"] / 2
    # A world that breaks the model's assumptions is covered worse: the figure can fail.
    assert found["reliabilities half of stated"]["coverage@90"]["high"] < 0.85


def test_the_ratio_and_the_calibration_error_by_hand():
    from eval.linking.tasks import ece

    found = intervals.ratio(np.asarray([1.0, 0.0, 2.0]), np.asarray([2.0, 1.0, 3.0]))
    assert found["value"] == 0.5
    assert found["low"] <= 0.5 <= found["high"]
    perfect = (np.asarray([0.25] * 4), np.asarray([True, False, False, False]))
    assert ece([perfect]) == pytest.approx(0.0)
    assert ece([(np.asarray([0.9, 0.9]), np.asarray([False, False]))]) == pytest.approx(0.9)


def test_no_line_that_fits_the_linker_is_a_benchmark_query():
    needs_data("benchmarks")
    from recommender.data.build.fit_linker import no_skill
    from recommender.data.build.shared.sources import rows

    banned = heldout.benchmark_queries(SHARED)
    lines = no_skill(banned)
    assert len(lines) > 2_000
    assert not {heldout.same(line) for line in lines} & banned
    assert len(no_skill(banned | {heldout.same(lines[0])})) == len(lines) - 1
    table = rows(SHARED / "benchmarks" / "skillskape" / "train.csv.gz")
    fitted = {heldout.same(row["sentence"]) for row in table if heldout.held_out_sentence(row["sentence"])}
    assert len(fitted) > 900
    assert not fitted & banned
