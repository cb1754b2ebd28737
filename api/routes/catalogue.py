"""Credentials of the snapshot."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from recommender.records import Credential

from ..dependencies import Engine
from ..json import JsonRoute
from ..schemas.catalogue import PrerequisitesFound
from ..schemas.problems import problem_response

router = APIRouter(route_class=JsonRoute)


@router.get(
    "/credentials/{identifier:path}",
    summary="One credential",
    responses={404: problem_response("No such credential")},
)
def credential(identifier: Annotated[str, Path(max_length=200)], recommender: Engine) -> Credential:
    """Everything known of a credential, with the source and date of each fact."""
    return recommender.credential(identifier)


@router.get(
    "/prerequisites",
    summary="Stated and likely prerequisites of a credential",
    responses={404: problem_response("No such credential")},
)
def prerequisites(
    recommender: Engine,
    credential: Annotated[str, Query(min_length=1, max_length=200)],
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> PrerequisitesFound:
    """A likely prerequisite is a suggestion: it constrains a plan only when `options.confirmed` names it."""
    return PrerequisitesFound(prerequisites=list(recommender.prerequisites(credential, limit)))
