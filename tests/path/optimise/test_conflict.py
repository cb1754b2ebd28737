"""Why there is no plan, and the ways out."""

from __future__ import annotations

from eval.planning import brute_force
from eval.planning.problems import small
from tests.support.problems import solved

# Conflicts


def test_each_way_out_of_a_conflict_works_and_a_little_less_does_not():
    seen = set()
    for seed in range(60):
        feasible = solved(small(seed, "closure"))
        if len(feasible.steps) < 2:
            continue
        instance = _tightened(feasible, time=seed % 2 == 0)
        path = solved(instance)
        assert path.conflict is not None
        assert path.conflict.smallest
        for relaxation in path.conflict.relaxations:
            relaxed = _relaxed(instance, relaxation)
            if relaxed is not None:
                seen.add((relaxation.wish, seed))
                assert brute_force.best(relaxed.model_dump(mode="json")) is not None, (seed, relaxation)
                assert brute_force.best(_almost(instance, relaxation).model_dump(mode="json")) is None, relaxation
    assert {wish for wish, _ in seen} == {"time", "budget", "steps"}
    assert len(seen) > 20


def _tightened(path, *, time):
    """All steps of a plan wished for, and a little less time, or less money and fewer steps, than they take."""
    instance = path.certificate.instance
    must = tuple(step.candidate for step in path.steps)
    if time:
        return _limited(instance, must_have=must, minutes_per_week=path.steps[-1].end - 7, weeks=1)
    return (
        _limited(instance, must_have=must, steps=len(must) - 1)
        if path.totals.cost == 0 or len(must) % 2
        else (_limited(instance, must_have=must, budget=max(0, round(100 * path.totals.cost) - 7)))
    )


def test_the_smallest_conflict_names_no_wish_that_could_stay():
    """Two must-haves that fit alone, and not together."""
    one = small(0, "closure").candidates[0].model_copy(update={"requires": (), "prerequisites": (), "barred": ()})
    free = {"minutes": 400, "opens": 0, "closes": None}
    candidates = tuple(one.model_copy(update={**free, "id": name, "title": name}) for name in "abc")
    base = small(0, "closure").model_copy(update={"candidates": candidates, "programmes": ()})
    instance = _limited(base, minutes_per_week=300, weeks=2, budget=10**7, steps=5, must_have=(0, 1))
    conflict = solved(instance).conflict
    assert conflict.wishes == ("the deadline (2 weeks of 5 hours)", "the must-have a", "the must-have b")
    texts = [relaxation.text for relaxation in conflict.relaxations]
    assert texts[0] == "3.33 hours more by the deadline: 1 weeks more, or 1.67 hours more a week"
    assert texts[1:] == ["give up the must-have a", "give up the must-have b"]


def _relaxed(instance, relaxation):
    limits = instance.limits
    if relaxation.wish == "time":
        minutes = round(relaxation.amount * 60) + 1
        return _longer(instance, minutes)
    if relaxation.wish == "budget":
        return _limited(instance, budget=limits.budget + round(relaxation.amount * 100))
    if relaxation.wish == "steps":
        return _limited(instance, steps=limits.steps + int(relaxation.amount))
    return None


def _almost(instance, relaxation):
    limits = instance.limits
    if relaxation.wish == "time":
        return _longer(instance, round(relaxation.amount * 60) - 1)
    if relaxation.wish == "budget":
        return _limited(instance, budget=limits.budget + round(relaxation.amount * 100) - 1)
    return _limited(instance, steps=max(1, limits.steps + int(relaxation.amount) - 1))


def _longer(instance, minutes):
    """The same study time and ``minutes`` more, in one long week."""
    return _limited(instance, minutes_per_week=instance.limits.minutes + minutes, weeks=1)


def _limited(instance, **limits):
    return instance.model_copy(update={"limits": instance.limits.model_copy(update=limits)})


def test_no_way_out_is_offered_beyond_the_longest_plan():
    """A must-have of 600 hours: an hour a week takes 599 weeks more, and no plan is longer than ten years."""
    base = small(0, "closure")
    course = base.candidates[0].model_copy(
        update={
            "minutes": 36_000,
            "price": 0,
            "requires": (),
            "prerequisites": (),
            "barred": (),
            "opens": 0,
            "closes": None,
        }
    )
    for per_week, ways in ((60, 1), (120, 2)):
        limits = {"minutes_per_week": per_week, "weeks": 1, "budget": 0, "steps": None, "must_have": (0,)}
        alone = base.model_copy(update={"candidates": (course,), "programmes": ()})
        conflict = solved(_limited(alone, **limits)).conflict
        (time,) = conflict.relaxations[:1]
        assert ("weeks more" in time.text) == (ways == 2)
