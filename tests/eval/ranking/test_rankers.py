"""Offline evaluation: data, splits that cannot leak, rankers alike, comparison, a config of one's own, the page."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import pytest
from typer.testing import CliRunner

from eval.__main__ import app
from eval.docs import report_page
from eval.off_policy import estimators
from eval.ranking import beyond_accuracy, config, protocol, published, significance, splits, tuning
from eval.ranking.baselines import Bm25, Ease, Factors, ItemKnn, Popularity, SequentialRules
from eval.ranking.interactions import Interactions, read
from eval.ranking.order_ranker import OrderRanker
from eval.ranking.ranker import NONE
from eval.ranking.splits import LeakError
from recommender.errors import InputError
from recommender.training.boosting import BoostingSettings
from tests.eval.core.test_metrics import needs_data

FEW = BoostingSettings(trees=30, rows=20)
ALL = [
    Popularity(),
    ItemKnn(10),
    ItemKnn(10, "bm25"),
    Factors("als", 8),
    Factors("bpr", 8),
    Ease(5.0),
    SequentialRules(3),
    SequentialRules(1, None, 0.0, confidence=False),
    Bm25(),
    OrderRanker(FEW),
]


def walks(learners=300, items=30, seed=0):
    """Learners who go on by one or two from where they are: the order tells what is next, popularity does not."""
    random = np.random.default_rng(seed)
    out = []
    for _ in range(learners):
        at, path = int(random.integers(items)), []
        for _ in range(int(random.integers(4, 9))):
            path.append(at)
            at = (at + int(random.integers(1, 3))) % items
        out.append(list(dict.fromkeys(path)))
    found = Interactions.of(out, [f"course {n}" for n in range(items)])
    return replace(found, texts={n: f"topic{n} topic{n + 1}" for n in range(items)})


@pytest.mark.parametrize("ranker", ALL, ids=lambda ranker: ranker.name)
@pytest.mark.parametrize("kind", ["last", "by learner"])
def test_every_ranker_keeps_the_contract(ranker, kind):
    data = walks()
    split = splits.leave_one_out(data) if kind == "last" else splits.by_learner(data, 0.3, splits.one, 1)
    found = ranker.rank(split, 12, 1)
    assert found.shape == (len(split.asked), 12)
    assert np.array_equal(found, ranker.rank(split, 12, 1))
    has = split.history.matrix().toarray() > 0
    for learner, row in zip(split.asked, found, strict=True):
        ranked = row[row != NONE]
        assert len(set(ranked.tolist())) == len(ranked) > 0
        assert not has[learner, ranked].any()
        assert (ranked < len(data.items)).all()


def test_order_is_found_where_order_is_all_there_is():
    split = splits.leave_one_out(walks(900))
    ours = tuning._ndcg(OrderRanker(FEW), split, 1)
    assert ours > 1.3 * tuning._ndcg(Ease(5.0), split, 1)
    assert ours > 2 * tuning._ndcg(Popularity(), split, 1)


def test_sequential_rules_by_hand():
    data = Interactions.of([[0, 1, 2], [0, 2, 3], [1, 0], [3, 1]], list("abcd"))
    split = splits.Split("by hand", data, data, data, splits.one)
    counted = SequentialRules(2, None, confidence=False)._rules(split).toarray()
    assert counted.tolist() == [[0, 1, 1.5, 0.5], [1, 0, 1, 0], [0, 0, 0, 1], [0, 1, 0, 0]]
    decayed = SequentialRules(2, 0.8, confidence=False)._rules(split).toarray()
    assert decayed.tolist() == [[0, 1, 1.8, 0.8], [1, 0, 1, 0], [0, 0, 0, 1], [0, 1, 0, 0]]
    shares = SequentialRules(2, None)._rules(split).toarray()
    assert np.allclose(shares, counted / counted.sum(axis=1, keepdims=True))
    recent = {decay: SequentialRules(2, None, decay)._recent(split).toarray()[0].tolist() for decay in (0, 0.5, 1)}
    assert recent == {0: [0, 0, 1, 0], 0.5: [0.25, 0.5, 1, 0], 1: [1, 1, 1, 0]}
    # After a, b and c: of c alone, nothing but d follows.
    assert SequentialRules(2, None, 0.0).rank(split, 2, 1)[0].tolist() == [3, NONE]


def test_order_is_worth_nothing_where_it_was_shuffled_away():
    stated = splits.leave_one_out(walks(900))
    shuffled = splits.shuffled(stated, 3)
    assert shuffled.name == "leave one out, random order"
    both = [np.concatenate([part.item[part.learner == 7] for part in (s.history, s.test)]) for s in (stated, shuffled)]
    assert sorted(both[0]) == sorted(both[1])
    assert len(shuffled.test) == len(stated.test)
    rules = SequentialRules(3)
    assert tuning._ndcg(rules, stated, 1) > 1.2 * tuning._ndcg(Ease(5.0), stated, 1)
    assert tuning._ndcg(rules, shuffled, 1) < 1.1 * tuning._ndcg(Ease(5.0), shuffled, 1)


def test_a_cold_item_is_ranked_by_text_alone_and_nothing_else_is():
    split = splits.cold_items(walks(), 0.3, 2)
    found = Bm25().rank(split, 5, 1)
    assert set(found[found != NONE].tolist()) <= set(split.cold.tolist())
    assert not set(split.train.item.tolist()) & set(split.cold.tolist())


def test_a_leak_fails_the_run():
    data = walks()
    good = splits.leave_one_out(data)
    with pytest.raises(LeakError, match="stand in train too, the first of them learner '0'"):
        splits.published("mine", data, good.test, splits.one)
    with pytest.raises(LeakError, match="cold"):
        splits.checked(replace(good, cold=np.arange(3)))
    timed = replace(data, time=np.arange(len(data), dtype=float))
    split = splits.by_time(timed, 0.2)
    assert split.train.time.max() <= split.test.time.min()
    with pytest.raises(LeakError, match="later than the first"):
        splits.checked(replace(split, train=replace(split.train, time=split.train.time + 1e6)))
    with pytest.raises(InputError, match="column 'time'"):
        splits.by_time(data, 0.2)


def test_the_inner_split_looks_like_the_outer_and_sees_less():
    split = splits.last(walks(), splits.share(0.4))
    inner = split.inner()
    assert len(inner.train) < len(split.train)
    assert not np.intersect1d(
        inner.test.learner * 100 + inner.test.item, split.test.learner * 100 + split.test.item
    ).size


def test_differences_are_paired_and_corrected():
    random = np.random.default_rng(0)
    ours = random.random(400)
    theirs = {f"s{n}": ours + 0.02 * random.standard_normal(400) for n in range(20)} | {
        "worse": ours - 0.05 + 0.01 * random.standard_normal(400)
    }
    found = significance.differences(ours, theirs)
    assert found["worse"].p < 1e-6
    assert found["worse"].difference["value"] == pytest.approx(0.05, abs=2e-3)
    assert sum(d.p < 0.05 for name, d in found.items() if name != "worse") == 0
    assert significance.differences(ours, {"same": ours})["same"].p == 1


def test_beyond_accuracy_by_hand():
    assert beyond_accuracy.gini(np.asarray([1.0, 1, 1, 1])) == pytest.approx(0)
    assert beyond_accuracy.gini(np.asarray([0.0, 0, 0, 4])) == pytest.approx(0.75)
    assert beyond_accuracy.coverage(np.asarray([0.0, 2, 1, 0])) == 0.5


def logged(rounds=4_000, seed=1):
    random = np.random.default_rng(seed)
    reward_of = np.asarray([0.2, 0.5, 0.8])
    logging, target = np.asarray([0.5, 0.3, 0.2]), np.asarray([0.1, 0.1, 0.8])
    action = random.choice(3, rounds, p=logging)
    reward = (random.random(rounds) < reward_of[action]).astype(float)
    model = reward_of + 0.1
    return (
        estimators.Logged(
            reward, logging[action], target[action], model[action], np.full(rounds, float(target @ model))
        ),
        float(target @ reward_of),
    )


def test_off_policy_estimates_hold_the_truth():
    data, truth = logged()
    found = estimators.estimates(data)
    for name in ("ips", "snips", "doubly robust"):
        assert found[name]["value"]["low"] < truth < found[name]["value"]["high"]
    assert found["ips"]["effective rounds"] < len(data.reward) / 2
    few = estimators.Logged(data.reward[:20], data.logging[:20], data.target[:20])
    assert "next to nothing" in estimators.estimates(few)["ips"]["warning"]
    assert "doubly robust" not in estimators.estimates(few)


def test_an_off_policy_log_is_read_and_wrong_values_are_named(tmp_path):
    (tmp_path / "a.csv").write_text("reward,logging_probability,target_probability\n1,0.5,1\n0,0,1\n")
    with pytest.raises(InputError, match="row 2, column logging_probability"):
        estimators.read(tmp_path / "a.csv")


CONFIG = """
name = "mine"
measures = ["recall@10", "ndcg@10"]
seeds = [1, 2]
[data]
interactions = "taken.csv"
[split]
kind = "leave-one-out"
[[rankers]]
kind = "order"
trees = [20, 40]
rows = 20
[[rankers]]
kind = "popularity"
[[rankers]]
python = "mine.py:Latest"
"""
MINE = """
import numpy as np

class Latest:
    name = "latest"

    def rank(self, split, depth, seed):
        width = len(split.train.items)
        last = np.zeros(width)
        last[split.train.item] = np.arange(len(split.train))
        taken = split.history.matrix()[split.asked].toarray() > 0
        return np.argsort(-np.where(taken, -np.inf, last), axis=1, kind="stable")[:, :depth]
"""


def brought(tmp_path, text=CONFIG):
    data = walks(200)
    lines = [f"p{a},course {b},{n}" for n, (a, b) in enumerate(zip(data.learner, data.item, strict=True))]
    (tmp_path / "taken.csv").write_text("\n".join(["learner,item,time", *lines]) + "\n")
    (tmp_path / "mine.py").write_text(MINE)
    (tmp_path / "c.toml").write_text(text)
    return tmp_path / "c.toml"


def test_a_data_set_and_a_ranker_are_brought_without_touching_our_code(tmp_path, monkeypatch):
    path = brought(tmp_path)
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["compare", "--config", str(path), "--json"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert set(found["baselines"]) == {"popularity", "latest"}
    assert found["metrics"]["ndcg@10"]["value"] > 2 * found["baselines"]["popularity"]["ndcg@10"]["value"]
    assert set(found["sections"]) == {"differences", "beyond accuracy", "seeds", "settings"}
    assert found["data"]["sha256"]
    again = json.loads(CliRunner().invoke(app, ["compare", "--config", str(path), "--json"]).stdout)
    assert {**again, "seconds": 0} == {**found, "seconds": 0}
    first = next((tmp_path / "build" / "eval" / "runs" / "mine").glob("*.run.gz"))
    assert first.stat().st_size > 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('"popularity"', '"magic"'), r"rankers\[1\]: it needs python"),
        (("mine.py:Latest", "mine.py:Missing"), "cannot be loaded"),
        (("leave-one-out", "random"), "split.kind"),
        (("taken.csv", "gone.csv"), "is not there"),
        (("rows = 20", "colour = 20"), r"rankers\[0\]: .*colour"),
        (("[data]", "[data"), "cannot be read as TOML"),
    ],
)
def test_a_mistake_in_a_config_is_named(tmp_path, change, said):
    with pytest.raises(InputError, match=said):
        config.experiment(brought(tmp_path, CONFIG.replace(*change)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("learner,course\na,b\n", "no column item"),
        ("learner,item,time\na,b,soon\n", "row 1, column time: 'soon'"),
        ("learner,item\na,\n", "row 1, column item: it is empty"),
        ("learner,item\n", "no interactions"),
    ],
)
def test_a_mistake_in_the_data_is_named(tmp_path, text, said):
    (tmp_path / "a.csv").write_text(text)
    with pytest.raises(InputError, match=said):
        read(tmp_path / "a.csv")


def test_the_page_has_tables_and_plots_and_says_what_was_skipped(tmp_path):
    split = splits.leave_one_out(walks())
    experiment = protocol.Experiment(
        "walks",
        tmp_path,
        split,
        [[OrderRanker(FEW)], [Popularity()], [Ease(5.0)]],
        ("recall@10", "ndcg@10"),
        12,
        seeds=(1,),
    )
    record = protocol.evaluate(experiment, tmp_path / "runs").record()
    page = report_page.write({"walks": record, "gone": "its data is not here"}, tmp_path / "out").read_text()
    assert page.count("<svg") == 2
    assert "SKIPPED: its data is not here" in page
    assert "ease (5)" in page
    assert not re.search(r"nan|\\{\\{", page)
    assert page == report_page.write({"walks": record, "gone": "its data is not here"}, tmp_path / "out").read_text()


def test_the_damaged_items_of_mooccubex_are_seen_and_left_out():
    split = published.mooccubex(needs_data("benchmarks/mooccubex"))
    assert (len(split.train.learners), len(split.train.items), len(split.test)) == (97_722, 3_321, 97_722)
    assert published.damaged([[1000, 25, 2310, 231], [25, 1000, 2800, 280], [7, 9, 31, 3]])
    assert not published.damaged([[1, 25, 231], [25, 1, 280], [7, 9, 300]])


def test_cnpc_is_the_published_split():
    split = published.cnpc(needs_data("benchmarks/cnpc"))
    assert (len(split.train), len(split.test), len(split.asked)) == (45_735, 11_048, 6_717)
