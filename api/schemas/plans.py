"""Bodies of ``/v1/plans`` and of what is done with a plan."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Final

from pydantic import ConfigDict, Field, field_validator

from recommender.path.optimise.effort import Effort
from recommender.path.options import PlanOptions
from recommender.path.request import Goals, PlanRequest
from recommender.path.revise.counterfactuals import Why
from recommender.path.revise.replanning import StudyProgress
from recommender.records import Identifier, Learner, Preferences, Record, Unit

from .common import Document, Resume

#: Most work that one solve of a request may take.
MAX_WORK: Final = 10


class PlanningRequest(Record):
    """``goals``: one, or several for the objectives `goals` and `regret`. ``preferences``: its budget is the plan's."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "learner": {"skills": [{"name": "SQL", "level": 0.4}]},
                    "goals": ["data analyst"],
                    "preferences": {
                        "hours_per_week": 6,
                        "weeks": 26,
                        "budget": {"amount": 500, "currency": "USD"},
                    },
                    "options": {"objective": "closure"},
                }
            ]
        },
    )
    learner: Learner = Learner()
    document: Document | None = None
    resume: Resume | None = None
    goals: Goals
    preferences: Preferences
    options: PlanOptions = PlanOptions()
    work: Annotated[float, Field(gt=0, le=MAX_WORK)] = Effort().work
    as_of: dt.date | None = None


class RemakeRequest(Record):
    """``request``: that of a plan, as it stands there."""

    request: PlanRequest

    @field_validator("request")
    @classmethod
    def _within(cls, value: PlanRequest) -> PlanRequest:
        if value.work > MAX_WORK:
            msg = f"a plan may take {MAX_WORK} units of work here"
            raise ValueError(msg)
        return value


class CheckRequest(Record):
    """``catalogue``: whether the plan is compared with the open snapshot; ``resolve``: whether it is solved again."""

    plan: dict[str, Any]
    catalogue: bool = False
    resolve: bool = False


class PlanDocument(Record):
    """A plan as it was made. It is checked first, and refused where its numbers do not follow from its instance."""

    plan: dict[str, Any]
    work: Annotated[float, Field(gt=0, le=MAX_WORK)] = Effort().work


class ReplanRequest(PlanDocument):
    """``tolerance``: share of the best value that may be given up so that less changes."""

    progress: StudyProgress
    tolerance: Unit = 0.01


class TradeoffsRequest(PlanDocument):
    """``points``: most plans on the front."""

    points: Annotated[int, Field(ge=1, le=200)] = 60


class WhyRequest(PlanDocument):
    """``absent``: identifiers of credentials that are not in the plan; without any, the plan's steps are explained."""

    absent: Annotated[tuple[Identifier, ...], Field(max_length=20)] = ()


class Reasons(Record):
    """Why each credential is in the plan, or is not."""

    credentials: list[Why]
