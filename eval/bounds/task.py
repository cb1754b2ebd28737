"""Time and memory of reading small files that were made to be expensive, each in a fresh process."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from eval.bounds.expensive_files import EXPENSIVE, Expensive, parquet
from eval.core.report import Report

#: Seconds and mebibytes that reading may take, and seconds after which it is ended.
MAX_SECONDS: Final = 2.0
MAX_MEBIBYTES: Final = 100
PATIENCE: Final = 30
_WORDS: Final = "Développeur à Zürich, depuis dix ans, qui écrit des logiciels pour une banque privée"
#: Files of one line that take the ways of the expensive ones: an old encoding loads the model that tells languages.
_HARMLESS: Final = {
    ".txt": b"SQL",
    ".json": b'{"text": "%s"}' % _WORDS.encode("cp1252"),
    ".parquet": parquet(["Knots"]),
    ".csv": b"title,hours\nKnots,1\n",
    ".jsonl": b'{"title": "Knots"}\n',
}


def measured(file: Expensive, folder: Path) -> dict[str, Any]:
    """What reading one file took; ``outcome`` is ``ended`` where it did not come to an end."""
    path, warm = folder / f"file{file.suffix}", folder / f"warm{file.suffix}"
    path.write_bytes(file.build())
    warm.write_bytes(_HARMLESS.get(file.suffix, b"%PDF-1.4 none"))
    command = [sys.executable, "-m", "eval.bounds.reading", file.kind, str(path), str(warm)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=True)
    except subprocess.TimeoutExpired:
        return {"outcome": "ended", "seconds": float(PATIENCE), "mebibytes": None}
    except subprocess.CalledProcessError:
        return {"outcome": "died", "seconds": 0.0, "mebibytes": None}
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def evaluate(say: Callable[[str], None] = lambda line: None) -> Report:
    """The share of files that are read or refused within the bounds, and the dearest of them."""
    begun = time.perf_counter()
    rows: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for file in EXPENSIVE:
            rows[file.name] = measured(file, Path(folder))
            say(f"{file.name}: {rows[file.name]}")
    outcomes = Counter(row["outcome"] for row in rows.values())
    within = sum(
        row["outcome"] in {"read", "refused"}
        and row["seconds"] <= MAX_SECONDS
        and (row["mebibytes"] or 0) <= MAX_MEBIBYTES
        for row in rows.values()
    )
    dearest = sorted(rows, key=lambda name: -rows[name]["seconds"])[:10]
    heaviest = sorted(rows, key=lambda name: -(rows[name]["mebibytes"] or 0))[:5]
    share = {"value": within / len(rows), "low": within / len(rows), "high": within / len(rows)}
    return Report(
        "bounds",
        Path(__file__).with_name("expensive_files.py"),
        len(rows),
        {"within": share},
        {},
        time.perf_counter() - begun,
        system="readers",
        unit="files",
        notes=(
            f"bounds: {MAX_SECONDS:g} seconds and {MAX_MEBIBYTES} MiB beyond what a harmless file takes",
            f"outcomes: {dict(outcomes)}",
        ),
        sections={"the dearest": {name: rows[name] for name in dict.fromkeys((*dearest, *heaviest))}},
    )
