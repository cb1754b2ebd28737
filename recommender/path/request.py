"""The request of a plan: everything that the plan follows from, beside the snapshot's content.

A plan carries its request, so that anyone who has the plan can make it again or see whether it follows. The request
holds what was understood of the learner (skills, levels, sources), never their own text, and the goals as they were
written. The plan's identifier is a hash of it and tells nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Annotated, Any, Final

from pydantic import Field, StringConstraints, ValidationError

from recommender.errors import InputError, first_problem
from recommender.path.options import PlanOptions
from recommender.records import Identifier, Learner, Preferences, Record

#: Hexadecimal digits of a plan's identifier: 128 bits of the hash of its request.
ID_DIGITS: Final = 32
#: Most work of one solve: about as many seconds of one core.
MAX_WORK: Final = 100_000
#: Goals of one plan, and characters of each.
MAX_GOALS: Final = 20
GoalText = Annotated[str, StringConstraints(min_length=1, max_length=50_000)]
Goals = Annotated[tuple[GoalText, ...], Field(min_length=1, max_length=MAX_GOALS)]


class PlanRequest(Record):
    """What was understood of a request. ``learner`` holds evidence alone; ``known``: steps that the search began from.

    ``warnings``: what was said while the learner was read. ``work``: the work limit of each solve.
    """

    snapshot: Annotated[str, StringConstraints(max_length=200)]
    as_of: dt.date
    learner: Learner
    text_language: Annotated[str, StringConstraints(max_length=35)] | None
    warnings: Annotated[tuple[Annotated[str, StringConstraints(max_length=1_000)], ...], Field(max_length=1_000)] = ()
    goals: Goals
    preferences: Preferences
    options: PlanOptions
    work: Annotated[float, Field(gt=0, le=MAX_WORK)]
    known: Annotated[tuple[Identifier, ...], Field(max_length=1_000)] = ()

    @property
    def digest(self) -> str:
        """sha256 of the request's JSON."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    @property
    def id(self) -> str:
        """The identifier of the plan that follows from the request."""
        return self.digest[:ID_DIGITS]


def request_of(**facts: Any) -> PlanRequest:
    """A request of its facts; `InputError` says which of them does not fit."""
    if not facts["goals"] or not all(text.strip() for text in facts["goals"]):
        msg = "a plan needs a goal"
        raise InputError(msg)
    try:
        return PlanRequest(**facts)
    except ValidationError as error:
        found = first_problem(error, PlanRequest.model_fields)
        msg = f"a plan cannot be made of this request: {found.place}: {found.message}"
        raise InputError(msg) from None
