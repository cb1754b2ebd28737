"""The simulation: the same fate under every policy, no learner gains from nothing, and a log that can be trained on."""

from __future__ import annotations

import numpy as np
import pytest

from eval.ranking.goal_courses import read_courses, read_grades
from eval.simulation import evaluate, log, policies
from eval.simulation.run import Simulation, _faded, _finished
from eval.simulation.world import VARIANTS, Assumptions, catalogue, people
from recommender import artifacts
from recommender.errors import InputError
from recommender.goal.resolver import GoalResolver
from recommender.rank.ranker import Ranker

ASSUMED = Assumptions()


@pytest.fixture(scope="module")
def world(small):
    goals = GoalResolver(small)
    made = catalogue(small, ASSUMED)
    prior = Ranker.read(artifacts.model("ranker"))
    return made, goals, Simulation(made, goals, prior, ASSUMED), people(goals, ["data analyst"], 12, ASSUMED)


def test_the_same_learners_meet_the_same_fate(world):
    _, goals, simulation, learners = world
    again = people(goals, ["data analyst"], 12, ASSUMED)
    assert all(np.array_equal(a.held, b.held) for a, b in zip(learners, again, strict=True))
    first, second = (simulation.outcomes(evaluate.OURS, learners) for _ in range(2))
    assert [(o.closed, o.hours, o.taken) for o in first] == [(o.closed, o.hours, o.taken) for o in second]
    assert all(o.closed >= 0 for o in first)
    assert any(o.closed > 0 for o in first)
    assert all(o.finished <= o.taken for o in first)


def test_hours_and_prices_are_drawn_only_where_none_are_stated(small, world):
    made = world[0].credentials
    sql = made.number("sql")
    assert (made.hours_low[sql], made.price[sql]) == (20, 49)
    assert not np.isnan(made.hours_low).any()
    assert not np.isnan(made.price).any()
    assert np.isnan(small.credentials.hours_low).any()


def test_time_runs_out_levels_fade_and_those_who_are_not_ready_give_up():
    assert _faded(np.asarray([0.8]), 104, 104)[0] == pytest.approx(0.4)
    assert _finished(np.asarray([0.9, 0.0]), 4, 1e-6, 20) == 1
    assert _finished(np.asarray([0.9, 0.0]), 40, 1e-6, 20) == pytest.approx(0.5)
    assert _finished(np.asarray([0.5, 0.0]), 10, 0.2, 20) < _finished(np.asarray([0.5, 0.0]), 10, 0.1, 20)


def test_variants_change_one_assumption_at_a_time():
    base = VARIANTS["as assumed"].said()
    for name, variant in VARIANTS.items():
        assert sum(variant.said()[key] != value for key, value in base.items()) == (name != "as assumed")


def test_a_simulated_log_says_what_was_shown_and_where(world):
    made, _, simulation, learners = world
    events = log.events(simulation, (policies.OTHERS[-1], policies.OTHERS[0]), learners, made, 1.0)
    shown = [event for event in events if event.event == "impression"]
    assert {event.event for event in events} >= {"impression", "click", "enrolment"}
    assert any(event.randomised for event in shown)
    assert not all(event.randomised for event in shown)
    assert events == sorted(events, key=lambda event: event.time)
    taken = {(event.learner, event.credential) for event in events if event.event == "enrolment"}
    assert taken <= {(event.learner, event.credential) for event in shown}


def test_grades_and_courses_are_read_and_mistakes_are_named(tmp_path):
    (tmp_path / "courses.csv").write_text('title,text\nSQL,"Queries, joins"\n"Fine  \nbread",Baking\n')
    (tmp_path / "grades.csv").write_text(
        "query,title,grade\nanalyst,SQL,3\nanalyst,Gone,2\nbaker,Bread,0\nanalyst,Fine bread,1\n"
    )
    courses = read_courses(tmp_path / "courses.csv")
    grades, unknown = read_grades(tmp_path / "grades.csv", courses)
    assert (grades, unknown) == ({"analyst": {"0": 3, "1": 1}}, 2)
    (tmp_path / "grades.csv").write_text("query,title,grade\nanalyst,SQL,7\n")
    with pytest.raises(InputError, match=r"grades.csv, row 1, column grade: '7'"):
        read_grades(tmp_path / "grades.csv", courses)
    with pytest.raises(InputError, match="is not there"):
        read_courses(tmp_path / "none.csv")
