"""What stands around every route: an error that nobody foresaw."""

from __future__ import annotations

import logging
import traceback

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .problems import problem

log = logging.getLogger("credpath.api")


class LastResort:
    """Outermost: an unforeseen error becomes a bare problem; the log gets its type and place, never its text."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            if scope["type"] != "http":
                raise
            last = traceback.extract_tb(error.__traceback__)[-1]
            log.error("unforeseen %s in %s:%s", type(error).__name__, last.name, last.lineno)  # noqa: TRY400 - the text may be a learner's
            if not started:
                await _told(error)(scope, receive, send)


def _told(error: Exception) -> Response:
    if isinstance(error, MemoryError):
        return problem(413, "too-large", "The request takes too much memory")
    return problem(500, "internal", "The service failed")
