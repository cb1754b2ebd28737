"""One worker as the service sees it: a process that is started, asked one request at a time, and killed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import anyio
from anyio.abc import ByteSendStream, Process
from anyio.streams.buffered import BufferedByteReceiveStream

from ..settings import Settings
from .frames import LENGTHS, Hello, Reply, Request, packed

#: Bytes that are handed to a worker's pipe at a time, so that a large body is never copied whole.
SLICE: Final = 1 << 16


class Lost(Exception):
    """A worker ended, or was ended, without an answer."""


class Worker:
    """A running process. After `Lost`, or where an answer was not waited for, it is of no more use."""

    def __init__(self, process: Process) -> None:
        assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018 - both are pipes
        self._process = process
        self._to: ByteSendStream = process.stdin
        self._from = BufferedByteReceiveStream(process.stdout)

    async def ended(self) -> None:
        """Wait until the process has ended."""
        await self._process.wait()

    async def greeted(self) -> Hello:
        """Its first frame. It takes as long as the snapshot takes to open, or to be built."""
        about, _ = await self._read()
        return Hello(**about)

    async def ask(self, request: Request) -> Reply:
        """Send a request and wait for its reply; `Lost` where the process ends instead."""
        head, body = packed(request)
        try:
            await self._to.send(head)
            view = memoryview(body)
            for start in range(0, len(view), SLICE):
                await self._to.send(view[start : start + SLICE])  # type: ignore[arg-type]
        except (anyio.BrokenResourceError, OSError) as error:
            raise Lost from error
        about, content = await self._read()
        return Reply(**about, body=content)

    async def _read(self) -> tuple[dict[str, Any], bytes]:
        try:
            head, body = LENGTHS.unpack(await self._from.receive_exactly(LENGTHS.size))
            about = json.loads(await self._from.receive_exactly(head))
            return about, await self._from.receive_exactly(body) if body else b""
        except (anyio.EndOfStream, anyio.IncompleteRead, anyio.BrokenResourceError, OSError, ValueError) as error:
            raise Lost from error


@asynccontextmanager
async def started(settings: Settings) -> AsyncIterator[Worker]:
    """A process of `api.workers.process`, which is killed at the end whatever it does then."""
    module = f"{__package__}.process"
    # Isolated from the working directory: a folder that is called as one of ours must not be run.
    command = [sys.executable, "-P", "-m", module, settings.model_dump_json()]
    process = await anyio.open_process(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=None)
    try:
        yield Worker(process)
    finally:
        if process.returncode is None:
            process.kill()
        with anyio.CancelScope(shield=True):
            await process.aclose()
