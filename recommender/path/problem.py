"""A planning instance: everything a plan speaks of, in integers, so that a proof is exact and anyone can repeat it.

Levels are in thousandths of a proficiency, importances in ten-thousandths, confidences of links in hundredths, effort
in minutes, money in hundredths of one currency. A *dimension* is what a level is held of: a requirement (any of whose
skills serves) or a skill that a candidate requires. Indices are positions in the lists of the instance.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from recommender.records import Currency, Record

LEVEL: Final = 1_000
IMPORTANCE: Final = 10_000
CONFIDENCE: Final = 100
#: Worth is importance x level x confidence, so one whole requirement of importance 1 is worth this much.
WORTH: Final = LEVEL * IMPORTANCE * CONFIDENCE
#: A link counts for what is reached or learnt where it is at least as probable as not.
MINIMUM_LINK_CONFIDENCE: Final = CONFIDENCE // 2
CENTS: Final = 100
#: The longest plan, in weeks, and the minutes of a whole week.
MAX_WEEKS: Final = 520
WHOLE_WEEK: Final = 168 * 60
#: Regret is stated in millionths of a goal's whole gap.
REGRET: Final = 1_000_000
#: The terms of a match are exact below this common multiple of the levels asked, else rounded down at this scale.
MATCH_SCALE: Final = 10**6

ObjectiveKind = Literal["closure", "goals", "cheapest", "fastest", "regret"]
Index = Annotated[int, Field(ge=0)]
Level = Annotated[int, Field(ge=0, le=LEVEL)]
#: Nothing is earned in no time: of two candidates in a plan one is always before the other.
Minutes = Annotated[int, Field(ge=1, le=20_000 * 60)]
Cents = Annotated[int, Field(ge=0, le=1_000_000 * CENTS)]
#: A share as numerator and denominator.
Share = tuple[Annotated[int, Field(ge=0, le=10**13)], Annotated[int, Field(gt=0, le=10**13)]]
#: Study minutes from the beginning of a plan; nothing is later than the end of the longest.
Moment = Annotated[int, Field(ge=0, le=MAX_WEEKS * WHOLE_WEEK)]
MAX_CANDIDATES: Final = 50_000
MAX_DIMENSIONS: Final = 2_000
#: Entries of one list of a candidate or a programme; more are no catalogue's.
MAX_ENTRIES: Final = 10_000
Text = Annotated[str, Field(max_length=1_000)]


class Dimension(Record):
    """What levels are held, taught and asked of; ``held`` is the learner's level before the plan."""

    label: Text
    skills: Annotated[tuple[Text, ...], Field(max_length=MAX_ENTRIES)]
    held: Level


class TargetLevel(Record):
    """A level of a dimension that a goal asks for."""

    dimension: Index
    level: Annotated[int, Field(ge=1, le=LEVEL)]
    importance: Annotated[int, Field(ge=0, le=IMPORTANCE)]


class TargetGoal(Record):
    """One goal: an occupation, an advert or named requirements."""

    id: Text
    label: Annotated[str, Field(max_length=50_000)]
    asked: Annotated[tuple[TargetLevel, ...], Field(max_length=MAX_DIMENSIONS)]


class Candidate(Record):
    """A credential of the pool.

    ``teaches``: (dimension, level, confidence of the link); ``requires``: (dimension, level). ``prerequisites``:
    positions of candidates that must be finished before it (those held are left out). ``opens``, ``closes``: the plan's
    study minute before which it cannot begin, and by which it must be finished. ``barred``: options of the learner that
    rule it out; it stands here because a must-have needs it. ``assumed``: which of its figures no source states.
    """

    id: Text
    title: Text
    minutes: Minutes
    price: Cents | None
    teaches: Annotated[
        tuple[tuple[Index, Level, Annotated[int, Field(ge=1, le=CONFIDENCE)]], ...], Field(max_length=MAX_ENTRIES)
    ] = ()
    requires: Annotated[
        tuple[tuple[Index, Annotated[int, Field(ge=1, le=LEVEL)]], ...], Field(max_length=MAX_DIMENSIONS)
    ] = ()
    prerequisites: Annotated[tuple[Index, ...], Field(max_length=MAX_ENTRIES)] = ()
    opens: Moment = 0
    closes: Moment | None = None
    barred: Annotated[tuple[Text, ...], Field(max_length=100)] = ()
    assumed: Annotated[tuple[Text, ...], Field(max_length=100)] = ()


class Programme(Record):
    """A larger credential that is earned when all of ``missing`` are; what is held of it is left out."""

    id: Text
    missing: Annotated[tuple[Index, ...], Field(min_length=1, max_length=MAX_ENTRIES)]


class Objective(Record):
    """What is optimised.

    ``closure``: most worth closed of the first goal. ``goals``: most goals whose match reaches ``threshold``.
    ``cheapest``, ``fastest``: least money, or the earliest end, with ``target`` of the first goal's whole gap closed.
    ``regret``: least worst shortfall over the goals, each against ``best`` (the most worth that can be closed of it
    alone), in millionths of its whole gap. ``bonus``: worth added for each completed programme.
    """

    kind: ObjectiveKind
    threshold: Share = (4, 5)
    target: Share | None = None
    best: Annotated[tuple[Annotated[int, Field(ge=0, le=10**13)], ...], Field(max_length=1_000)] = ()
    bonus: Annotated[int, Field(ge=0, le=100 * WORTH)] = 0


class Limits(Record):
    """``readiness``: the match of a candidate's requirements that must be held when it begins. ``None``: no limit."""

    minutes_per_week: Annotated[int, Field(ge=1, le=WHOLE_WEEK)]
    weeks: Annotated[int, Field(ge=1, le=MAX_WEEKS)]
    budget: Cents | None = None
    currency: Currency = "USD"
    steps: Annotated[int, Field(ge=0, le=200)] | None = None
    readiness: Share = (4, 5)
    must_have: Annotated[tuple[Index, ...], Field(max_length=1_000)] = ()

    @property
    def minutes(self) -> int:
        """All study time until the deadline."""
        return self.minutes_per_week * self.weeks


class PlanningProblem(Record):
    """What a plan speaks of.

    ``goals`` has at least one member; `closure`, `cheapest` and `fastest` speak of the first.
    """

    format: Literal["credpath-instance/1"] = "credpath-instance/1"
    dimensions: Annotated[tuple[Dimension, ...], Field(max_length=MAX_DIMENSIONS)]
    goals: Annotated[tuple[TargetGoal, ...], Field(min_length=1, max_length=1_000)]
    candidates: Annotated[tuple[Candidate, ...], Field(max_length=MAX_CANDIDATES)]
    programmes: Annotated[tuple[Programme, ...], Field(max_length=MAX_CANDIDATES)] = ()
    objective: Objective
    limits: Limits

    @model_validator(mode="after")
    def _whole(self) -> PlanningProblem:
        """Every index names something, no candidate stands before itself, and what the objective needs is there."""
        dimensions, candidates = len(self.dimensions), len(self.candidates)
        if len({candidate.id for candidate in self.candidates}) != candidates:
            msg = "two candidates have one identifier"
            raise ValueError(msg)
        for target in self.goals:
            _within([asked.dimension for asked in target.asked], dimensions, f"goal {target.id}", "dimension")
            _once([asked.dimension for asked in target.asked], f"goal {target.id}")
        for number, candidate in enumerate(self.candidates):
            place = f"candidate {number}"
            _within([d for d, _, _ in candidate.teaches], dimensions, place, "dimension taught")
            _within([d for d, _ in candidate.requires], dimensions, place, "dimension required")
            _once([d for d, _ in candidate.requires], place)
            _within(candidate.prerequisites, candidates, place, "prerequisite")
            if number in candidate.prerequisites:
                msg = f"{place} is its own prerequisite"
                raise ValueError(msg)
            if candidate.price is None and (self.limits.budget is not None or self.objective.kind == "cheapest"):
                msg = f"{place} has no price, which a budget and the objective cheapest need"
                raise ValueError(msg)
        for programme in self.programmes:
            _within(programme.missing, candidates, f"programme {programme.id}", "candidate")
        _within(self.limits.must_have, candidates, "limits", "must-have")
        if self.objective.kind in {"cheapest", "fastest"} and self.objective.target is None:
            msg = f"the objective {self.objective.kind} needs a target"
            raise ValueError(msg)
        if self.objective.kind == "regret" and len(self.objective.best) != len(self.goals):
            msg = "the objective regret needs the best of each goal"
            raise ValueError(msg)
        return self

    @property
    def minimised(self) -> bool:
        """Whether less of the objective is better."""
        return self.objective.kind in {"cheapest", "fastest", "regret"}


def _within(indices: tuple[int, ...] | list[int], count: int, place: str, what: str) -> None:
    if any(not 0 <= index < count for index in indices):
        msg = f"{place} names a {what} that does not exist"
        raise ValueError(msg)


def _once(indices: list[int], place: str) -> None:
    if len(set(indices)) != len(indices):
        msg = f"{place} names a dimension twice"
        raise ValueError(msg)
