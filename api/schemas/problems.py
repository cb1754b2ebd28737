"""Problem details, as every error answers."""

from __future__ import annotations

from typing import Any, Final

from recommender.records import Record

MEDIA_TYPE: Final = "application/problem+json"


class FieldFault(Record):
    """Where a request does not fit the schema, and in which way; never what stood there."""

    place: str
    kind: str


class GoalChoice(Record):
    """An occupation that the goal may mean."""

    id: str
    label: str
    probability: float


class Problem(Record):
    """RFC 9457 problem details. ``errors``: of `invalid-request`; ``choices``: of `ambiguous-goal`."""

    type: str
    title: str
    status: int
    detail: str | None = None
    errors: list[FieldFault] | None = None
    choices: list[GoalChoice] | None = None


def problem_response(meaning: str) -> dict[str, Any]:
    """The description of a response with a problem, for FastAPI. `api.openapi` gives it its media type."""
    return {"description": meaning, "model": Problem}
