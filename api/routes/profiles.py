"""Reading profiles."""

from __future__ import annotations

from fastapi import APIRouter

from recommender.learner.understanding import Understanding

from ..dependencies import Engine, reading_of
from ..json import JsonRoute
from ..schemas.profiles import ProfileRequest

router = APIRouter(route_class=JsonRoute)


@router.post("/profiles:read", summary="What is read of a profile, and what is not")
def read_profile(body: ProfileRequest, recommender: Engine) -> Understanding:
    """A profile file or a JSON Resume block by block, each with the skills that it names.

    `learner` is what to hand over in the file's place; `warnings` says what was not read, as every answer does.
    """
    document = body.document
    return recommender.understand(reading_of(document, None if document else body.root))
