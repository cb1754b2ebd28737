"""Bodies of requests: how large each route takes them, and how they are read from a client that may be slow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import anyio
from starlette.responses import Response
from starlette.types import Receive, Scope

from .problems import TOO_LARGE, busy, problem
from .settings import Settings


@dataclass(frozen=True, slots=True)
class Limit:
    """The most of one body. ``size``: bytes, or as many as the settings allow; ``values``: of its JSON (`api.json`)."""

    size: int | None
    values: int


#: What no route below names takes: none of them reads a body.
NO_BODY: Final = Limit(1 << 16, 0)
#: A learner with 500 skills, 2,000 pieces of evidence and 500 items has some 30,000 values; a document is one.
LEARNER: Final = Limit(None, 100_000)
#: The plan of a catalogue of 100,000 credentials has half a million values in 8 MB.
PLAN: Final = Limit(None, 1_500_000)
#: By path. A character may take twelve bytes of JSON, as an escaped pair of surrogates.
LIMITS: Final = {
    "/v1/profiles:read": LEARNER,
    "/v1/recommendations": LEARNER,
    "/v1/assessments": LEARNER,
    "/v1/plans": LEARNER,
    "/v1/plans:remake": Limit(8 << 20, LEARNER.values),
    "/v1/plans:check": PLAN,
    "/v1/plans:replan": PLAN,
    "/v1/plans:tradeoffs": PLAN,
    "/v1/plans:why": PLAN,
    "/v1/skills:extract": Limit(12 * 200_000 + 1000, 200_000),
}
#: Seconds after which a client may try again, where too many bodies are held.
BUSY: Final = 5


class Gone(Exception):
    """The client hung up before its body was complete."""


class Refused(Exception):
    """A body that is not taken; ``response`` says why."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        # What is left of the body is not read.
        response.headers["connection"] = "close"
        self.response = response


class Bodies:
    """Reads bodies, and counts the bytes that are held of all of them together."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.held = 0

    def largest(self, path: str) -> int:
        """The most bytes that a path takes."""
        most = self._settings.largest_body
        size = LIMITS.get(path, NO_BODY).size
        return most if size is None else min(size, most)

    @contextmanager
    def counted(self) -> Iterator[bytearray]:
        """Room for one body, empty; what it holds counts until the end."""
        body = bytearray()
        try:
            yield body
        finally:
            self.held -= len(body)

    @contextmanager
    def holding(self, size: int) -> Iterator[None]:
        """Count the bytes of a response while it is being sent."""
        self.held += size
        try:
            yield
        finally:
            self.held -= size

    async def read(self, scope: Scope, receive: Receive, body: bytearray) -> None:
        """Add what the client sends to ``body``. `Refused` where it is too large, too slow or one too many; `Gone`."""
        largest = self.largest(scope["path"])
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if declared.isdigit() and int(declared[:20]) > largest:
            raise _too_large(largest)
        with anyio.move_on_after(self._settings.body_seconds) as patience:
            more = True
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Gone
                part, more = message.get("body", b""), message.get("more_body", False)
                if len(body) + len(part) > largest:
                    raise _too_large(largest)
                if self.held + len(part) > self._settings.held_bodies:
                    raise Refused(busy(BUSY))
                self.held += len(part)
                body += part
        if patience.cancelled_caught:
            raise Refused(problem(408, "too-slow", "The body did not arrive in time"))


def _too_large(largest: int) -> Refused:
    return Refused(problem(413, "too-large", TOO_LARGE, f"a body may hold {largest} bytes here"))
