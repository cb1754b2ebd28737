"""The records of a plan: its steps, its weeks, what it adds up to, and the certificate that says how good it is."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final, Literal

from pydantic import Field

from recommender.path.problem import MAX_WEEKS, ObjectiveKind, PlanningProblem
from recommender.path.request import PlanRequest
from recommender.records import Envelope, Goal, Record

Count = Annotated[int, Field(ge=0)]
Work = Annotated[float, Field(ge=0, allow_inf_nan=False)]
FORMAT: Final = "credpath-plan/1"
#: Steps of one plan, most: five a day for half a year.
MAX_STEPS: Final = 1_000
#: In what an objective's value is stated.
UNITS: Final[dict[str, str]] = {
    "closure": "importance x level x 1e-9",
    "goals": "goals",
    "cheapest": "hundredths of the currency",
    "fastest": "study minutes",
    "regret": "millionths of a goal's gap",
}


class Closing(Record):
    """How much of the first goal's gap a step closes that no step before it did; ``worth`` in the instance's units."""

    dimension: int
    label: str
    worth: int
    share: float


class Step(Record):
    """One credential of the plan. ``start`` and ``end`` are study minutes; weeks count from 1.

    ``assumed``: figures of it that no source states. ``after``: steps that it must or does build on, by position.
    """

    position: int
    candidate: int
    id: str
    title: str
    start: int
    end: int
    hours: float
    price: float | None
    first_week: int
    last_week: int
    begins: dt.date
    ends: dt.date
    closes: tuple[Closing, ...]
    share: float
    after: tuple[int, ...]
    assumed: tuple[str, ...]


class Stretch(Record):
    """Time of one step in one week."""

    position: int
    title: str
    minutes: int


class Week(Record):
    """One week of study; ``begins`` is its first day."""

    week: int
    begins: dt.date
    stretches: Annotated[tuple[Stretch, ...], Field(max_length=MAX_STEPS)]


class Totals(Record):
    """What the plan adds up to. ``cost`` leaves out the ``unpriced`` steps.

    ``closed``: worth closed of each goal, ``shares`` the same as shares of each goal's gap (1 where nothing is
    missing); ``reached``: goals whose match reaches the threshold, before and after. ``assumed_hours``,
    ``assumed_cost``: the share of hours and of cost that rests on assumptions.
    """

    steps: int
    minutes: int
    hours: float
    weeks: int
    ends: dt.date | None
    cost: float
    currency: str
    unpriced: int
    closed: tuple[int, ...]
    shares: tuple[float, ...]
    reached_before: int
    reached: int
    programmes: int
    assumed_hours: float
    assumed_cost: float


class Value(Record):
    """The objective's value. ``unit`` says in what; ``share`` of the first goal's gap for `closure`."""

    kind: ObjectiveKind
    value: int | None
    unit: str
    share: float | None


class Solver(Record):
    """What solved it: a unit of ``work`` is CP-SAT's deterministic time, or ten million states of the exact search."""

    name: str
    version: str
    work: Work
    work_limit: Work
    seed: int


class Pool(Record):
    """Which credentials the proof speaks of.

    ``considered``: all of the catalogue. ``left_out``: how many, by reason. ``candidates``: those of the instance, over
    which the optimum holds. ``searched``: those that the solver saw after removing dominated ones, which keeps the
    optimum.
    """

    considered: Count
    left_out: dict[str, Count]
    candidates: Count
    searched: Count


class Inputs(Record):
    """Hashes (sha256) of what went in; ``snapshot`` is its id, ``request`` that of the request."""

    instance: str
    snapshot: str | None = None
    request: str | None = None


class Certificate(Record):
    """What is claimed of a plan and everything needed to check it.

    ``bound``: no plan of the pool is better than this. ``relative_gap``: between value and bound, of the greater.
    ``greedy``: what the greedy plan reaches. ``reproducible``: ``False`` where the clock cut the work short.
    """

    status: Literal["optimal", "feasible", "infeasible"]
    objective: Value
    bound: int | None
    relative_gap: float | None
    greedy: int | None
    reproducible: bool
    pool: Pool
    solver: Solver
    inputs: Inputs
    instance: PlanningProblem


class Relaxation(Record):
    """One wish that could give way: by how much, and what is possible then.

    ``amount`` is in ``unit``; ``None`` where giving the wish up whole is the only way.
    """

    wish: str
    amount: float | None
    unit: str | None
    text: str


class Conflict(Record):
    """Why there is no plan: the smallest set of wishes that cannot hold together, and single ways out.

    ``smallest``: every smaller set was shown to be possible.
    """

    wishes: tuple[str, ...]
    text: str
    smallest: bool
    relaxations: tuple[Relaxation, ...]


class LearningPath(Record):
    """An ordered, scheduled set of credentials with its proof. ``as_of`` is the first day of week 1."""

    format: Literal["credpath-plan/1"] = FORMAT
    as_of: dt.date
    steps: Annotated[tuple[Step, ...], Field(max_length=MAX_STEPS)]
    weeks: Annotated[tuple[Week, ...], Field(max_length=MAX_WEEKS)]
    totals: Totals
    conflict: Conflict | None = None
    certificate: Certificate


class Plan(LearningPath, Envelope):
    """A path for a learner, with the request that it was made from. ``id`` is a hash of that request.

    ``uncovered``: open requirements of the first goal that nothing in the pool closes.
    """

    id: str
    request: PlanRequest
    goals: tuple[Goal, ...]
    uncovered: tuple[str, ...] = ()


class Change(Record):
    """What became of one credential, and why."""

    id: str
    title: str
    kind: Literal["kept", "dropped", "added"]
    reason: str


class Replanned(LearningPath):
    """A path after progress. ``given_up``: how far stability left it from the best, as a share of the greater value."""

    changes: tuple[Change, ...]
    given_up: float
