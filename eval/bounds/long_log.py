"""Training on a long log: the memory that ``credpath train`` takes for as many events as it reads at most."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np

from eval.core.report import Report
from recommender.snapshot.bundled import bundled_snapshot
from recommender.snapshot.snapshot import open_snapshot
from recommender.training.events import MAX_EVENTS

SEED: Final = 15
#: Events that are made at once.
BATCH: Final = 1_000_000
#: Impressions of a list, and lists of a learner.
SHOWN: Final = 9
LISTS: Final = 5
GOALS: Final = ("data analyst", "data engineer", "web developer", "ICT security manager", "nurse assistant")
_BEGIN: Final = np.datetime64("2024-01-01T00:00:00", "s")
_SECONDS: Final = 2 * 365 * 86_400


def write_log(path: Path, events: int, seed: int = SEED) -> None:
    """A made-up log in Parquet: lists of nine credentials in random order; one in five of those at the top is taken."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetWriter(path, pa.Table.from_pylist([_row()]).schema) as writer:
        for batch in _batches(events, np.random.default_rng(seed)):
            writer.write_table(pa.table(batch, schema=writer.schema))


def _row() -> dict[str, Any]:
    return {
        "learner": "",
        "credential": "",
        "event": "",
        "time": "",
        "list": "",
        "position": 0,
        "randomised": True,
        "goal": "",
    }


def _batches(events: int, random: np.random.Generator) -> Iterator[dict[str, Any]]:
    credentials = open_snapshot(bundled_snapshot()).credentials
    names = np.asarray([credentials.id(row) for row in range(len(credentials))], dtype=object)
    number = 0
    for begun in range(0, events, BATCH):
        lists = min(BATCH, events - begun) // (SHOWN + 1)
        shown = random.integers(0, len(names), (lists, SHOWN))
        times = _BEGIN + random.integers(0, _SECONDS, lists).astype("timedelta64[s]")
        which = number + np.arange(lists)
        taken = shown[np.arange(lists), np.minimum(random.geometric(0.5, lists) - 1, SHOWN - 1)]
        kinds = np.where(random.random(lists) < 0.3, "enrolment", "click")
        number += lists

        def column(shown: Any, after: Any) -> list[Any]:
            """Nine values of what was shown, and one of what came of it, for each list."""
            return [*np.repeat(np.asarray(shown, dtype=object), SHOWN), *np.asarray(after, dtype=object)]

        learner = [f"p{n}" for n in which // LISTS]
        nothing = np.full(lists, None)
        yield {
            "learner": column(learner, learner),
            "credential": [*names[shown.ravel()], *names[taken]],
            "event": column(np.full(lists, "impression"), kinds),
            "time": column(times.astype(str), (times + np.timedelta64(600, "s")).astype(str)),
            "list": column([f"l{n}" for n in which], nothing),
            "position": [*np.tile(np.arange(1, SHOWN + 1), lists).tolist(), *nothing],
            "randomised": column(np.full(lists, True), np.full(lists, False)),
            "goal": column(np.asarray(GOALS)[which % len(GOALS)], nothing),
        }


def evaluate(events: int = MAX_EVENTS, say: Callable[[str], None] = lambda line: None) -> Report:
    """Peak memory and time of the command on a log of ``events``."""
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log.parquet"
        write_log(log, events)
        say(f"{events:,} events in {log.stat().st_size >> 20} MiB; training")
        before = time.perf_counter()
        command = [sys.executable, "-m", "recommender.cli.app", "train", "--events", str(log)]
        command += ["--out", str(Path(folder) / "ranker")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        seconds = time.perf_counter() - before
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1 << 20)
    say(done.stdout + done.stderr)
    figures = {"gibibytes": peak, "seconds": seconds, "exit code": float(done.returncode)}
    metrics = {name: {"value": value, "low": value, "high": value} for name, value in figures.items()}
    return Report(
        "long-log",
        Path(__file__),
        events,
        metrics,
        {},
        time.perf_counter() - begun,
        system="credpath train",
        unit="events",
        seed=SEED,
    )
