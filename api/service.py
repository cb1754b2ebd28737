"""The service: what clients reach. It reads bodies, knows whether it is ready, and lets workers do everything else.

No request is parsed, validated or worked on in this process, so health is answered at once whatever is being asked.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import anyio
from fastapi import FastAPI
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocketClose

from .bodies import Bodies, Gone, Refused
from .middleware import LastResort
from .problems import busy, install_front, problem
from .routes.health import router
from .settings import Settings
from .workers.frames import Reply, Request, raw, worded
from .workers.pool import Crashed, Full, Job, OutOfTime, WorkerPool

#: Seconds that the work of a client who hung up may still take: most requests end within them, and a worker that has to
#: be killed is dear.
GRACE: Final = 1.0
#: Seconds after which a client may ask again whose request was stopped.
TRY_AGAIN: Final = 10
#: Bytes of a response that are handed to a connection at a time.
PART: Final = 1 << 16


def create_service(settings: Settings | None = None) -> FastAPI:
    """The service, an ASGI application. Its workers start with it and open the snapshot of ``settings``."""
    chosen = settings or Settings()
    pool = WorkerPool(chosen)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(pool.run)
            yield
            tasks.cancel_scope.cancel()

    service = FastAPI(title="CredPath", lifespan=lifespan, openapi_url=None, redirect_slashes=False)
    service.state.readiness = pool.readiness
    install_front(service)
    service.add_middleware(LastResort)
    service.include_router(router)
    service.router.default = Gate(pool, Bodies(chosen), chosen.body_seconds)
    return service


class Gate:
    """Hands a whole request to a worker and its whole reply to the client."""

    def __init__(self, pool: WorkerPool, bodies: Bodies, seconds: float) -> None:
        self._pool = pool
        self._bodies = bodies
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await WebSocketClose()(scope, receive, send)
            return
        with self._bodies.counted() as body:
            try:
                await self._bodies.read(scope, receive, body)
                response = await self._answered(scope, receive, body)
            except Gone:
                return
            except Refused as refused:
                response = refused.response
        del body  # Sending may take long; what was asked is not needed for it.
        with self._bodies.holding(len(response.body)):
            await self._send(response, send)

    async def _answered(self, scope: Scope, receive: Receive, body: bytearray) -> Response:
        try:
            job = self._pool.accept(_request(scope, body))
            try:
                async with anyio.create_task_group() as watching:
                    watching.start_soon(_watch, receive, job)
                    await job.finished()
                    watching.cancel_scope.cancel()
            finally:
                await job.give_up()
            return _response(job.answer())
        except Full as full:
            return busy(full.seconds)
        except OutOfTime:
            return problem(503, "out-of-time", "The request took too long", retry_after=TRY_AGAIN)
        except Crashed:
            return problem(503, "crashed", "The request could not be worked on", retry_after=TRY_AGAIN)

    async def _send(self, response: Response, send: Send) -> None:
        """Send a response part by part, as the client reads it, and no longer than a body may take to arrive."""
        await send({"type": "http.response.start", "status": response.status_code, "headers": response.raw_headers})
        content = memoryview(response.body)
        with anyio.move_on_after(self._seconds):
            for start in range(0, max(1, len(content)), PART):
                more = start + PART < len(content)
                part = bytes(content[start : start + PART])
                await send({"type": "http.response.body", "body": part, "more_body": more})


async def _watch(receive: Receive, job: Job) -> None:
    """Give a job up once its client is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
    await job.give_up(GRACE)


def _request(scope: Scope, body: bytearray) -> Request:
    target: bytes = scope["raw_path"] + (b"?" + scope["query_string"] if scope["query_string"] else b"")
    return Request(scope["method"], target.decode("latin-1"), worded(scope["headers"]), body)


def _response(reply: Reply) -> Response:
    response = Response(reply.body, reply.status)
    response.raw_headers = raw(reply.headers)
    return response
