"""Errors to RFC 9457 problem details, in one place. No problem carries a value from a learner's text."""

from __future__ import annotations

import logging
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from recommender.errors import (
    AmbiguousGoal,
    CredPathError,
    InputError,
    NotFound,
    ProfileError,
    WorkLimit,
    field_problem,
)
from recommender.records import field_names

from .readiness import Failed, NotReady
from .schemas.problems import MEDIA_TYPE

#: Problems of one request that are told.
MAX_PROBLEMS: Final = 20
TOO_LARGE: Final = "The request is too large"
#: Seconds after which a client may ask again while the snapshot is being opened, where it cannot be, and where a plan
#: was not found in time.
OPENING, BROKEN, UNSOLVED = 5, 60, 10
log = logging.getLogger("credpath.api")


def problem(
    status: int, kind: str, title: str, detail: str | None = None, *, retry_after: int | None = None, **more: Any
) -> JSONResponse:
    """A problem details response; ``kind`` is the last part of its ``type`` URI, ``retry_after`` is in seconds."""
    body: dict[str, Any] = {"type": f"urn:credpath:problem:{kind}", "title": title, "status": status}
    if detail:
        body["detail"] = detail
    headers = None if retry_after is None else {"retry-after": str(retry_after)}
    return JSONResponse({**body, **more}, status_code=status, media_type=MEDIA_TYPE, headers=headers)


def busy(seconds: int) -> JSONResponse:
    """The problem of a request that finds no place to wait."""
    return problem(503, "busy", "The service is busy", "too many requests wait; try again later", retry_after=seconds)


class BodyProblem(HTTPException):
    """A body that cannot be taken, with a sentence that says why and quotes nothing of it."""


def install(app: FastAPI) -> None:
    """Register the handlers of everything that a route may raise."""
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(CredPathError, _credpath)
    install_front(app)


def install_front(app: FastAPI) -> None:
    """Register the handlers of what happens before a route: no such address, and a service that is not ready."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(NotReady, _not_ready)
    app.add_exception_handler(Failed, _failed)


def _parameters(request: Request) -> set[str]:
    """Names of the query and path parameters of a request's route."""
    dependant = getattr(request.scope.get("route"), "dependant", None)
    if dependant is None:
        return set()
    return {str(parameter.alias) for parameter in (*dependant.query_params, *dependant.path_params)}


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    """Only where and what kind: messages and unknown keys could quote the request."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 - for the type checker; FastAPI dispatches by type
    known = field_names() | {"body", "query", "path"} | _parameters(request)
    found = [field_problem(item, known) for item in error.errors()[:MAX_PROBLEMS]]
    errors = [{"place": one.place.replace(".", "/"), "kind": one.kind.replace("_", " ")} for one in found]
    return problem(422, "invalid-request", "The request does not fit the schema", errors=errors)


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - as above
    titles = {400: "The body is not JSON", 404: "No such resource", 405: "Method not allowed", 413: TOO_LARGE}
    title = titles.get(error.status_code, "The request cannot be served")
    kind = "too-large" if error.status_code == 413 else "http"
    # Other details could quote the request.
    response = problem(error.status_code, kind, title, error.detail if isinstance(error, BodyProblem) else None)
    response.headers.update(error.headers or {})
    return response


async def _credpath(request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, AmbiguousGoal):
        choices = [{"id": c.id, "label": c.label, "probability": c.probability} for c in error.choices]
        return problem(422, "ambiguous-goal", "The goal is ambiguous", str(error), choices=choices)
    if isinstance(error, NotFound):
        return problem(404, "not-found", "Not found", str(error))
    if isinstance(error, ProfileError):
        return problem(422, "unreadable-profile", "The profile cannot be read", str(error))
    if isinstance(error, WorkLimit):
        return problem(503, "work-limit", "No plan was found within the work limit", str(error), retry_after=UNSOLVED)
    if isinstance(error, InputError):
        return problem(422, "invalid-input", "The input cannot be used", str(error))
    log.error("failed: %s", type(error).__name__)
    return problem(500, "internal", "The service failed")


async def _not_ready(request: Request, error: Exception) -> JSONResponse:
    return problem(503, "not-ready", "The service is not ready yet", str(error), retry_after=OPENING)


async def _failed(request: Request, error: Exception) -> JSONResponse:
    return problem(503, "failed", "The service cannot answer", str(error), retry_after=BROKEN)
