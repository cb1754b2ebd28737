"""Bodies of ``/v1/assessments``."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from recommender.records import Item, Learner, Preferences, Record, Response

from .common import Document, Resume


class AssessmentRequest(Record):
    """All answers so far go with every request: nothing is kept between them. ``items``: a platform's own questions."""

    model_config = ConfigDict(
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
    resume: Resume | None = None
    goal: Annotated[str, StringConstraints(min_length=1, max_length=50_000)]
    responses: Annotated[tuple[Response, ...], Field(max_length=500)] = ()
    items: Annotated[tuple[Item, ...], Field(max_length=500)] = ()
    preferences: Preferences = Preferences()
    as_of: dt.date | None = None
