"""What runs in a worker: ``python -m api.workers.process SETTINGS`` with requests on its input, replies on its output.

It opens the snapshot, says so, and answers one request after the other until its input ends.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import traceback
from dataclasses import replace
from typing import BinaryIO, Final
from urllib.parse import unquote

import anyio
import anyio.to_thread
from starlette.types import ASGIApp, Message, Scope

from recommender.engine import Recommender
from recommender.errors import CredPathError

from ..app import create_app
from ..settings import Settings
from .frames import Hello, Reply, Request, raw, read_request, worded, write
from .memory import allow, resident

#: Workers give way to the service, which has to answer for its health at any time.
NICENESS: Final = 5


def main() -> None:
    """Serve requests until the input ends."""
    # These reach every process of a terminal or a unit; it is the service that ends its workers, or its own end.
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s: %(message)s")
    requests, replies = _streams()
    settings = Settings.model_validate_json(sys.argv[1])
    opened = _opened(settings)
    if isinstance(opened, str):
        write(replies, Hello(failure=opened))
        return
    write(replies, Hello(opened.snapshot_id, dict(opened.versions)))
    anyio.run(_serve, create_app(settings, opened), settings, requests, replies)


def _streams() -> tuple[BinaryIO, BinaryIO]:
    """Where requests come from and replies go to. Whatever a library prints goes to the log instead."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return requests, replies


def _opened(settings: Settings) -> Recommender | str:
    """The recommender, or why there is none."""
    try:
        return Recommender.open(settings.snapshot, ranker=settings.ranker)
    except CredPathError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - whatever it is, readiness must not say "being opened" for ever
        return f"{type(error).__name__} in {traceback.extract_tb(error.__traceback__)[-1].name}"


async def _serve(app: ASGIApp, settings: Settings, requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer requests until a reply says that the worker leaves."""
    send, receive = anyio.create_memory_object_stream[Request](1)

    async def read() -> None:
        while (request := await anyio.to_thread.run_sync(read_request, requests, abandon_on_cancel=True)) is not None:
            await send.send(request)
        os._exit(0)  # The service is gone, and with it whoever waits for what is being worked on.

    most = resident() + settings.kept_memory
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(read)
        async for request in receive:
            allow(settings.request_memory)
            reply = await answered(app, request)
            leaving = resident() > most
            await anyio.to_thread.run_sync(write, replies, replace(reply, leaving=leaving))
            if leaving:
                tasks.cancel_scope.cancel()


async def answered(app: ASGIApp, request: Request) -> Reply:
    """What an ASGI application answers to a whole request."""
    path, _, query = request.target.partition("?")
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode("latin-1"),
        "query_string": query.encode("latin-1"),
        "root_path": "",
        "headers": raw(request.headers),
    }
    unread: list[Message] = [{"type": "http.request", "body": bytes(request.body), "more_body": False}]
    start: Message = {}
    body = bytearray()

    async def receive() -> Message:
        if not unread:
            await anyio.sleep_forever()
        return unread.pop()

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        else:
            body.extend(message.get("body", b""))

    await app(scope, receive, send)
    return Reply(start["status"], worded(start["headers"]), bytes(body))


if __name__ == "__main__":
    main()
