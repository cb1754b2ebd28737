"""Skills and occupations of the snapshot."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from ..dependencies import Engine
from ..json import JsonRoute
from ..schemas.taxonomy import OccupationsFound, SkillsFound, TextRequest

router = APIRouter(route_class=JsonRoute)


@router.post("/skills:extract", summary="Find the skills a text names")
def extract(body: TextRequest, recommender: Engine) -> SkillsFound:
    """Skills with confidence, best first; an empty list where there are none."""
    return SkillsFound(skills=recommender.extract(body.text))


@router.get("/occupations", summary="Occupations that a title may mean")
def occupations(
    recommender: Engine,
    q: Annotated[str, Query(min_length=1, max_length=300, examples=["data analyst"])],
    limit: Annotated[int, Query(ge=1, le=8)] = 8,
) -> OccupationsFound:
    """Candidates of ESCO and O*NET scored together, most probable first."""
    return OccupationsFound(occupations=recommender.occupations(q, limit))
