"""How long ``/healthz`` takes while hostile requests are being answered."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import numpy as np

from eval.abuse.attempts import BODIES, HEAVY, Attempt, drawn
from eval.abuse.server import Server


def asked(server: Server, until: Callable[[], bool], every: float = 0.02) -> list[float]:
    """Milliseconds of each ``/healthz``, asked every so many seconds until told to stop.

    Counted from the moment at which each was due, so that one that hangs makes those behind it late as well.
    """
    spent: list[float] = []
    due = time.perf_counter()
    while not until():
        time.sleep(max(0.0, due - time.perf_counter()))
        response = server.get("/healthz")
        took = 1000 * (time.perf_counter() - due)
        spent.append(took if response is not None and response.status == 200 else float("inf"))
        due += every
    return spent


def idle(server: Server, seconds: float = 5.0) -> list[float]:
    """Milliseconds of ``/healthz`` while nothing else is asked."""
    end = time.monotonic() + seconds
    return asked(server, lambda: time.monotonic() > end)


def during(server: Server, attempt: Attempt) -> list[float]:
    """Milliseconds of ``/healthz`` while one request is sent and answered."""
    with ThreadPoolExecutor(1) as pool:
        sent = pool.submit(server.send, attempt)
        spent = asked(server, sent.done)
        sent.result()
    return spent


def during_each(server: Server, count: int, seed: int) -> list[float]:
    """Those of ``count`` heavy requests, one after another."""
    return [one for attempt in drawn(seed, count, server.plan(), HEAVY) for one in during(server, attempt)]


def during_chunks(server: Server, size: int) -> list[float]:
    """Those of one body of ``size`` bytes on the wire in chunks of one byte each."""
    chunk = b"1\r\nx\r\n"

    def send() -> None:
        with contextlib.closing(socket.create_connection((server.host, server.port))) as one:
            one.sendall(b"POST /v1/plans HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n")
            one.sendall(chunk * (size // len(chunk)) + b"0\r\n\r\n")
            one.recv(1 << 16)

    with ThreadPoolExecutor(1) as pool:
        sent = pool.submit(send)
        spent = asked(server, sent.done)
        sent.result()
    return spent


@contextmanager
def slow(server: Server, count: int) -> Iterator[None]:
    """``count`` clients that are slow each in one of three ways: to send their head, their body, or to read.

    The third kind sends requests that take long, and reads nothing of the answer.
    """
    body = json.dumps(BODIES["/v1/assessments"]).encode()
    head = (
        b"POST /v1/assessments HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: %d\r\n"
        % len(body)
    )
    stopped = threading.Event()
    with ExitStack() as stack:
        sockets = [
            stack.enter_context(contextlib.closing(socket.create_connection((server.host, server.port))))
            for _ in range(count)
        ]
        rests = []
        for number, one in enumerate(sockets):
            begins = (b"POST /v1/asse", head + b"\r\n" + body[:10], head + b"\r\n" + body)[number % 3]
            one.sendall(begins)
            rests.append((head + b"\r\n" + body)[len(begins) :])

        def trickle() -> None:
            at = 0
            while not stopped.wait(0.2):
                for one, rest in zip(sockets, rests, strict=True):
                    with contextlib.suppress(OSError):
                        one.sendall(rest[at : at + 1])
                at += 1

        thread = threading.Thread(target=trickle)
        thread.start()
        try:
            yield
        finally:
            stopped.set()
            thread.join()


def during_slow(server: Server, count: int, seconds: float) -> list[float]:
    """Milliseconds of ``/healthz`` while ``count`` slow clients are connected."""
    with slow(server, count):
        return idle(server, seconds)


def summary(spent: list[float]) -> tuple[float, float]:
    """(99th percentile, worst) in milliseconds."""
    return float(np.percentile(spent, 99)), max(spent)
