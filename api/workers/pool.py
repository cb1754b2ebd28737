"""The workers, the queue before them, and the limit of time of each request."""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass, field
from typing import Final

import anyio
from anyio.abc import TaskGroup
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream

from recommender.errors import SnapshotError
from recommender.snapshot.manifest import VERIFIED_BELOW, read_manifest, size_of, verify

from ..bodies import LIMITS
from ..readiness import Readiness
from ..settings import Settings
from .frames import Hello, Reply, Request
from .worker import Lost, Worker, started

#: Seconds before a worker that could not open the snapshot is tried again: at first, and at most.
FIRST_PAUSE: Final = 5.0
LONGEST_PAUSE: Final = 300.0
#: What readiness says of a snapshot that cannot be used; the log says more.
FAILURE: Final = "the snapshot could not be opened, or is damaged; see the service's log"
log = logging.getLogger("credpath.api")


class Full(Exception):
    """Too many requests wait. ``seconds``: when it may be worth trying again."""

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.seconds = seconds


class OutOfTime(Exception):
    """A request was stopped, in the queue or at work, when its time was over."""


class Crashed(Exception):
    """The worker of a request ended without an answer: it was killed, or ran out of memory."""


@dataclass
class Job:
    """A request in the queue or at work. ``scope`` is that of its work, once it is worked on."""

    request: Request
    deadline: float
    done: anyio.Event = field(default_factory=anyio.Event)
    reply: Reply | None = None
    given_up: bool = False
    late: bool = False
    scope: anyio.CancelScope | None = None

    async def finished(self) -> None:
        """Wait until the work ended in whatever way, or its time is over."""
        with anyio.move_on_at(self.deadline):
            await self.done.wait()

    def answer(self) -> Reply:
        """What the work gave. `OutOfTime` where it was stopped by the clock, `Crashed` where its worker ended."""
        if self.reply is not None:
            return self.reply
        raise OutOfTime if self.late or anyio.current_time() >= self.deadline else Crashed

    def miss(self) -> None:
        """End without an answer: too little time is left to begin."""
        self.late = True
        self.done.set()

    async def give_up(self, grace: float = 0.0) -> None:
        """Leave the queue, as nobody waits for the answer; work that has begun is stopped after ``grace`` seconds."""
        self.given_up = True
        if self.scope is None:
            self.done.set()
            return
        if grace:
            with anyio.move_on_after(grace):
                await self.done.wait()
        if not self.done.is_set():
            self.scope.cancel()


class WorkerPool:
    """Keeps ``settings.workers`` processes and hands each request to one that is free, first come, first served."""

    def __init__(self, settings: Settings) -> None:
        self.readiness = Readiness()
        self._settings = settings
        self._queue: tuple[MemoryObjectSendStream[Job], MemoryObjectReceiveStream[Job]] | None = None
        self._open = 0
        #: Set once a snapshot is open.
        self.opened = anyio.Event()
        #: Seconds that a request took lately, as an exponential mean.
        self._mean = 1.0

    async def run(self) -> None:
        """Keep the workers until cancelled."""
        put, taken = anyio.create_memory_object_stream[Job](self._settings.waiting)
        self._queue = put, taken
        async with put, taken, anyio.create_task_group() as tasks:
            for _ in range(self._settings.workers):
                tasks.start_soon(self._keep, taken)
            tasks.start_soon(self.verify, tasks)

    def accept(self, request: Request) -> Job:
        """Put a request into the queue. Raises `NotReady` or `Failed` without a snapshot, `Full` without a place."""
        self.readiness.checked()
        job = Job(request, anyio.current_time() + self._settings.request_seconds)
        if self._queue is None:
            raise Full(1)
        put, taken = self._queue
        if self._crowded(put) is not None:
            _forget_given_up(put, taken)
        if (wait := self._crowded(put)) is not None:
            raise Full(max(1, math.ceil(wait)))
        put.send_nowait(job)
        return job

    def _crowded(self, put: MemoryObjectSendStream[Job]) -> float | None:
        """Seconds until the queue is worked off, where a request that comes now has no place or would wait too long.

        One that begins with little time left would only be stopped in the middle.
        """
        waiting = put.statistics().current_buffer_used
        wait = self._mean * waiting / self._settings.workers
        return wait if waiting >= self._settings.waiting or wait > self._settings.request_seconds / 2 else None

    async def _keep(self, taken: MemoryObjectReceiveStream[Job]) -> None:
        """Keep one worker: start it, let it work, and start another where it ends."""
        pause = FIRST_PAUSE
        while True:
            try:
                async with started(self._settings) as worker:
                    if self._greet(await worker.greeted()):
                        pause = FIRST_PAUSE
                        await self._work(worker, taken)
                        continue
            except Lost:
                self._fail("a worker ended before it was ready")
            except Exception as error:  # noqa: BLE001 - whatever a system cannot do now, it may do later
                self._fail(f"a worker could not be started: {type(error).__name__}")
            await anyio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _greet(self, hello: Hello) -> bool:
        """Whether a new worker may answer: its snapshot is open, and is the one that is served."""
        if hello.snapshot is None:
            self._fail(hello.failure or "for no known reason")
            return False
        if self.readiness.snapshot not in (None, hello.snapshot):
            self._fail("the one on disk is another than the one that is served")
            return False
        if self.readiness.snapshot is None:
            log.info("snapshot %s is open", hello.snapshot)
        self.readiness.snapshot, self.readiness.versions, self.readiness.failure = (
            hello.snapshot,
            hello.versions or {},
            None,
        )
        self.opened.set()
        return True

    def _fail(self, why: str, *, damaged: bool = False) -> None:
        """Log it. Nothing can be answered any more where the snapshot is ``damaged``, or no worker has it open."""
        log.error("the snapshot could not be opened, or is damaged: %s", why)
        if damaged or self._open == 0:
            self.readiness.snapshot, self.readiness.failure = None, FAILURE

    async def _work(self, worker: Worker, taken: MemoryObjectReceiveStream[Job]) -> None:
        """Give a worker requests, one at a time, until it ends, leaves, or had to be stopped."""
        self._open += 1
        try:
            while (job := await _next(worker, taken)) is not None:
                if job.given_up:
                    continue
                # Less time than requests take, and not because they take as long as they may.
                if job.deadline - anyio.current_time() < min(self._mean, self._settings.request_seconds / 2):
                    job.miss()
                elif not await self._worked(worker, job):
                    return
                del job  # And with it its body, until the next one comes.
        finally:
            self._open -= 1

    async def _worked(self, worker: Worker, job: Job) -> bool:
        """Let a worker answer; whether it can take another request."""
        began = anyio.current_time()
        job.scope = anyio.CancelScope(deadline=job.deadline)
        try:
            with job.scope:
                job.reply = await worker.ask(job.request)
                return not job.reply.leaving
            if not job.given_up:
                log.warning("a %s of %s was stopped: its time was over", job.request.method, _route(job.request))
        except Lost:
            log.warning("a worker ended while it worked on a %s of %s", job.request.method, _route(job.request))
        finally:
            self._mean += 0.1 * (anyio.current_time() - began - self._mean)
            job.done.set()
        return False

    async def verify(self, tasks: TaskGroup) -> None:
        """Compare the checksums of a snapshot that is too large for that on opening, while it is in use."""
        folder = self._settings.snapshot
        if folder is None:
            return
        await self.opened.wait()
        try:
            size = await anyio.to_thread.run_sync(lambda: size_of(read_manifest(folder)))
            if size > VERIFIED_BELOW:
                await anyio.to_thread.run_sync(lambda: verify(folder), abandon_on_cancel=True)
                log.info("every file of the snapshot is as its manifest says")
        except (SnapshotError, OSError) as error:
            self._fail(str(error), damaged=True)
            tasks.cancel_scope.cancel()


async def _next(worker: Worker, taken: MemoryObjectReceiveStream[Job]) -> Job | None:
    """The next request, or None where the worker ended by itself while it waited for one."""
    job = None

    async def give_up_waiting() -> None:
        await worker.ended()
        waiting.cancel_scope.cancel()

    async with anyio.create_task_group() as waiting:
        waiting.start_soon(give_up_waiting)
        job = await taken.receive()
        waiting.cancel_scope.cancel()
    return job


def _forget_given_up(put: MemoryObjectSendStream[Job], taken: MemoryObjectReceiveStream[Job]) -> None:
    """Take out of a full queue what nobody waits for any more."""
    waiting = [taken.receive_nowait() for _ in range(put.statistics().current_buffer_used)]
    for job in waiting:
        if not job.given_up:
            put.send_nowait(job)


def _route(request: Request) -> str:
    """The path of a request where it is one of ours: another may be what a learner typed."""
    path = request.target.partition("?")[0]
    return path if path in LIMITS else "another address"
