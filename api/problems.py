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

MEDIA_TYPE: Final = "application/problem+json"


#: Problems of one request that are told.
MAX_PROBLEMS: Final = 20
log = logging.getLogger("credpath.api")


class TooLarge(Exception):
    """The request's body is larger than the limit."""


class NotReady(Exception):
    """The snapshot is still being opened or built."""


class Failed(Exception):
    """The snapshot could not be opened, or was found damaged; waiting does not help."""


def problem(status: int, kind: str, title: str, detail: str | None = None, **more: Any) -> JSONResponse:
    """A problem details response; ``kind`` is the last part of its ``type`` URI."""
    body: dict[str, Any] = {"type": f"urn:credpath:problem:{kind}", "title": title, "status": status}
    if detail:
        body["detail"] = detail
    return JSONResponse({**body, **more}, status_code=status, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Register the handlers."""
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(CredPathError, _credpath)
    app.add_exception_handler(NotReady, _not_ready)
    app.add_exception_handler(Failed, _failed)
    app.add_exception_handler(TooLarge, _too_large)


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
    titles = {404: "No such resource", 405: "Method not allowed"}
    return problem(error.status_code, "http", titles.get(error.status_code, "The request cannot be served"))


async def _credpath(request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, AmbiguousGoal):
        choices = [{"id": c.id, "label": c.label, "probability": c.probability} for c in error.choices]
        return problem(422, "ambiguous-goal", "The goal is ambiguous", str(error), choices=choices)
    if isinstance(error, NotFound):
        return problem(404, "not-found", "Not found", str(error))
    if isinstance(error, ProfileError):
        return problem(422, "unreadable-profile", "The profile cannot be read", str(error))
    if isinstance(error, WorkLimit):
        return problem(503, "work-limit", "No plan was found within the work limit", str(error))
    if isinstance(error, InputError):
        return problem(422, "invalid-input", "The input cannot be used", str(error))
    log.error("failed: %s", type(error).__name__)
    return problem(500, "internal", "The service failed")


async def _not_ready(request: Request, error: Exception) -> JSONResponse:
    return problem(503, "not-ready", "The service is not ready yet", str(error))


async def _failed(request: Request, error: Exception) -> JSONResponse:
    return problem(503, "failed", "The service cannot answer", str(error))


async def _too_large(request: Request, error: Exception) -> JSONResponse:
    return problem(413, "too-large", "The request is too large", str(error))
