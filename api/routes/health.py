"""Whether the service lives, is ready, and what answers."""

from __future__ import annotations

from fastapi import APIRouter, Request

from recommender.engine import Recommender
from recommender.version import __version__

from ..dependencies import Engine
from ..schemas.common import Problem
from ..schemas.health import Status, Version

router = APIRouter()


@router.get("/healthz", summary="The process lives")
def healthz() -> Status:
    """`ok` as long as the process answers at all."""
    return Status(status="ok")


@router.get("/readyz", summary="Requests can be answered", responses={503: {"model": Problem}})
def readyz(recommender: Engine) -> Status:
    """`ready` once the snapshot is open; a problem with status 503 before that."""
    return Status(status="ready")


@router.get("/version", summary="Versions and snapshot")
def version(request: Request) -> Version:
    """Versions of the service and of what the open snapshot was made with."""
    found: Recommender | None = request.app.state.recommender
    return Version(
        credpath=__version__,
        snapshot=found.snapshot_id if found else None,
        versions=found.versions if found else {},
    )
