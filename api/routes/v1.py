"""The routes, each a thin call of the library. They are plain functions: the work runs in worker threads."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from ..schemas.common import Problem
from . import assessments, catalogue, health, plans, recommendations, taxonomy

_PROBLEM: dict[int | str, dict[str, Any]] = {
    422: {"model": Problem, "description": "The request cannot be used; `ambiguous-goal` carries choices"},
    413: {"model": Problem, "description": "The body is too large"},
    503: {
        "model": Problem,
        "description": "The snapshot is not open yet, or `work-limit`: no plan in time",
    },
}


v1 = APIRouter(prefix="/v1", responses=_PROBLEM)
for part in (recommendations, assessments, plans, taxonomy, catalogue):
    v1.include_router(part.router)


__all__ = ["health", "v1"]
