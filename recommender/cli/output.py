"""What every command prints with: progress, failures as messages and exit codes, JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from recommender.engine import Recommender
from recommender.errors import AmbiguousGoal, CredPathError, InputError

err = Console(stderr=True)


def open_recommender(snapshot: Path | None, *, ranker: Path | None = None, quiet: bool = False) -> Recommender:
    """A recommender over a snapshot folder, or the bundled one with a progress bar unless ``quiet``."""
    if snapshot is not None or quiet:
        return Recommender.open(snapshot, ranker=ranker)
    with progress() as step:
        return Recommender.open(None, progress=step, ranker=ranker)


@contextmanager
def progress(doing: str = "building the snapshot") -> Iterator[Any]:
    """A progress bar that appears with the first step, so that work done already shows nothing."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("", total=1.0, visible=False)

        def step(label: str, share: float) -> None:
            bar.update(task, completed=share, description=f"{doing}: {label}", visible=True)

        yield step


@contextmanager
def failures(*, as_json: bool) -> Iterator[None]:
    """Turn errors raised on purpose into a message and an exit code."""
    try:
        yield
    except AmbiguousGoal as error:
        choices = [{"id": c.id, "label": c.label, "probability": c.probability} for c in error.choices]
        if as_json:
            print_json({"error": "ambiguous-goal", "detail": str(error), "choices": choices})
        else:
            err.print(str(error), style="red", highlight=False)
            for choice in error.choices:
                err.print(f"  {choice.probability:.0%}  {choice.label}  ({choice.id})", highlight=False, markup=False)
        raise typer.Exit(2) from None
    except CredPathError as error:
        if as_json:
            print_json({"error": type(error).__name__, "detail": str(error)})
        else:
            err.print(str(error), style="red", highlight=False, markup=False)
        raise typer.Exit(2 if isinstance(error, InputError) else 1) from None


def print_json(value: Any) -> None:
    """Print a value as JSON on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
