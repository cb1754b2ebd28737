"""A plan after some of it has happened: what is left is planned again and changes as little as its value allows.

Stability: of all plans whose value is within a tolerance of the best, the one that drops and adds the fewest
credentials (the edit distance of plan stability; Fox, Gerevini, Long and Serina, 2006). The bound is that of the
best, so the certificate says what stability has cost.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, model_validator

from recommender.errors import InputError, WorkLimit
from recommender.path.optimise.certificate import PlanSource, present, relative_gap
from recommender.path.optimise.conflict import explain
from recommender.path.optimise.cp_sat import CpSatModel, Sum
from recommender.path.optimise.effort import DEFAULT_EFFORT, Effort
from recommender.path.optimise.problem_arrays import ProblemArrays
from recommender.path.optimise.schedule import follows
from recommender.path.optimise.solver import Solution, Solving, thriftiest, value_of, with_best
from recommender.path.plan import Change, LearningPath, Replanned
from recommender.path.problem import MINIMUM_LINK_CONFIDENCE, Candidate, Objective, PlanningProblem, Programme
from recommender.path.revise.variants import best, forced, worded
from recommender.records import Identifier, Record

SKIPPED, FINISHED = "skipped", "finished"
UNDECIDED = "whether it still fits was not decided within the work limit"

Identifiers = Annotated[tuple[Identifier, ...], Field(max_length=200)]


class StudyProgress(Record):
    """What has happened since the plan began. ``weeks``: whole weeks that are over.

    ``finished``: earned, paid for and learnt. ``failed``: time and money are spent, nothing is learnt; it may be taken
    again. ``skipped``: not wanted any more; nothing is spent on it.
    """

    weeks: Annotated[int, Field(ge=0, le=520)] = 0
    finished: Identifiers = ()
    failed: Identifiers = ()
    skipped: Identifiers = ()

    @model_validator(mode="after")
    def _apart(self) -> StudyProgress:
        if (set(self.finished) & {*self.failed, *self.skipped}) or set(self.failed) & set(self.skipped):
            msg = "a credential is finished, failed or skipped, not two of them"
            raise ValueError(msg)
        return self


def replan(
    previous: LearningPath, progress: StudyProgress, effort: Effort = DEFAULT_EFFORT, tolerance: float = 0.01
) -> Replanned:
    """Plan again what is left of a plan.

    ``tolerance``: share of the best value, in [0, 1], that may be given up for stability.

    Raises `InputError` for a credential that the plan's pool does not hold or time that is over, `WorkLimit` as
    `recommender.path.plan` does.
    """
    effort = effort.begun()
    old = previous.certificate.instance
    place = {candidate.id: number for number, candidate in enumerate(old.candidates)}
    for what in ("finished", "failed", "skipped"):
        for number, identifier in enumerate(getattr(progress, what), start=1):
            if identifier not in place:
                msg = f"{what} credential {number} is not in the plan's pool; name credentials of the plan"
                raise InputError(msg)
    if progress.weeks >= old.limits.weeks:
        msg = f"the plan's {old.limits.weeks} weeks are over; make a new plan"
        raise InputError(msg)
    instance = remaining(old, progress)
    if instance.objective.kind == "regret":
        instance = with_best(instance, effort)
    now = {candidate.id: number for number, candidate in enumerate(instance.candidates)}
    gone = {*progress.finished, *progress.skipped}
    wanted = [now[step.id] for step in previous.steps if step.id not in gone]
    tables = ProblemArrays(instance)
    first = Solving(tables, effort, protected=wanted).run()
    if first.status == "unknown":
        msg = "no plan was found within the work limit, and none was shown to be impossible; allow more work"
        raise WorkLimit(msg)
    as_of = previous.as_of + dt.timedelta(days=7 * progress.weeks)
    pool = previous.certificate.pool
    left_out = {**pool.left_out, FINISHED: pool.left_out.get(FINISHED, 0) + len(set(progress.finished))}
    source = PlanSource(
        pool.considered,
        {reason: count for reason, count in left_out.items() if count},
        previous.certificate.inputs.snapshot,
    )
    if first.status == "infeasible":
        path = present(tables, first, as_of, source, explain(tables, effort))
        return Replanned(**_fields(path), changes=(), given_up=0.0)
    settled = _settled(tables, first, wanted, effort, tolerance)
    path = present(tables, settled, as_of, source)
    changes = _changes(tables, settled, wanted, previous, progress, effort)
    given_up = round(relative_gap(settled.value, first.value) or 0.0, 6)
    return Replanned(**_fields(path), changes=changes, given_up=given_up)


def _fields(path: LearningPath) -> dict[str, object]:
    return {name: getattr(path, name) for name in LearningPath.model_fields}


def remaining(old: PlanningProblem, progress: StudyProgress) -> PlanningProblem:
    """The instance of what is left: levels raised, time and money spent, what is finished taken out."""
    finished = [n for n, c in enumerate(old.candidates) if c.id in set(progress.finished)]
    failed = [n for n, c in enumerate(old.candidates) if c.id in set(progress.failed)]
    levels = [dimension.held for dimension in old.dimensions]
    for number in finished:
        for dimension, level, confidence in old.candidates[number].teaches:
            if confidence >= MINIMUM_LINK_CONFIDENCE:
                levels[dimension] = max(levels[dimension], level)
    kept = [n for n in range(len(old.candidates)) if n not in set(finished)]
    place = {n: position for position, n in enumerate(kept)}
    elapsed = progress.weeks * old.limits.minutes_per_week
    spent = sum(old.candidates[n].price or 0 for n in (*finished, *failed))
    limits = old.limits
    steps = None if limits.steps is None else max(0, limits.steps - len(finished) - len(failed))
    dimensions = tuple(
        dimension.model_copy(update={"held": level}) for dimension, level in zip(old.dimensions, levels, strict=True)
    )
    programmes = [
        Programme(id=programme.id, missing=missing)
        for programme in old.programmes
        if (missing := tuple(place[n] for n in programme.missing if n in place))
    ]
    changed = PlanningProblem(
        dimensions=dimensions,
        goals=old.goals,
        candidates=tuple(_left(old.candidates[n], place, elapsed, progress) for n in kept),
        programmes=tuple(programmes),
        objective=old.objective.model_copy(
            update={"best": (0,) * len(old.goals) if old.objective.kind == "regret" else ()}
        ),
        limits=limits.model_copy(
            update={
                "weeks": limits.weeks - progress.weeks,
                "budget": None if limits.budget is None else max(0, limits.budget - spent),
                "steps": steps,
                "must_have": tuple(place[n] for n in limits.must_have if n in place and _wanted(old, n, progress)),
            }
        ),
    )
    return changed.model_copy(update={"objective": _objective(old, changed)})


def _wanted(old: PlanningProblem, number: int, progress: StudyProgress) -> bool:
    return old.candidates[number].id not in set(progress.skipped)


def _left(candidate: Candidate, place: dict[int, int], elapsed: int, progress: StudyProgress) -> Candidate:
    skipped = candidate.id in set(progress.skipped)
    return candidate.model_copy(
        update={
            "prerequisites": tuple(place[p] for p in candidate.prerequisites if p in place),
            "opens": max(0, candidate.opens - elapsed),
            "closes": None if candidate.closes is None else max(0, candidate.closes - elapsed),
            "barred": (*candidate.barred, SKIPPED) if skipped and SKIPPED not in candidate.barred else candidate.barred,
        }
    )


def _objective(old: PlanningProblem, changed: PlanningProblem) -> Objective:
    """What is left of a target, as a share of what is left of the gap: what is held now counts in full."""
    objective = changed.objective
    if objective.target is None:
        return objective
    before, after = ProblemArrays(old), ProblemArrays(changed)
    left = max(0, before.target - (before.gap[0] - after.gap[0]))
    share = Fraction(left, after.gap[0]) if after.gap[0] else Fraction(0)
    return objective.model_copy(update={"target": (share.numerator, share.denominator)})


def _settled(
    tables: ProblemArrays, first: Solution, wanted: Sequence[int], effort: Effort, tolerance: float
) -> Solution:
    """Of the plans that are good enough, the one nearest to what was planned, then the thriftiest."""
    top = first.value or 0
    solving = Solving(tables, effort, protected=wanted)
    give = int(abs(top) * Fraction(str(tolerance)))
    least = top + give if tables.instance.minimised else top - give
    model = CpSatModel(tables, solving.pool)
    solving.keep(model, least)
    old = set(wanted)
    differing = Sum(tuple((-1 if n in old else 1, x) for n, x in model.x.items()), len(old))
    nearest = model.solve(differing, maximise=False, effort=effort, start=list(first.sequence))
    if nearest.sequence is None or nearest.value is None:
        return first
    model.at_most(differing, nearest.value)
    tidy = thriftiest(model, effort, nearest.sequence)
    sequence = solving.ordered(tidy.sequence if tidy.sequence is not None else nearest.sequence)
    if set(sequence) == set(wanted) and follows(tables, wanted):
        sequence = list(wanted)
    return solving.with_sequence(first, sequence, first.work + nearest.work + tidy.work)


def _changes(
    tables: ProblemArrays,
    found: Solution,
    wanted: Sequence[int],
    previous: LearningPath,
    progress: StudyProgress,
    effort: Effort,
) -> tuple[Change, ...]:
    """Each credential of the old plan and of the new one, with the reason for what became of it."""
    candidates = tables.instance.candidates
    chosen, old = set(found.sequence), set(wanted)
    out = [
        Change(id=step.id, title=step.title, kind="dropped", reason="you skipped it")
        for step in previous.steps
        if step.id in set(progress.skipped)
    ]
    for number in wanted:
        candidate = candidates[number]
        kind: Literal["kept", "dropped"] = "kept" if number in chosen else "dropped"
        again = " (to be taken again)" if candidate.id in set(progress.failed) else ""
        reason = f"still part of the plan{again}" if kind == "kept" else _dropped(tables, found, number, effort)
        out.append(Change(id=candidate.id, title=candidate.title, kind=kind, reason=reason))
    for number in found.sequence:
        if number not in old:
            candidate = candidates[number]
            out.append(
                Change(
                    id=candidate.id, title=candidate.title, kind="added", reason=_added(tables, number, found.sequence)
                )
            )
    return tuple(out)


def _dropped(tables: ProblemArrays, found: Solution, number: int, effort: Effort) -> str:
    """Why a credential is not in the new plan, by planning with it."""
    behind = [p for p in tables.instance.candidates[number].prerequisites if tables.instance.candidates[p].barred]
    if behind:
        return f"it needs {tables.instance.candidates[behind[0]].title}, which was skipped"
    if not any(tables.worth(goal)[number].any() for goal in range(len(tables.instance.goals))):
        return "what it teaches is held now"
    try:
        with_it = best(forced(tables.instance, number), effort)
        conflict = None if with_it.possible or with_it.solution.status == "unknown" else explain(with_it.tables, effort)
    except WorkLimit:
        return UNDECIDED
    if with_it.solution.status == "unknown":
        return UNDECIDED
    if conflict is not None:
        return f"it no longer fits: {conflict.text}"
    loss = with_it.loss(found.value or 0) or 0.0
    return worded("with", loss) if loss else "a plan without it is as good"


def _added(tables: ProblemArrays, number: int, sequence: Collection[int]) -> str:
    instance = tables.instance
    needing = [instance.candidates[n].title for n in sequence if number in instance.candidates[n].prerequisites]
    if needing:
        return f"{needing[0]} needs it"
    rest = [n for n in sequence if n != number]
    asked = instance.goals[0].asked
    worth = tables.worth(0)
    before = worth[rest].max(axis=0, initial=0)
    gained = [(int(worth[number][column] - before[column]), column) for column in range(len(asked))]
    named = [
        instance.dimensions[asked[column].dimension].label
        for gain, column in sorted(gained, key=lambda pair: (-pair[0], pair[1]))
        if gain > 0
    ]
    if named:
        return "closes more of " + ", ".join(named[:3])
    return (
        "makes the plan better"
        if value_of(tables, list(sequence)) != value_of(tables, rest)
        else "teaches what others need"
    )
