"""Why a step is in a plan, and why a credential is not."""

from __future__ import annotations

import pytest

from eval.planning.problems import small
from recommender.errors import InputError
from recommender.path.optimise.effort import DEFAULT_EFFORT, Effort
from recommender.path.problem import TargetLevel
from recommender.path.revise.counterfactuals import why, why_not
from recommender.path.revise.variants import best, forced, limited, narrowed, replaced, wanted_no_more
from tests.support.problems import closing, free_course, plans, solved

# Why


@pytest.mark.parametrize("kind", ["closure", "cheapest", "goals"])
def test_a_price_or_hours_that_would_drop_a_step_do_and_a_little_less_need_not(kind):
    turned = 0
    for _, path in plans(kind, count=20):
        instance = path.certificate.instance
        for step, reason in zip(path.steps, why(path), strict=True):
            assert reason.chosen
            if step.candidate in instance.limits.must_have:
                assert reason.turns[0].kind == "preference"
                continue
            for turn in reason.turns:
                turned += 1
                free = wanted_no_more(instance, step.candidate)
                changed = _turned(free, step.candidate, turn)
                assert step.candidate not in best(changed, DEFAULT_EFFORT).solution.sequence
                if turn.kind in {"price", "hours"}:
                    nearly = _turned(free, step.candidate, turn, less=1 if turn.kind == "price" else 2)
                    with_it = best(forced(nearly, step.candidate), DEFAULT_EFFORT).solution.value
                    without = best(nearly, DEFAULT_EFFORT, banned=[step.candidate]).solution.value
                    sign = -1 if instance.minimised else 1
                    assert sign * with_it >= sign * without
    assert turned > 15


def test_a_wish_that_costs_something_is_said_to_cost_it():
    one = (
        small(0, "closure")
        .candidates[0]
        .model_copy(
            update={"requires": (), "prerequisites": (), "barred": (), "opens": 0, "closes": None, "minutes": 60}
        )
    )
    asked = small(0, "closure").goals[0].asked[0]
    good = one.model_copy(update={"id": "good", "teaches": ((asked.dimension, 1000, 100),)})
    wanted = one.model_copy(update={"id": "wanted", "teaches": ()})
    base = small(0, "closure").model_copy(update={"candidates": (good, wanted), "programmes": ()})
    instance = limited(base, minutes_per_week=60, weeks=1, budget=10**7, steps=None, must_have=(1,))
    (reason,) = why(solved(instance))
    assert reason.worth == -1
    assert reason.text == "without it the best plan is 100.0% better"
    with pytest.raises(InputError, match="no plan to explain"):
        why(solved(limited(instance, must_have=(0, 1))))


def _turned(instance, number, turn, less=0):
    if turn.kind == "price":
        return replaced(instance, number, price=round(100 * turn.amount) - less)
    if turn.kind == "hours":
        return replaced(instance, number, minutes=round(60 * turn.amount) - less)
    if turn.kind == "skill":
        label = turn.text.removeprefix("if you held ").rpartition(" at ")[0]
        from recommender.path.revise.variants import holding

        dimension = next(n for n, d in enumerate(instance.dimensions) if d.label == label)
        return holding(instance, dimension, round(1000 * turn.amount))
    raise AssertionError(turn)


def test_why_not_is_verified_by_planning_with_it():
    kinds = set()
    for _, path in plans(count=25):
        instance = path.certificate.instance
        chosen = {step.candidate for step in path.steps}
        for number, candidate in enumerate(instance.candidates):
            if number in chosen:
                continue
            reason = why_not(path, candidate.id)
            assert not reason.chosen
            assert reason.text
            with_it = best(forced(instance, number), DEFAULT_EFFORT)
            assert (reason.worth is not None) == (with_it.possible and not candidate.barred)
            for turn in reason.turns:
                kinds.add(turn.kind)
                if turn.kind in {"price", "hours"}:
                    changed = _turned(instance, number, turn)
                    assert number in best(changed, DEFAULT_EFFORT).solution.sequence
    assert kinds >= {"price", "hours", "preference"}
    with pytest.raises(InputError, match="pool"):
        why_not(path, "nowhere")
    assert why_not(path, path.steps[0].id).chosen


def test_with_no_work_left_a_credential_is_undecided_and_not_in_the_plan():
    said = set()
    for _, path in plans(count=10):
        chosen = {step.candidate for step in path.steps}
        for number, candidate in enumerate(path.certificate.instance.candidates):
            if number not in chosen and not candidate.barred:
                reason = why_not(path, candidate.id, Effort(work=1e-9, seconds=1e-6))
                assert not reason.chosen
                said.add("was not decided within the work limit" in reason.text)
    assert True in said


def test_a_narrowed_instance_has_the_same_best_plan_whatever_one_candidate_costs():
    for seed in range(40):
        instance = small(seed, "closure", most=12)
        number = seed % len(instance.candidates)
        narrow, place = narrowed(instance, number)
        for price in (0, 10**6):
            whole = best(replaced(instance, number, price=price), DEFAULT_EFFORT).solution
            less = best(replaced(narrow, place, price=price), DEFAULT_EFFORT).solution
            assert whole.value == less.value


def test_the_skill_that_a_step_adds_most_to_is_tried_first(monkeypatch):
    """Half of the instance: a course that teaches a little of a weighty skill and all of another, and its rival.

    With the other skill held the rival is enough; with the weighty one held it is not.
    """
    monkeypatch.setattr("recommender.path.revise.counterfactuals.MAX_SKILLS_TRIED", 1)
    base = small(0, "closure")
    weighty, other = (
        base.dimensions[0].model_copy(update={"label": label, "skills": (label,), "held": held})
        for label, held in (("weighty", 700), ("other", 0))
    )
    asked = (
        TargetLevel(dimension=0, level=900, importance=9_000),
        TargetLevel(dimension=1, level=900, importance=5_000),
    )
    both = free_course(id="both", price=0, minutes=120, teaches=((0, 900, 100), (1, 900, 100)))
    rival = free_course(id="rival", price=0, minutes=60, teaches=((0, 900, 100),))
    instance = closing(dimensions=(weighty, other), asked=asked, candidates=(both, rival), budget=0)
    (reason,) = why(solved(instance))
    (skill,) = (turn for turn in reason.turns if turn.kind == "skill")
    assert "if you held other at" in skill.text


def test_the_highest_price_at_which_a_credential_would_be_taken_is_found():
    """100 to spend: the better one costs 55, so beside it the other may cost 45, to a thousandth of its price."""
    base = small(0, "closure")
    dimension = base.goals[0].asked[0].dimension
    others = [n for n in range(len(base.dimensions)) if n != dimension]
    asked = tuple(TargetLevel(dimension=d, level=900, importance=5_000) for d in (dimension, others[0]))
    better = free_course(id="better", minutes=60, price=5_500, teaches=((dimension, 900, 100),))
    other = free_course(id="other", minutes=60, price=8_000, teaches=((others[0], 900, 50),))
    nothing = tuple(one.model_copy(update={"held": 0}) for one in base.dimensions)
    instance = closing(dimensions=nothing, asked=asked, candidates=(better, other), budget=10_000)
    (turn,) = why_not(solved(instance), "other").turns
    assert turn.kind == "price"
    assert 45 - 0.08 <= turn.amount <= 45
