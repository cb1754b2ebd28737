"""The exact search for goals within a number of steps, against exhaustive search and brute force."""

from __future__ import annotations

import json
from itertools import combinations
from random import Random

import pytest
from typer.testing import CliRunner

from eval.__main__ import app
from eval.planning import brute_force, job_markets, sweep
from eval.planning.problems import Market, market
from recommender.errors import InputError
from recommender.path.optimise.dominance import usable
from recommender.path.optimise.effort import Effort
from recommender.path.optimise.exact_search import applies, search
from recommender.path.optimise.problem_arrays import ProblemArrays
from recommender.path.optimise.solver import EXACT, solve
from tests.support.problems import blank_market, on_blank_market


def drawn(seed, *, steps):
    random = Random(seed)
    skills, levels = random.randint(3, 8), random.randint(1, 4)

    def pairs(most):
        return [
            [s, random.randint(1, levels)] for s in random.sample(range(skills), random.randint(0, min(most, skills)))
        ]

    document = {
        "skills": skills,
        "levels": levels,
        "threshold": random.choice([[4, 5], [1, 2], [2, 3], [1, 1]]),
        "steps": steps,
        "objective": "goals",
        "learners": [pairs(3) for _ in range(2)],
        "credentials": [{"required": pairs(2), "taught": pairs(3)} for _ in range(random.randint(1, 9))],
        "occupations": [pairs(5) for _ in range(random.randint(1, 8))],
    }
    return Market.model_validate_json(json.dumps(document))


@pytest.mark.parametrize("steps", [1, 2, 3, 4, 6])
def test_small_markets_reach_what_trying_every_plan_reaches(steps):
    searched = 0
    for seed in range(60):
        found = drawn(seed, steps=steps)
        blank = found.instance()
        for learner in range(len(found.learners)):
            instance = found.held_by(learner, blank)
            plain = instance.model_dump(mode="json")
            solution = solve(instance)
            best = brute_force.best(plain)
            assert solution.status == "optimal"
            assert solution.value == solution.bound == best[0] == sweep.most_goals(found, learner)
            assert brute_force.feasible(plain, solution.sequence)
            assert brute_force.value(plain, solution.sequence) == best[0]
            searched += solution.solver == EXACT
    assert searched == 120


@pytest.mark.parametrize("introductory", [0.0, 0.5, 1.0])
def test_whole_markets_reach_what_brute_force_reaches(introductory):
    found = market(3, learners=3, introductory=introductory)
    for learner, solved in enumerate(job_markets.solved(found, Effort())):
        assert solved.goals == solved.bound == sweep.most_goals(found, learner)
        assert solved.greedy <= solved.goals


def test_a_work_limit_leaves_a_bound_that_holds_and_the_same_plan_each_time():
    found = market(4, learners=2, introductory=0.5)
    blank = found.instance()
    for learner in range(2):
        tables = ProblemArrays(found.held_by(learner, blank))
        pool = usable(tables)
        assert applies(tables, pool)
        whole = search(tables, pool, [], 10**9)
        assert whole.value == whole.bound
        for most in (1, 2_000, 30_000):
            cut = [search(tables, pool, [], most) for _ in range(2)]
            assert cut[0] == cut[1]
            assert cut[0].value <= whole.value <= cut[0].bound


def test_each_set_is_looked_at_in_one_order_only():
    """Six credentials teach a skill each, every three skills are a goal: six sets of one and fifteen of two.

    What may follow the sets of two is counted in a table of 21. Looked at in every order there are 66 states.
    """
    problem = on_blank_market(
        skills=6,
        steps=3,
        credentials=[{"required": [], "taught": [[skill, 1]]} for skill in range(6)],
        occupations=[[[skill, 1] for skill in three] for three in combinations(range(6), 3)],
    )
    tables = ProblemArrays(problem)
    searched = search(tables, range(6), [0, 1, 2], 10_000)
    assert searched.value == searched.bound == 1
    assert 0 < searched.states <= 6 + 15 + 21


def test_a_match_exactly_at_the_threshold_counts():
    """Four fifths of five equal skills, and a third of a level: 4/5 and 1/3 as fractions, not as floats."""
    facts = {"skills": 5, "levels": 3, "steps": 1, "occupations": [[[s, 3] for s in range(5)]]}
    for threshold, taught in (([4, 5], [[0, 3], [1, 3], [2, 3], [3, 3]]), ([1, 3], [[s, 1] for s in range(5)])):
        credentials = [{"required": [], "taught": taught}]
        assert solve(blank_market(credentials=credentials, threshold=threshold, **facts).instance()).value == 1


def test_instances_from_a_file(tmp_path):
    path = tmp_path / "market.json"
    path.write_text(market(3, learners=2).model_dump_json())
    result = CliRunner().invoke(app, ["paths", "--instance", str(path), "--json"])
    assert result.exit_code == 0, result.output
    metrics = json.loads(result.stdout)["metrics"]
    assert set(metrics) >= {"goals_before", "goals", "proven", "greedy", "milliseconds"}
    assert metrics["proven"]["value"] == 1
    assert "goals_before" in CliRunner().invoke(app, ["paths", "--instance", str(path)]).stdout


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"threshold": [4, 0]}, "threshold.1"),
        ({"learners": [[[99, 1]]]}, "learners.0: skills run from 0 to 45"),
        ({"occupations": [[[0, 9]]]}, "occupations.0: skills run"),
        ({"credentials": [{"required": [[1, 1], [1, 2]], "taught": []}]}, "credentials.0.required names a skill twice"),
        ({"objective": "closure"}, "objective"),
        ({"more": 1}, "more"),
    ],
)
def test_a_file_that_is_wrong_is_refused_by_place(tmp_path, change, message):
    path = tmp_path / "market.json"
    path.write_text(json.dumps({**json.loads(market(3, learners=1).model_dump_json()), **change}))
    with pytest.raises(InputError, match=message):
        job_markets.read(path)
    assert CliRunner().invoke(app, ["paths", "--instance", str(path)]).exit_code == 2


def test_a_file_that_is_no_json_or_not_there_is_refused(tmp_path):
    (tmp_path / "x.json").write_text("{")
    for name in ("x.json", "none.json"):
        with pytest.raises(InputError, match=name):
            job_markets.read(tmp_path / name)
    assert CliRunner().invoke(app, ["tags", "--instance", "x.json"]).exit_code == 2


def test_cp_sat_and_the_exact_search_agree_where_levels_have_no_small_multiple():
    """A budget that does not bind sends the same instance to CP-SAT."""
    from eval.planning.problems import small
    from recommender.path.revise.variants import limited

    methods = set()
    for seed in range(40):
        random = Random(seed)
        base = small(seed, "goals", most=12)
        candidates = tuple(
            c.model_copy(
                update={
                    "minutes": 1,
                    "prerequisites": (),
                    "opens": 0,
                    "closes": None,
                    "barred": (),
                    "teaches": tuple((d, random.randint(200, 1000), 100) for d, _, _ in c.teaches),
                    "requires": tuple((d, random.randint(200, 1000)) for d, _ in c.requires),
                }
            )
            for c in base.candidates
        )
        instance = base.model_copy(
            update={
                "candidates": candidates,
                "programmes": (),
                "objective": base.objective.model_copy(update={"bonus": 0}),
            }
        )
        free = limited(instance, minutes_per_week=1_000, weeks=1, budget=None, steps=4, must_have=())
        one, other = solve(free), solve(limited(free, budget=10**8))
        methods |= {one.solver, other.solver}
        assert one.status == other.status == "optimal"
        assert one.value == other.value
    assert len(methods) == 2


def test_what_must_wait_may_follow_what_stands_after_it(monkeypatch):
    """The third credential is needed before the second, which comes first in the search's order.

    Without the plan that a beam finds at the beginning, the search alone has to see that.
    """
    problem = on_blank_market(
        skills=3,
        steps=3,
        credentials=[
            {"required": [], "taught": [[0, 1]]},
            {"required": [[1, 1]], "taught": [[2, 1]]},
            {"required": [[0, 1]], "taught": [[1, 1]]},
        ],
        occupations=[[[0, 1], [1, 1], [2, 1]]],
    )
    monkeypatch.setattr("recommender.path.optimise.exact_search._Search._followed", lambda self: None)
    searched = search(ProblemArrays(problem), range(3), [], 10_000)
    assert (searched.value, searched.bound, list(searched.sequence)) == (1, 1, [0, 2, 1])


def test_no_step_is_taken_where_none_is_allowed():
    credentials = [{"required": [], "taught": [[0, 1]]}]
    instance = on_blank_market(skills=1, steps=1, credentials=credentials, occupations=[[[0, 1]]])
    for steps, value in ((1, 1), (0, 0)):
        limited = instance.model_copy(update={"limits": instance.limits.model_copy(update={"steps": steps})})
        searched = search(ProblemArrays(limited), range(1), [], 10_000)
        assert searched.value == searched.bound == len(searched.sequence) == value


def test_the_bound_of_a_search_out_of_time_counts_what_is_reached_already(monkeypatch):
    """Nothing is looked at, so every goal that is still open might be reached beside those that are."""
    seen = set()
    for seed in range(60):
        found = drawn(seed, steps=2)
        tables = ProblemArrays(found.held_by(0, found.instance()))
        whole = search(tables, usable(tables), [], 10**9)
        with monkeypatch.context() as blind:
            blind.setattr("recommender.path.optimise.exact_search._Search._followed", lambda self: None)
            cut = search(tables, usable(tables), [], 10**9, Effort(seconds=0))
        if not cut.cut:
            continue
        open_ = cut.bound - cut.value
        assert cut.value <= whole.value <= cut.bound
        assert whole.bound <= cut.bound
        seen.add((cut.value > 0, open_ > 0))
    assert (True, True) in seen
