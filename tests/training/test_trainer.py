"""Logs and training: what a log may hold, what came of an impression, and a ranker that is published or refused."""

from __future__ import annotations

import datetime as dt
import json

import numpy as np
import pytest

from recommender.engine import Recommender
from recommender.errors import InputError
from recommender.rank.ranker import Ranker
from recommender.records import Learner, Preferences
from recommender.training import events as log
from recommender.training.events import Event
from recommender.training.impressions import shown_lists
from recommender.training.trainer import Trainer
from tests.support.cli import credpath

DAY = dt.timedelta(days=1)
START = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
GOAL = "data analyst"
SHOWN = ("sql", "viz", "stats", "mining")


def impression(learner, credential, position, time=START, **more):
    return Event(
        learner=learner,
        credential=credential,
        event="impression",
        time=time,
        list="a",
        position=position,
        goal=GOAL,
        **more,
    )


def happened(learner, credential, kind, time):
    return Event(learner=learner, credential=credential, event=kind, time=time)


def made_up_log(likes, learners=420, randomised=True, seed=0):
    """Each learner sees the four credentials and takes one of those looked at, by how well they are liked."""
    random = np.random.default_rng(seed)
    out = []
    for n in range(learners):
        time, who = START + n * DAY, f"p{n}"
        group = ("day", "evening")[n % 2]
        order = random.permutation(len(SHOWN)) if randomised else np.arange(len(SHOWN))
        looked = [p for p in range(len(order)) if random.random() < (1.0, 0.7, 0.5, 0.35)[p]]
        chance = np.asarray([likes[SHOWN[order[p]]] for p in looked])
        taken = SHOWN[order[random.choice(looked, p=chance / chance.sum())]]
        out += [impression(who, SHOWN[k], p + 1, time, randomised=randomised, group=group) for p, k in enumerate(order)]
        out.append(happened(who, taken, "enrolment", time + dt.timedelta(hours=2)))
        if random.random() < 0.6:
            out.append(happened(who, taken, "completion", time + 20 * DAY))
    return sorted(out, key=lambda event: event.time)


def test_what_came_of_an_impression_is_what_came_in_time():
    later = [
        impression("a", "sql", 1),
        impression("a", "viz", 2),
        impression("a", "gone", 3),
        happened("a", "sql", "enrolment", START + 2 * DAY),
        happened("a", "sql", "completion", START + 9 * DAY),
        happened("a", "viz", "enrolment", START + 80 * DAY),
        happened("a", "viz", "dismissal", START + DAY),
        impression("b", "sql", 1),
        happened("z", "sql", "click", START + 200 * DAY),
    ]
    (first, second), left = shown_lists(sorted(later, key=lambda e: e.time), {"sql": 0, "viz": 1}.get)
    assert first.taken.tolist() == [True, False]
    assert first.acted.tolist() == [True, True]
    assert first.finished[0] == 1
    assert np.isnan(first.finished[1])
    assert (second.taken.tolist(), second.held) == ([False], ())
    assert left["impressions of credentials that the snapshot does not hold"] == 1


def test_what_is_not_finished_yet_is_unknown_until_time_has_passed():
    def finished(end, *completed):
        events = [
            impression("a", "sql", 1),
            happened("a", "sql", "enrolment", START),
            *completed,
            happened("z", "sql", "click", end),
        ]
        return shown_lists(events, {"sql": 0}.get)[0][0].finished[0]

    early = happened("a", "sql", "completion", START + 5 * DAY)
    assert np.isnan(finished(START + 10 * DAY))
    # Were the early completions counted, recent enrolments would all seem to be finished.
    assert np.isnan(finished(START + 10 * DAY, early))
    assert finished(START + 400 * DAY) == 0
    assert finished(START + 400 * DAY, early) == 1


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"credential": "a", "event": "click", "time": "2025-01-01"}, "field learner"),
        ({"learner": "x", "credential": "a", "event": "view", "time": "2025-01-01"}, "field event"),
        ({"learner": "x", "credential": "a", "event": "impression", "time": "2025-01-01"}, "a list and a position"),
        ({"learner": "x", "credential": "a", "event": "click", "time": "yesterday"}, "field time"),
        (
            {"learner": "x", "credential": "a", "event": "click", "time": "2025-01-01", "colour": "red"},
            "unknown column",
        ),
        (
            {
                "learner": "x",
                "credential": "a",
                "event": "impression",
                "time": "2025-01-01",
                "list": "l",
                "position": 1,
                "propensity": 0,
            },
            "field propensity",
        ),
    ],
)
def test_a_row_that_cannot_be_used_is_named_and_nothing_is_trained(tmp_path, row, said):
    good = {"learner": "x", "credential": "a", "event": "click", "time": "2025-01-01T10:00:00"}
    (tmp_path / "log.jsonl").write_text(json.dumps(good) + "\n" + json.dumps(row) + "\n")
    with pytest.raises(InputError, match=r"1 rows cannot be used: log.jsonl, row 2") as found:
        log.read([tmp_path / "log.jsonl"])
    assert said in str(found.value)


def test_a_log_is_read_from_csv_with_levels_and_in_order(tmp_path):
    (tmp_path / "log.csv").write_text(
        "learner,credential,event,time,list,position,goal,skills\n"
        "x,a,click,2025-02-01T00:00:00+02:00,,,,\n"
        'x,a,impression,2025-01-01,l1,3,data analyst,"SQL:0.4;Python:beginner;statistics"\n'
    )
    first, second = log.read([tmp_path / "log.csv"])
    assert (first.event, first.position, second.time.hour) == ("impression", 3, 22)
    assert [(s.name, s.level) for s in first.skills] == [
        ("SQL", 0.4),
        ("Python", pytest.approx(1 / 3)),
        ("statistics", None),
    ]


def prior():
    from recommender import artifacts

    return Ranker.read(artifacts.model("ranker"))


def test_a_ranker_learns_what_is_liked_and_says_how_probable(small):
    likes = {"sql": 0.1, "viz": 0.6, "stats": 0.2, "mining": 0.1}
    trained = Trainer(small, prior(), seed=1).train(made_up_log(likes, learners=900))
    assert trained.examination.source == "randomised"
    assert trained.examination.curve[0] == 1
    assert trained.examination.curve[-1] < 0.75
    assert trained.decision.ndcg[1] > 0
    assert set(trained.decision.groups) == {"day", "evening"}
    assert all(
        low <= value <= high for found in trained.decision.groups.values() for value, low, high in found.values()
    )
    assert trained.decision.calibration.keys() == {"takes", "finishes"}
    assert all(0 <= error < 0.15 for error, _ in trained.decision.calibration.values())
    engine = Recommender(small, trained.ranker)
    answer = engine.recommend(Learner(), GOAL, preferences=Preferences(diversity=0), top=10)
    found = {item.credential.id: item for item in answer.recommendations}
    assert answer.versions["ranker"].startswith("learned-")
    assert found["viz"].takes > found["sql"].takes
    assert all(0 <= item.takes <= 1 for item in found.values())
    assert all(item.unfamiliar is not None for item in found.values())


def test_the_same_log_and_seed_give_the_same_arrays(small):
    events = made_up_log({"sql": 0.1, "viz": 0.6, "stats": 0.2, "mining": 0.1})
    first, second = (Trainer(small, prior(), seed=1).train(events).ranker.arrays() for _ in range(2))
    assert first.keys() == second.keys()
    assert all(np.array_equal(first[name], second[name]) for name in first)


def test_without_propensities_nothing_is_corrected_and_it_is_said(small):
    trained = Trainer(small, prior(), seed=1).train(
        made_up_log({"sql": 0.1, "viz": 0.6, "stats": 0.2, "mining": 0.1}, randomised=False)
    )
    assert trained.examination.source == "off"


def test_a_log_that_is_too_small_is_refused_with_what_is_needed(small):
    with pytest.raises(InputError, match="50 are needed"):
        Trainer(small, prior()).train(made_up_log({"sql": 1, "viz": 1, "stats": 1, "mining": 1}, learners=60))


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
