"""What stands around every route: the size of a body, and an error that nobody foresaw."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping

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
                await problem(500, "internal", "The service failed")(scope, receive, send)


class SizeLimit:
    """Counts a body as it arrives and stops it at the limit, whatever its headers promise."""

    def __init__(self, app: ASGIApp, largest: int) -> None:
        self._app = app
        self._largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers: Mapping[bytes, bytes] = dict(scope["headers"])
        declared = headers.get(b"content-length", b"0")
        too_large = problem(413, "too-large", "The request is too large", f"a body may hold {self._largest} bytes")
        if declared.isdigit() and int(declared) > self._largest:
            await too_large(scope, receive, send)
            return
        messages: list[Message] = []
        total, more = 0, True
        while more:
            message = await receive()
            messages.append(message)
            total += len(message.get("body", b""))
            more = message["type"] == "http.request" and message.get("more_body", False)
            if total > self._largest:
                await too_large(scope, receive, send)
                return
        replay = iter(messages)

        async def again() -> Message:
            return next(replay, None) or await receive()

        await self._app(scope, again, send)
