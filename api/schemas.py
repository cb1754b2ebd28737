"""Requests and responses of the service that are not records of the library."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from recommender.path import Effort, PlanWishes, Progress, Why
from recommender.records import Identifier, Item, Learner, Occupation, Preferences, Response, SkillFound, Unit
from recommender.suggested import Suggestion

EXAMPLE: dict[str, Any] = {
    "learner": {
        "text": "Office administrator. I build weekly sales reports in Excel and write basic SQL queries.",
        "skills": [{"name": "statistics", "level": 0.4}],
    },
    "goal": "data analyst",
    "preferences": {"hours_per_week": 6},
    "top": 5,
}


class Document(BaseModel):
    """A profile file: its ``name`` tells the format, ``content`` is base64."""

    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    content: Annotated[str, StringConstraints(max_length=14_000_000)]

    @field_validator("content")
    @classmethod
    def _base64(cls, value: str) -> str:
        try:
            base64.b64decode(value, validate=True)
        except binascii.Error:
            msg = "not base64"
            raise ValueError(msg) from None
        return value

    def bytes(self) -> bytes:
        return base64.b64decode(self.content)


class RecommendationRequest(BaseModel):
    """``document`` and ``learner`` may be given together: the document's text, the learner's named skills."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})
    learner: Learner = Learner()
    document: Document | None = None
    goal: Annotated[str, StringConstraints(max_length=50_000)] | None = None
    preferences: Preferences = Preferences()
    top: Annotated[int, Field(ge=1, le=50)] = 10
    as_of: dt.date | None = None


class AssessmentRequest(BaseModel):
    """All answers so far go with every request: nothing is kept between them. ``items``: a platform's own questions."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "learner": {"text": "I build weekly sales reports in Excel and write basic SQL queries."},
                    "goal": "data analyst",
                    "responses": [],
                }
            ]
        },
    )
    learner: Learner = Learner()
    document: Document | None = None
    goal: Annotated[str, StringConstraints(min_length=1, max_length=50_000)]
    responses: Annotated[tuple[Response, ...], Field(max_length=500)] = ()
    items: Annotated[tuple[Item, ...], Field(max_length=500)] = ()
    preferences: Preferences = Preferences()
    as_of: dt.date | None = None


class PlanRequest(BaseModel):
    """``goals``: one, or several for the objectives `goals` and `regret`. ``preferences``: its budget is the plan's."""

    model_config = ConfigDict(
        extra="forbid",
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
                    "wishes": {"objective": "closure"},
                }
            ]
        },
    )
    learner: Learner = Learner()
    document: Document | None = None
    goals: Annotated[
        tuple[Annotated[str, StringConstraints(min_length=1, max_length=50_000)], ...],
        Field(min_length=1, max_length=20),
    ]
    preferences: Preferences
    wishes: PlanWishes = PlanWishes()
    work: Annotated[float, Field(gt=0, le=10)] = Effort().work
    as_of: dt.date | None = None


class PlanDocument(BaseModel):
    """A plan as it was made. It is checked first, and refused where its numbers do not follow from its instance."""

    model_config = ConfigDict(extra="forbid")
    plan: dict[str, Any]
    work: Annotated[float, Field(gt=0, le=10)] = Effort().work


class ReplanRequest(PlanDocument):
    """``tolerance``: share of the best value that may be given up so that less changes."""

    progress: Progress
    tolerance: Unit = 0.01


class TradeoffsRequest(PlanDocument):
    """``points``: most plans on the front."""

    points: Annotated[int, Field(ge=1, le=200)] = 60


class WhyRequest(PlanDocument):
    """``absent``: identifiers of credentials that are not in the plan; without any, the plan's steps are explained."""

    absent: Annotated[tuple[Identifier, ...], Field(max_length=20)] = ()


class Reasons(BaseModel):
    """Why each credential is in the plan, or is not."""

    credentials: list[Why]


class TextRequest(BaseModel):
    """A text to find skills in."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"text": "Deployed Docker containers to AWS with Terraform."}]}
    )
    text: Annotated[str, StringConstraints(min_length=1, max_length=200_000)]


class SkillsFound(BaseModel):
    """The skills found, best first, or none."""

    skills: list[SkillFound]


class OccupationsFound(BaseModel):
    """Occupations that a title may mean, most probable first."""

    occupations: list[Occupation]


class PrerequisitesFound(BaseModel):
    """Stated prerequisites first, then likely ones, most probable first."""

    prerequisites: list[Suggestion]


class Status(BaseModel):
    """``status`` is ``ok`` or ``ready``."""

    status: str


class Version(BaseModel):
    """What answers: versions and the snapshot."""

    credpath: str
    snapshot: str | None
    versions: dict[str, str]


class Problem(BaseModel):
    """RFC 9457 problem details."""

    type: str
    title: str
    status: int
    detail: str | None = None
