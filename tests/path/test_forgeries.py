"""Plans that were forged: whatever was changed or left out is found, or the verdict says that nobody checked it."""

from __future__ import annotations

import copy
import datetime as dt
import itertools
import json

import pytest

from recommender.errors import InputError
from recommender.path.document import plan_of
from recommender.path.grading import verify_plan
from recommender.path.optimise.best_path import best_plan
from recommender.path.optimise.certificate import PlanSource, digest
from recommender.path.optimise.effort import Effort
from recommender.path.options import PlanOptions
from recommender.path.plan import LearningPath, Plan
from recommender.path.problem import PlanningProblem
from tests.support.plans import DATE, LEARNER, LIMITS, document, nudged, row, stands

ROWS = [
    row("basics", ["statistics:0.6"], available_from="2026-01-05", stacks_into=["programme"]),
    row("advanced", ["data quality assessment:0.9"], requires_skills=["statistics:0.6"], prerequisites=["basics"]),
    row("sql", ["SQL:0.9"], price=20),
    row("rival", ["SQL:0.9", "data quality assessment:0.5"], hours=10, available_until="2026-12-31"),
    row("foreign", ["SQL:0.9"], language="es"),
]
REQUESTS = {
    "closure": {"goal": "data analyst", "stacking_bonus": 0.1},
    "regret": {"goal": ["data analyst", "database administrator"], "objective": "regret"},
    "infeasible": {"goal": "data analyst", "must_have": ("foreign",)},
}
ENVELOPE = set(Plan.model_fields) - set(LearningPath.model_fields)


@pytest.fixture(scope="module")
def engine(small, tmp_path_factory):
    from dataclasses import replace

    from recommender.engine import Recommender
    from recommender.snapshot.build import fill_catalogue

    credentials, _ = fill_catalogue(tmp_path_factory.mktemp("forged"), ROWS, small.space, small.linker, small.encoder)
    return Recommender(replace(small, credentials=credentials))


@pytest.fixture(scope="module", params=REQUESTS)
def plan(request, engine):
    """An honest plan of each kind, as JSON."""
    wishes = dict(REQUESTS[request.param])
    goal = wishes.pop("goal")
    return document(engine.plan(LEARNER, goal, preferences=LIMITS, options=PlanOptions(**wishes), as_of=DATE))


def places(value, place=()):
    """Places of every value of a document, containers included; of a list only its first and its last entry."""
    if place:
        yield place
    if isinstance(value, dict):
        for key, item in value.items():
            yield from places(item, (*place, key))
    elif isinstance(value, list):
        for number in sorted({0, len(value) - 1} if value else ()):
            yield from places(value[number], (*place, number))


def at(value, place):
    for part in place:
        value = value[part]
    return value


def moved(value, sign):
    """A value a little above or below another; a list without its first or last entry; an object as it is."""
    if isinstance(value, list):
        return value[1:] if sign > 0 else value[:-1]
    return value if isinstance(value, dict) else nudged(value, sign)


def forged(plan, place, change):
    """A copy of a plan with one value changed, and with the instance's hash made to fit."""
    out = copy.deepcopy(plan)
    holder = at(out, place[:-1])
    if change == "left out":
        if isinstance(holder, dict):
            del holder[place[-1]]
    else:
        holder[place[-1]] = None if change == "null" else moved(holder[place[-1]], change)
    if place[:2] == ("certificate", "instance"):
        rehashed(out)
    return out


def rehashed(plan):
    try:
        instance = PlanningProblem.model_validate_json(json.dumps(plan["certificate"]["instance"]))
    except (KeyError, ValueError):
        return  # no instance any more
    plan["certificate"]["inputs"]["instance"] = digest(instance)


def unmarked(check, document, place):
    """Whether a forged plan is accepted in every mode and nothing says that the forged field was not checked."""
    try:
        verdict = check(document)
    except InputError:
        return False
    names = {".".join(map(str, place[:end])) for end in range(1, len(place) + 1)}
    return verdict.ok and verdict.complete and not names & set(verdict.not_covered)


def same(document, plan):
    """Whether a change changes nothing: what is left out or emptied may be what is understood anyway."""
    if document == plan:
        return True
    try:
        return plan_of(document) == plan_of(plan)
    except InputError:
        return False


#: Fields that solving again verifies; the others are looked at without, to save time.
SOLVED = (
    ("certificate", "status"),
    ("certificate", "bound"),
    ("certificate", "greedy"),
    ("certificate", "pool"),
    ("certificate", "instance", "objective"),
    ("conflict",),
)


@pytest.mark.parametrize("change", [1, -1, "null", "left out"])
def test_no_change_of_any_field_passes_unmarked(engine, plan, change):
    tried = 0
    for place in places(plan):
        document = forged(plan, place, change)
        if same(document, plan):
            continue
        tried += 1
        resolve = any(place[: len(part)] == part for part in SOLVED)

        def check(document, resolve=resolve):
            return engine.check(document, resolve=resolve)

        assert not unmarked(check, document, place), (place, change)
    assert tried >= 120


def test_an_honest_plan_passes_every_mode_and_says_what_nobody_can_check(engine, plan):
    verdict = engine.check(plan, resolve=True)
    stands(verdict)
    assert set(verdict.not_covered) == {"request", "certificate.solver", "certificate.reproducible"}
    assert [grade.name for grade in verdict.grades] == ["arithmetic", "catalogue", "request", "bound"]
    bare = verify_plan(plan)
    stands(bare)
    assert {"learner", "goals", "certificate.instance", "versions"} <= set(bare.not_covered)


def test_a_field_that_is_nobodys_is_refused(plan):
    for place in ((), ("certificate",), ("certificate", "instance"), ("totals",)):
        more = copy.deepcopy(plan)
        at(more, place)["endorsed_by"] = "everyone"
        with pytest.raises(InputError, match="not a plan"):
            verify_plan(more)


def candidate(instance, identifier):
    return next(one for one in instance["candidates"] if one["id"] == identifier)


def without(instance, identifier):
    """An instance without one candidate and everything that names it."""
    gone = next(n for n, one in enumerate(instance["candidates"]) if one["id"] == identifier)
    left = [n for n in range(len(instance["candidates"])) if n != gone]
    number = {old: new for new, old in enumerate(left)}
    instance["candidates"] = [
        {**one, "prerequisites": [number[p] for p in one["prerequisites"] if p in number]}
        for n, one in enumerate(instance["candidates"])
        if n != gone
    ]
    instance["programmes"] = []
    instance["limits"]["must_have"] = [number[n] for n in instance["limits"]["must_have"] if n in number]


def levels(instance):
    for dimension in instance["dimensions"]:
        dimension["held"] = min(1_000, dimension["held"] + 300)


#: Lies that are told consistently: each changes the problem, which is then solved honestly.
LIES = {
    "the best rival is left out of the pool": lambda i: without(i, "rival"),
    "a course is left out of the pool": lambda i: without(i, "sql"),
    "held levels are raised": levels,
    "the budget is raised": lambda i: i["limits"].update(budget=i["limits"]["budget"] * 2),
    "there is no budget": lambda i: i["limits"].update(budget=None),
    "the deadline is later": lambda i: i["limits"].update(weeks=52),
    "a week has more hours": lambda i: i["limits"].update(minutes_per_week=600),
    "a prerequisite is dropped": lambda i: candidate(i, "advanced").update(prerequisites=[]),
    "a prerequisite is made up": lambda i: candidate(i, "sql").update(
        prerequisites=[[one["id"] for one in i["candidates"]].index("basics")]
    ),
    "a course opens later": lambda i: candidate(i, "sql").update(opens=3_600),
    "a course closes earlier": lambda i: candidate(i, "rival").update(closes=0),
    "the currency is another": lambda i: i["limits"].update(currency="EUR"),
    "what is required is left out": lambda i: candidate(i, "advanced").update(requires=[]),
    "a course teaches more": lambda i: candidate(i, "sql").update(teaches=[[0, 1_000, 100]]),
    "a course is cheaper": lambda i: candidate(i, "sql").update(price=1),
    "a course is shorter": lambda i: candidate(i, "sql").update(minutes=60),
    "nothing is assumed": lambda i: [one.update(assumed=[]) for one in i["candidates"]],
    "a goal asks for less": lambda i: i["goals"][0].update(asked=i["goals"][0]["asked"][:1]),
    "a goal is called something else": lambda i: i["goals"][0].update(label="chief executive"),
    "the bonus is greater": lambda i: i["objective"].update(bonus=i["objective"]["bonus"] + 10**8),
    "readiness is not asked for": lambda i: i["limits"].update(readiness=[0, 1]),
    "there are fewer steps": lambda i: i["limits"].update(steps=1),
}
#: What is done so that nobody can make the problem again.
COVERED_UP = {
    "nothing": lambda plan: plan,
    "no identifier": lambda plan: {**plan, "id": None},
    "no learner": lambda plan: {key: value for key, value in plan.items() if key != "learner"},
    "no request": lambda plan: {key: value for key, value in plan.items() if key != "request"},
    "no envelope": lambda plan: {key: value for key, value in plan.items() if key not in ENVELOPE},
    "another snapshot": lambda plan: {**plan, "snapshot": "other"},
    "a request to another snapshot": lambda plan: {**plan, "request": {**plan["request"], "snapshot": "other"}},
    "other versions": lambda plan: {**plan, "versions": {**plan["versions"], "credpath": "0.0.1"}},
}


def honest_about(lie, plan):
    """A plan with a changed problem, solved and presented as the planner would."""
    instance = copy.deepcopy(plan["certificate"]["instance"])
    lie(instance)
    problem = PlanningProblem.model_validate_json(json.dumps(instance))
    certificate = plan["certificate"]
    left_out, inputs = dict(certificate["pool"]["left_out"]), certificate["inputs"]
    if fewer := len(plan["certificate"]["instance"]["candidates"]) - len(problem.candidates):
        left_out["closes no gap of the goal"] = left_out.get("closes no gap of the goal", 0) + fewer
    source = PlanSource(certificate["pool"]["considered"], left_out, inputs["snapshot"], inputs["request"])
    path = best_plan(problem, dt.date.fromisoformat(plan["as_of"]), source, Effort(certificate["solver"]["work_limit"]))
    return {**plan, **document(path)}


@pytest.mark.parametrize("lie", LIES)
def test_no_consistent_lie_passes_every_mode(engine, lie):
    plan = document(
        engine.plan(
            LEARNER,
            "data analyst",
            preferences=LIMITS,
            options=PlanOptions(stacking_bonus=0.1, assume_hours=20),
            as_of=DATE,
        )
    )
    told = honest_about(LIES[lie], plan)
    if told == plan:
        assert lie == "nothing is assumed", "a lie that changes nothing is no test"
        return
    for cover, hide in COVERED_UP.items():
        try:
            verdict = engine.check(hide(told), resolve=True)
        except InputError:
            continue
        assert not (verdict.ok and verdict.complete), (lie, cover)


def test_there_are_enough_lies():
    assert len(list(itertools.product(LIES, COVERED_UP))) >= 120
