"""Whether the service lives, is ready, and what answers."""

from __future__ import annotations

from fastapi import APIRouter, Request

from recommender.version import __version__

from ..readiness import Readiness
from ..schemas.health import Status, Version
from ..schemas.problems import problem_response

router = APIRouter()


@router.head("/healthz", include_in_schema=False)
@router.get("/healthz", summary="The process lives")
async def healthz() -> Status:
    """`ok` as long as the process answers at all."""
    return Status(status="ok")


@router.head("/readyz", include_in_schema=False)
@router.get(
    "/readyz",
    summary="Requests can be answered",
    responses={503: problem_response("`not-ready`: the snapshot is being opened; `failed`: it cannot be")},
)
async def readyz(request: Request) -> Status:
    """`ready` once the snapshot is open; a problem with status 503 before that."""
    _readiness(request).checked()
    return Status(status="ready")


@router.head("/version", include_in_schema=False)
@router.get("/version", summary="Versions and snapshot")
async def version(request: Request) -> Version:
    """Versions of the service and of what the open snapshot was made with."""
    found = _readiness(request)
    return Version(credpath=__version__, snapshot=found.snapshot, versions=found.versions)


def _readiness(request: Request) -> Readiness:
    found: Readiness = request.app.state.readiness
    return found
