"""Bodies of ``/v1/recommendations``."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints

from recommender.records import Learner, Preferences, Record

from .common import Document, Resume

EXAMPLE: dict[str, Any] = {
    "learner": {
        "text": "Office administrator. I build weekly sales reports in Excel and write basic SQL queries.",
        "skills": [{"name": "statistics", "level": 0.4}],
    },
    "goal": "data analyst",
    "preferences": {"hours_per_week": 6},
    "top": 5,
}


class RecommendationRequest(Record):
    """``document`` or ``resume`` may be given beside ``learner``: the file's text, the skills of both."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})
    learner: Learner = Learner()
    document: Document | None = None
    resume: Resume | None = None
    goal: Annotated[str, StringConstraints(max_length=50_000)] | None = None
    preferences: Preferences = Preferences()
    top: Annotated[int, Field(ge=1, le=50)] = 10
    as_of: dt.date | None = None
