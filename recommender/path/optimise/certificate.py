"""From a solution to the records of a plan."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from recommender.path.optimise.cp_sat import SEED
from recommender.path.optimise.problem_arrays import ProblemArrays, hours, money
from recommender.path.optimise.schedule import Slot, last_day, last_week, scheduled, weeks_of
from recommender.path.optimise.solver import Solution
from recommender.path.plan import (
    UNITS,
    Certificate,
    Closing,
    Conflict,
    Inputs,
    LearningPath,
    Pool,
    Solver,
    Step,
    Totals,
    Value,
)
from recommender.path.problem import PlanningProblem


@dataclass(frozen=True, slots=True)
class PlanSource:
    """Where an instance comes from: the size of the catalogue, what was left out and why, and the request's hashes."""

    considered: int
    left_out: Mapping[str, int] = field(default_factory=dict)
    snapshot: str | None = None
    request: str | None = None


def present(
    tables: ProblemArrays, solution: Solution, as_of: dt.date, source: PlanSource, conflict: Conflict | None = None
) -> LearningPath:
    """The plan of a solution, with its certificate."""
    slots = scheduled(tables, solution.sequence)
    return LearningPath(
        as_of=as_of,
        steps=_steps(tables, slots, as_of),
        weeks=weeks_of(tables, slots, as_of),
        totals=totals(tables, slots, as_of),
        conflict=conflict,
        certificate=certify(tables, solution, source),
    )


def certify(tables: ProblemArrays, solution: Solution, source: PlanSource) -> Certificate:
    """What is claimed of a solution, with everything needed to check it."""
    instance = tables.instance
    kind = instance.objective.kind
    gap = tables.gap[0]
    share = round(solution.value / gap, 6) if kind == "closure" and solution.value is not None and gap else None
    return Certificate(
        status="infeasible"
        if solution.status == "infeasible"
        else "optimal"
        if solution.status == "optimal"
        else "feasible",
        objective=Value(kind=kind, value=solution.value, unit=UNITS[kind], share=share),
        bound=solution.bound,
        relative_gap=relative_gap(solution.value, solution.bound),
        greedy=solution.greedy,
        reproducible=not solution.cut,
        pool=Pool(
            considered=source.considered,
            left_out=dict(source.left_out),
            candidates=len(instance.candidates),
            searched=solution.reduced,
        ),
        solver=Solver(
            name=solution.solver,
            version=solution.version,
            work=solution.work,
            work_limit=solution.stated.work,
            seed=SEED,
        ),
        inputs=Inputs(instance=digest(instance), snapshot=source.snapshot, request=source.request),
        instance=instance,
    )


def digest(instance: PlanningProblem) -> str:
    """sha256 of an instance's canonical JSON."""
    text = json.dumps(instance.model_dump(mode="json"), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def relative_gap(value: int | None, bound: int | None) -> float | None:
    """The distance of value and bound as a share of the greater; 0 where they are equal."""
    if value is None or bound is None:
        return None
    return 0.0 if value == bound else round(abs(bound - value) / max(abs(bound), abs(value)), 9)


def totals(tables: ProblemArrays, slots: list[Slot], as_of: dt.date) -> Totals:
    """What a schedule adds up to."""
    instance = tables.instance
    chosen = [slot.candidate for slot in slots]
    candidates = [instance.candidates[n] for n in chosen]
    minutes, cents = int(tables.minutes[chosen].sum()), tables.cents(chosen)
    closed = [tables.closed(goal, chosen) for goal in range(len(instance.goals))]
    assumed_minutes = sum(c.minutes for c in candidates if "hours" in c.assumed)
    assumed_cents = sum(c.price or 0 for c in candidates if "price" in c.assumed)
    return Totals(
        steps=len(slots),
        minutes=minutes,
        hours=hours(minutes),
        weeks=last_week(slots[-1], instance) if slots else 0,
        ends=last_day(slots[-1], instance, as_of) if slots else None,
        cost=money(cents),
        currency=instance.limits.currency,
        unpriced=sum(c.price is None for c in candidates),
        closed=tuple(closed),
        shares=tuple(round(c / gap, 6) if gap else 1.0 for c, gap in zip(closed, tables.gap, strict=True)),
        reached_before=tables.reached([]),
        reached=tables.reached(chosen),
        programmes=tables.completed(chosen),
        assumed_hours=round(assumed_minutes / minutes, 6) if minutes else 0.0,
        assumed_cost=round(assumed_cents / cents, 6) if cents else 0.0,
    )


def _steps(tables: ProblemArrays, slots: list[Slot], as_of: dt.date) -> tuple[Step, ...]:
    instance = tables.instance
    worth = tables.worth(0)
    asked = instance.goals[0].asked
    gap = tables.gap[0]
    best = worth[:0].max(axis=0, initial=0)
    out, place = [], {slot.candidate: position for position, slot in enumerate(slots, start=1)}
    per_week = instance.limits.minutes_per_week
    for position, slot in enumerate(slots, start=1):
        candidate = instance.candidates[slot.candidate]
        gain = (worth[slot.candidate] - best).clip(min=0)
        best = worth[[slot.candidate]].max(axis=0, initial=0).clip(min=best)
        closes = [
            Closing(
                dimension=asked[column].dimension,
                label=instance.dimensions[asked[column].dimension].label,
                worth=int(gain[column]),
                share=round(int(gain[column]) / gap, 6),
            )
            for column in sorted(range(len(asked)), key=lambda c: (-int(gain[c]), c))
            if gain[column] > 0
        ]
        out.append(
            Step(
                position=position,
                candidate=slot.candidate,
                id=candidate.id,
                title=candidate.title,
                start=slot.start,
                end=slot.end,
                hours=hours(candidate.minutes),
                price=None if candidate.price is None else money(candidate.price),
                first_week=slot.start // per_week + 1,
                last_week=last_week(slot, instance),
                begins=as_of + dt.timedelta(days=7 * (slot.start // per_week)),
                ends=last_day(slot, instance, as_of),
                closes=tuple(closes),
                share=round(int(gain.sum()) / gap, 6) if gap else 0.0,
                after=_builds_on(tables, slot.candidate, place, position),
                assumed=candidate.assumed,
            )
        )
    return tuple(out)


def _builds_on(tables: ProblemArrays, number: int, place: Mapping[int, int], position: int) -> tuple[int, ...]:
    """Earlier steps that are prerequisites, or teach what the candidate requires and the learner lacks."""
    candidate = tables.instance.candidates[number]
    needed = {place[p] for p in candidate.prerequisites if p in place}
    if tables.ready[number] is not None:
        for dimension, level in candidate.requires:
            held = int(tables.held[dimension])
            needed |= {
                earlier
                for other, earlier in place.items()
                if earlier < position and held < level and int(tables.level[other, dimension]) > held
            }
    return tuple(sorted(needed))
