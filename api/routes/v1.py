"""Everything under ``/v1``, with the problems that any of its routes may answer."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter

from ..schemas.problems import problem_response
from . import assessments, catalogue, plans, profiles, recommendations, roles, taxonomy

#: Status and meaning of the problems of every route, those that the service answers before a worker is asked included.
PROBLEMS: Final = {
    400: "The body is not JSON",
    404: "Something that the request names does not exist",
    408: "The body did not arrive in time",
    413: "The body is too large, or what it asks for takes too much memory",
    422: "The request cannot be used; `ambiguous-goal` carries choices",
    503: "`busy`, `out-of-time`, `not-ready`, `failed`, `work-limit`; `Retry-After` says when to try again",
}

v1 = APIRouter(prefix="/v1", responses={status: problem_response(meaning) for status, meaning in PROBLEMS.items()})
for part in (profiles, recommendations, assessments, plans, roles, taxonomy, catalogue):
    v1.include_router(part.router)
