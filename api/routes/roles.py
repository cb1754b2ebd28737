"""What jobs ask."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from recommender.records import Role

from ..dependencies import Engine
from ..json import JsonRoute
from ..schemas.roles import RolesFound

router = APIRouter(route_class=JsonRoute)


@router.get("/roles", summary="Roles that a title may mean")
def find_roles(
    recommender: Engine,
    q: Annotated[str, Query(min_length=1, max_length=300, examples=["data engineer"])],
    limit: Annotated[int, Query(ge=1, le=8)] = 8,
) -> RolesFound:
    """Most probable first; `GET /v1/roles/{identifier}` has what one asks."""
    return RolesFound(roles=recommender.roles(q, limit))


@router.get("/roles/{identifier:path}", summary="What a job asks")
def show_role(identifier: Annotated[str, Path(max_length=300)], recommender: Engine) -> Role:
    """Its areas with members, levels and evidence, licences, the usual way in, and roles one step away.

    `identifier`: of a role or of an occupation of ESCO or O*NET; a title where it means one job beyond doubt.
    """
    return recommender.role(identifier)
