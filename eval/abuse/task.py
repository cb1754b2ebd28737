"""Hostile requests sent to the real service, one after another: what it answers, and what it keeps of their memory."""

from __future__ import annotations

import json
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from eval.abuse.attempts import HEAVY, KINDS, bodies, drawn
from eval.abuse.contract import Contract
from eval.abuse.server import Server, served
from eval.core import intervals
from eval.core.report import Report
from recommender.snapshot.bundled import bundled_snapshot

COUNT: Final = 5000
#: Of the heavy kinds alone, for what they leave in memory.
BODIES: Final = 450
SEED: Final = 1
#: Ordinary requests before memory at rest is taken, so that every worker has done some.
ORDINARY: Final = 4
PROGRESS: Final = 250


@dataclass
class Seen:
    """What was seen of a series of requests. ``wrong``: what was wrong and how often, with one example of each."""

    count: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    slowest: tuple[float, str] = (0.0, "")
    #: Answers of 503, by the kind of their problem.
    refused: Counter[str] = field(default_factory=Counter)
    #: Bytes of memory, most.
    peak: int = 0


def ordinary(server: Server) -> None:
    """Requests as people send them, until every worker has done some. Each has to work."""
    for _ in range(ORDINARY):
        for path, body in bodies(server.plan()).items():
            response = server.post(path, body)
            if response is None or response.status != 200:
                msg = f"{path}: {response}"
                raise RuntimeError(msg)


def send(
    server: Server, count: int, seed: int, kinds: Mapping[str, float], say: Callable[[str], None] = lambda line: None
) -> Seen:
    """Send ``count`` hostile requests and hold each answer against the service's OpenAPI document."""
    described = server.get("/openapi.json")
    if described is None:
        msg = "the service has no OpenAPI document"
        raise RuntimeError(msg)
    contract, seen = Contract(json.loads(described.body)), Seen()
    for number, attempt in enumerate(drawn(seed, count, server.plan(), kinds), 1):
        begun = time.perf_counter()
        response = server.send(attempt)
        spent = time.perf_counter() - begun
        seen.count += 1
        seen.statuses[response.status if response else 0] += 1
        seen.slowest = max(seen.slowest, (spent, f"{attempt.kind}: {attempt.method} {attempt.target[:60]}"))
        seen.peak = max(seen.peak, server.resident())
        if response is not None and response.status == 503:
            seen.refused[json.loads(response.body)["type"].rpartition(":")[2]] += 1
        if wrong := contract.broken(attempt, response):
            name = f"{attempt.method} {attempt.target.partition('?')[0][:40]}: {wrong}"
            seen.wrong[name] += 1
            seen.examples.setdefault(name, f"{attempt.kind}: {attempt.target[:200]} {attempt.body[:200]!r}")
        if not number % PROGRESS:
            say(f"{number} of {count}: {dict(seen.wrong)} wrong, {dict(seen.refused)}, {server.resident() >> 20} MiB")
    return seen


def evaluate(count: int = COUNT, heavy: int = BODIES, say: Callable[[str], None] = lambda line: None) -> Report:
    """Shares of answers that are as described, and memory after the heavy ones as a ratio to that at rest."""
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, served(bundled_snapshot(), Path(folder) / "log") as server:
        ordinary(server)
        rest = server.resident()
        say(f"at rest: {rest >> 20} MiB")
        bulky = send(server, heavy, SEED, HEAVY, say)
        # Every worker at work again: one that was stopped last may still be starting.
        ordinary(server)
        after = server.resident()
        say(f"after {heavy} heavy ones: {after >> 20} MiB; slowest {bulky.slowest}; {dict(bulky.statuses)}")
        mixed = send(server, count, SEED + 1, KINDS, say)
        say(f"slowest {mixed.slowest}; {dict(mixed.statuses)}")
    for seen in (bulky, mixed):
        for name, times in seen.wrong.items():
            say(f"{times} x {name}; one: {seen.examples[name]}")
    rows = {
        "heavy": {
            **_shares(bulky),
            "memory over rest": intervals.mean(np.asarray([after / rest])),
            "peak over rest": intervals.mean(np.asarray([bulky.peak / rest])),
        },
        "mixed": _shares(mixed),
    }
    seconds = time.perf_counter() - begun
    return Report.of_rows("abuse", Path(__file__), rows, {"heavy": heavy, "mixed": count}, seconds, SEED)


def _shares(seen: Seen) -> dict[str, dict[str, float]]:
    """Shares of all answers: as described, and those that were put off for another time."""

    def share(count: int) -> dict[str, float]:
        return intervals.mean(np.asarray([1.0] * count + [0.0] * (seen.count - count)))

    return {
        "as described": share(seen.count - sum(seen.wrong.values())),
        **{kind: share(count) for kind, count in sorted(seen.refused.items())},
    }
