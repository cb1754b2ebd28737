"""Bodies of JSON, held to their limits before and while they are parsed, and to what JSON is."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import Any, Final, NoReturn

from fastapi import Request, Response
from fastapi.routing import APIRoute

from .bodies import LIMITS, NO_BODY
from .problems import BodyProblem

#: Keys of one object. Those that are not known are told one by one, so that their number has to end.
MAX_KEYS: Final = 10_000


class JsonRequest(Request):
    """A request whose JSON has no more values than its route takes, no key twice, and no NaN or infinity."""

    async def json(self) -> Any:
        """The parsed body. `BodyProblem` with status 413 where it is too much of it, 400 where it is no JSON."""
        body = await self.body()
        most = LIMITS.get(self.url.path, NO_BODY).values
        # Every value but the first of each list or object follows a comma; what stands in a text counts too.
        if body.count(b",") + body.count(b"[") + body.count(b"{") > most:
            msg = f"a body may hold {most} values here"
            raise BodyProblem(413, msg)
        try:
            return json.loads(body, object_pairs_hook=_object, parse_constant=_constant)
        except MemoryError:
            msg = "it takes too much memory"
            raise BodyProblem(413, msg) from None


class JsonRoute(APIRoute):
    """A route whose handler gets a `JsonRequest`."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's own handler, with the other kind of request."""
        handler = super().get_route_handler()

        async def bounded(request: Request) -> Response:
            return await handler(JsonRequest(request.scope, request.receive))

        return bounded


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) > MAX_KEYS:
        msg = f"an object may hold {MAX_KEYS} keys"
        raise BodyProblem(413, msg)
    found = dict(pairs)
    if len(found) < len(pairs):
        msg = "an object holds a key twice"
        raise BodyProblem(400, msg)
    return found


def _constant(name: str) -> NoReturn:
    msg = "JSON has no NaN and no infinity"
    raise BodyProblem(400, msg)
