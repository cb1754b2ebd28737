"""The time of a request: one clock for everything that is solved for it."""

from __future__ import annotations

import json
import math
from types import SimpleNamespace

import pytest

from eval.planning.problems import market, small
from recommender.errors import WorkLimit
from recommender.path.optimise import effort as module
from recommender.path.optimise.best_path import best_plan
from recommender.path.optimise.cp_sat import CpSatModel
from recommender.path.optimise.dominance import usable
from recommender.path.optimise.effort import Effort
from recommender.path.optimise.exact_search import _Search, search
from recommender.path.optimise.problem_arrays import ProblemArrays
from recommender.path.plan import LearningPath
from recommender.path.revise.counterfactuals import why, why_not
from recommender.path.revise.pareto import tradeoffs
from recommender.path.revise.replanning import StudyProgress, replan
from tests.support.plans import DATE
from tests.support.problems import solved

LONG = Effort(seconds=1e9)


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still unless it is moved."""
    now = SimpleNamespace(seconds=0.0)
    monkeypatch.setattr(module.time, "monotonic", lambda: now.seconds)
    return now


@pytest.fixture
def solves(clock, monkeypatch):
    """Every solve takes ten seconds; a list of how many were begun."""
    begun = []
    solve = CpSatModel.solve

    def slow(self, *given, effort, **more):
        if not effort.over:
            begun.append(effort.left)
        outcome = solve(self, *given, effort=effort, **more)
        clock.seconds += 10
        return outcome

    monkeypatch.setattr(CpSatModel, "solve", slow)
    return begun


def long_enough():
    """A plan of several steps that leaves out something that it might take."""
    paths = (solved(small(seed, "closure"), effort=LONG) for seed in range(100))
    return next(path for path in paths if len(path.steps) >= 2 and left_out(path))


def left_out(path: LearningPath):
    taken = {step.id for step in path.steps}
    candidates = path.certificate.instance.candidates
    return next((one.id for one in candidates if one.id not in taken and not one.barred), None)


def several():
    """A problem of several goals, of which it is not known yet what is best for each."""
    found = next(one for seed in range(100) if len((one := small(seed, "regret")).goals) == 3)
    objective = found.objective.model_copy(update={"best": (0, 0, 0)})
    return found.model_copy(update={"objective": objective})


def test_a_clock_runs_from_the_first_begin_on(clock):
    effort = Effort(seconds=5)
    clock.seconds += 100
    assert effort.left == 5
    assert effort.ends == math.inf
    running = effort.begun()
    clock.seconds += 2
    assert running.begun() is running
    assert running.left == 3
    assert not running.over
    clock.seconds += 4
    assert running.left == 0
    assert running.over


REQUESTS = {
    "why": (long_enough, why),
    "why not": (long_enough, lambda path, effort: why_not(path, left_out(path), effort)),
    "replan": (long_enough, lambda path, effort: replan(path, StudyProgress(skipped=(path.steps[0].id,)), effort)),
    "trade-offs": (long_enough, lambda path, effort: tradeoffs(path.certificate.instance, effort)),
    "regret": (several, lambda instance, effort: best_plan(instance, DATE, effort=effort)),
}


@pytest.mark.parametrize("what", REQUESTS)
def test_all_solves_of_a_request_share_its_time(solves, what):
    prepare, answer = REQUESTS[what]
    given = prepare()
    solves.clear()
    answer(given, LONG)
    assert len(solves) > 3
    solves.clear()
    try:
        answer(given, Effort(seconds=25))
    except WorkLimit as error:
        assert "time was over" in str(error)
    assert 1 <= len(solves) <= 3
    assert solves == sorted(solves, reverse=True)


def test_what_was_not_decided_in_time_says_so(solves):
    path = long_enough()
    reasons = why(path, Effort(seconds=5))
    assert "not decided" in reasons[-1].text
    assert reasons[-1].worth is None
    assert not reasons[-1].turns
    absent = why_not(path, left_out(path), Effort(seconds=5))
    assert not absent.chosen
    assert "not decided" in absent.text
    found = tradeoffs(path.certificate.instance, Effort(seconds=5))
    assert not found.complete
    assert all(more.gain is None for more in found.more)


def test_a_conflict_that_was_not_understood_in_time_is_no_answer(solves):
    instance = next(
        one for seed in range(200) if solved(one := small(seed, "closure"), effort=LONG).conflict is not None
    )
    with pytest.raises(WorkLimit, match="time was over before it was known why"):
        best_plan(instance, DATE, effort=Effort(seconds=5))


def test_the_exact_search_stops_in_time_with_a_bound_that_holds(clock, monkeypatch):
    found = market(4, learners=1)
    tables = ProblemArrays(found.held_by(0, found.instance()))
    pool = usable(tables)
    whole = search(tables, pool, [], 10**9)
    expanded = _Search._expanded

    def slow(self, *given):
        clock.seconds += 1
        return expanded(self, *given)

    monkeypatch.setattr(_Search, "_expanded", slow)
    cut = search(tables, pool, [], 10**9, Effort(seconds=4.5).begun())
    assert cut.cut
    assert not whole.cut
    assert cut.value <= whole.value <= cut.bound
    assert json.dumps(cut.sequence)
