"""``make mutants``: do the tests of a neighbourhood notice a random change of its code?

cosmic-ray names every mutation that it can make of the packages in `NEIGHBOURHOODS`. Some are drawn with a fresh seed;
each is applied in a copy of the tree, and the golden answers and the tests of its package run against it. What no test
notices survived, and is printed with its change: it deserves a test or a reason (`tests/mutation/survivors.md`).
Annotations are not evaluated at run time, and the ``*`` before keyword-only arguments is no operator: mutations of them
are left out.
"""

from __future__ import annotations

import ast
import os
import queue
import random
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import typer
from cosmic_ray.commands import init
from cosmic_ray.mutating import mutate_and_test
from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import MutationSpec, TestOutcome, WorkResult

ROOT: Final = Path(__file__).resolve().parents[2]
BUILD: Final = ROOT / "build" / "mutants"
#: The tests that answer for a package beside the golden answers, the quickest first.
NEIGHBOURHOODS: Final = {
    "goal": ("tests/goal", "tests/properties"),
    "rank": ("tests/rank", "tests/properties", "tests/test_engine.py"),
    "learner": ("tests/learner", "tests/properties", "tests/test_engine.py"),
    "assess": ("tests/assess", "tests/properties"),
    "path": ("tests/path",),
    "linking": ("tests/linking", "tests/goal"),
}
GOLDEN: Final = "tests/golden"
#: A mutant that runs longer than this loops for ever, and is noticed.
SECONDS: Final = 900
WORKERS: Final = 2


def mutations() -> list[MutationSpec]:
    """Every mutation of the neighbourhoods' packages, in a fixed order."""
    modules = [
        path.relative_to(ROOT)
        for package in NEIGHBOURHOODS
        for path in sorted((ROOT / "recommender" / package).rglob("*.py"))
        if path.name != "__init__.py"
    ]
    BUILD.mkdir(parents=True, exist_ok=True)
    os.chdir(ROOT)
    with use_db(str(BUILD / "session.sqlite"), WorkDB.Mode.create) as session:
        init(modules, session, {})
        found = [mutation for item in session.work_items for mutation in item.mutations]
    without_effect = {module: [*_annotated(ROOT / module), *_stars(ROOT / module)] for module in modules}
    kept = [m for m in found if not any(_inside(m, span) for span in without_effect[Path(m.module_path)])]
    return sorted(kept, key=lambda m: (str(m.module_path), m.start_pos, m.operator_name, m.occurrence))


Span = tuple[tuple[int, int], tuple[int, int]]


def _annotated(path: Path) -> list[Span]:
    """Where a module's annotations stand: (line, column) of both ends."""
    out: list[Span] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        for name in ("annotation", "returns"):
            part = getattr(node, name, None)
            if isinstance(part, ast.expr) and part.end_lineno is not None and part.end_col_offset is not None:
                out.append(((part.lineno, part.col_offset), (part.end_lineno, part.end_col_offset)))
    return out


def _stars(path: Path) -> list[Span]:
    """Where the bare ``*`` of a signature stands."""
    lines = path.read_text(encoding="utf-8").splitlines()
    found = ((number, match.start()) for number, line in enumerate(lines, 1) for match in re.finditer(r"\*(?=,)", line))
    return [((number, column), (number, column + 1)) for number, column in found]


def _inside(mutation: MutationSpec, span: Span) -> bool:
    return span[0] <= tuple(mutation.start_pos) < span[1]


def copied(number: int) -> Path:
    """A copy of the tracked tree for one worker."""
    folder = BUILD / f"tree-{number}"
    shutil.rmtree(folder, ignore_errors=True)
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout  # noqa: S607
    for name in filter(None, tracked.decode().split("\0")):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target)
    return folder


def tested(mutation: MutationSpec, folder: Path) -> WorkResult:
    """What the tests of its neighbourhood say of one mutant in a copy of the tree."""
    package = Path(mutation.module_path).parts[1]
    command = [
        "env",
        f"PYTHONPATH={folder}",
        f"CREDPATH_TEST_SNAPSHOT={os.environ.get('CREDPATH_TEST_SNAPSHOT', '')}",
        "HYPOTHESIS_MAX_EXAMPLES=20",
        *("timeout", str(SECONDS), sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:xdist"),
        *(f"--rootdir={folder}", f"-c{folder / 'pyproject.toml'}"),
        *(str(folder / part) for part in (GOLDEN, *NEIGHBOURHOODS[package])),
        *("--deselect", "tests/golden/test_answers.py::test_from_the_text_on_every_answer_is_the_recorded_one"),
    ]
    placed = MutationSpec(
        module_path=folder / mutation.module_path,
        operator_name=mutation.operator_name,
        occurrence=mutation.occurrence,
        start_pos=mutation.start_pos,
        end_pos=mutation.end_pos,
        operator_args=mutation.operator_args,
        definition_name=mutation.definition_name,
    )
    return mutate_and_test([placed], " ".join(command), SECONDS + 60)


def main(
    count: int = typer.Option(60, help="Mutants to draw."),
    seed: int = typer.Option(None, help="The draw; a fresh one unless given."),
) -> None:
    """Draw mutants, test each, and print who survived."""
    seed = random.SystemRandom().randrange(10**6) if seed is None else seed
    every = mutations()
    drawn = random.Random(seed).sample(every, min(count, len(every)))
    print(f"{len(drawn)} of {len(every)} mutations, seed {seed}", flush=True)
    folders: queue.Queue[Path] = queue.Queue()
    for number in range(WORKERS):
        folders.put(copied(number))

    def work(mutation: MutationSpec) -> tuple[MutationSpec, WorkResult, float]:
        folder, began = folders.get(), time.monotonic()
        try:
            return mutation, tested(mutation, folder), time.monotonic() - began
        finally:
            folders.put(folder)

    survived = 0
    with ThreadPoolExecutor(WORKERS) as pool:
        for mutation, result, seconds in pool.map(work, drawn):
            alive = result.test_outcome == TestOutcome.SURVIVED
            survived += alive
            place = f"{mutation.module_path}:{mutation.start_pos[0]} {mutation.operator_name}"
            print(f"{'SURVIVED' if alive else 'killed':9}{seconds:6.0f} s  {place}", flush=True)
            if alive:
                print(result.diff, flush=True)
    print(f"killed {len(drawn) - survived} of {len(drawn)} ({1 - survived / len(drawn):.0%}), seed {seed}")


if __name__ == "__main__":
    typer.run(main)
