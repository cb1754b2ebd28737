"""Trade-offs: the front, and what one more of each limit gives."""

from __future__ import annotations

import pytest

from eval.planning.problems import small
from recommender.path.optimise.problem_arrays import ProblemArrays
from recommender.path.optimise.solver import solve
from recommender.path.problem import Objective, PlanningProblem
from recommender.path.revise.pareto import tradeoffs
from recommender.path.revise.variants import limited
from tests.support.problems import feasible_sets

# Trade-offs


def test_the_front_is_that_of_every_plan():
    looked = 0
    for seed in range(60):
        instance = small(seed, "closure", most=6)
        instance = instance.model_copy(update={"objective": Objective(kind="closure")})
        found = tradeoffs(instance)
        assert found.complete
        tables = ProblemArrays(instance)
        plain = instance.model_dump(mode="json")
        points = {
            (tables.closed(0, chosen), int(tables.minutes[list(chosen)].sum()), tables.cents(chosen))
            for chosen in feasible_sets(instance, plain)
        }
        efficient = {
            p for p in points if not any(q != p and q[0] >= p[0] and q[1] <= p[1] and q[2] <= p[2] for q in points)
        }
        assert {(p.closed, p.minutes, round(100 * p.cost)) for p in found.points} == {p for p in efficient if p[0] > 0}
        looked += len(found.points)
    assert looked > 40


def test_unknown_prices_count_as_nothing_on_the_front_and_steps_stand_in_order():
    base = small(0, "closure")
    one = base.candidates[0].model_copy(
        update={"requires": (), "prerequisites": (), "barred": (), "opens": 0, "closes": None, "minutes": 60}
    )
    paid = one.model_copy(update={"id": "paid", "price": 100, "teaches": ((0, 1000, 100),)})
    free = one.model_copy(update={"id": "free", "price": None, "teaches": ((0, 500, 100),)})
    needing = one.model_copy(update={"id": "needing", "price": 0, "teaches": ((1, 1000, 100),), "prerequisites": (0,)})
    goal = {"id": "goal", "label": "goal"}
    goal["asked"] = [{"dimension": d, "level": 1000, "importance": 100} for d in (0, 1)]
    instance = PlanningProblem.model_validate(
        {
            **base.model_dump(),
            "dimensions": [{"label": str(d), "skills": (), "held": 0} for d in range(2)],
            "goals": [goal],
            "candidates": [c.model_dump() for c in (free, paid, needing)],
            "programmes": (),
            "objective": {"kind": "closure"},
            "limits": {"minutes_per_week": 300, "weeks": 1},
        }
    )
    found = tradeoffs(instance)
    assert found.complete
    assert {(p.minutes, p.cost) for p in found.points} == {(60, 0), (60, 1), (120, 0), (180, 1)}
    assert all(p.steps.index("free") < p.steps.index("needing") for p in found.points if "needing" in p.steps)


def test_a_front_that_is_cut_says_so():
    whole = next(f for s in range(100) if len((f := tradeoffs(small(s, "closure"))).points) > 3)
    seed = next(s for s in range(100) if len(tradeoffs(small(s, "closure")).points) > 3)
    cut = tradeoffs(small(seed, "closure"), most=2)
    assert whole.complete
    assert not cut.complete
    assert len(cut.points) == 2


def test_one_more_hour_gives_what_planning_with_it_gives():
    for seed in range(20):
        instance = small(seed, "closure")
        found = {more.limit: more.gain for more in tradeoffs(instance, most=1).more}
        assert all(gain is None or gain >= 0 for gain in found.values())
        closing = PlanningProblem.model_validate(
            {**instance.model_dump(), "goals": [instance.goals[0].model_dump()], "objective": {"kind": "closure"}}
        )
        now, longer = solve(closing), solve(limited(closing, weeks=closing.limits.weeks + 1))
        gap = ProblemArrays(closing).gap[0]
        if now.value is not None and gap:
            assert found["weeks"] == pytest.approx((longer.value - now.value) / gap, abs=1e-6)


@pytest.mark.parametrize(
    ("opens", "closes", "minutes", "hour_helps", "week_helps"),
    [(300, None, 360, True, True), (300, 600, 360, True, False), (0, 300, 480, False, False)],
)
def test_more_hours_a_week_leave_a_date_where_it_is(opens, closes, minutes, hour_helps, week_helps):
    """Two weeks of five hours. One course opens in the second week, one must be finished after the first."""
    base = small(0, "closure")
    asked = base.goals[0].asked[0]
    course = base.candidates[0].model_copy(
        update={
            "minutes": minutes,
            "price": 0,
            "requires": (),
            "prerequisites": (),
            "barred": (),
            "opens": opens,
            "closes": closes,
            "teaches": ((asked.dimension, 1000, 100),),
        }
    )
    instance = limited(
        base.model_copy(update={"candidates": (course,), "programmes": ()}),
        minutes_per_week=300,
        weeks=2,
        budget=0,
        steps=None,
        must_have=(),
    )
    more = {one.limit: one.gain for one in tradeoffs(instance).more}
    assert (more["hours a week"] > 0) == hour_helps
    assert (more["weeks"] > 0) == week_helps
