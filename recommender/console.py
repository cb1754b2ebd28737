"""What the commands share: options, profiles and goals from the command line, progress, failures, JSON."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from recommender.engine import Recommender
from recommender.errors import AmbiguousGoal, CredPathError, InputError
from recommender.records import Learner, NamedSkill, Price
from recommender.scales import from_band

err = Console(stderr=True)

ProfileArgument = Annotated[
    Path | None, typer.Argument(help="A CV (.txt .md .pdf .docx), a JSON Resume or CredPath's own JSON.")
]
SkillOption = Annotated[list[str], typer.Option("--skill", help="A skill: NAME or NAME:LEVEL (0 to 1, or a band).")]
GoalOption = Annotated[
    str | None, typer.Option(help="An occupation's title, an ESCO or O*NET identifier, or a file with a job advert.")
]
SnapshotOption = Annotated[Path | None, typer.Option(help="A snapshot folder; the bundled catalogue without it.")]
RankerOption = Annotated[
    Path | None,
    typer.Option(envvar="CREDPATH_RANKER", help="A folder that `credpath train` wrote; the prior without it."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
AsOfOption = Annotated[dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Date that the answer is for.")]


def learner_of(profile: Path | None, named: list[str]) -> Learner:
    from recommender.profile import read

    learner = read(profile) if profile else Learner()
    return learner.model_copy(update={"skills": (*learner.skills, *map(_named_skill, named))}) if named else learner


def _named_skill(text: str) -> NamedSkill:
    name, colon, level = text.rpartition(":")
    if not colon:
        return NamedSkill(name=text)
    try:
        value = float(level) if level.replace(".", "", 1).isdigit() else from_band(level)
        return NamedSkill(name=name, level=value)
    except ValidationError:
        msg = "--skill: write NAME or NAME:LEVEL with a level from 0 to 1 or a band"
        raise typer.BadParameter(msg) from None
    except ValueError as error:
        msg = f"--skill: the level after the colon is not one ({error})"
        raise typer.BadParameter(msg) from None


def price_of(amount: float, currency: str) -> Price:
    import pycountry

    code = currency.upper()
    if pycountry.currencies.get(alpha_3=code) is None:
        msg = "--currency: use an ISO 4217 code such as EUR"
        raise typer.BadParameter(msg)
    try:
        return Price(amount=amount, currency=code)
    except ValidationError:
        msg = "--budget: at most 1000000"
        raise typer.BadParameter(msg) from None


def goal_of(goal: str | None) -> str | None:
    """A goal that is the path of a file stands for the advert in it."""
    return goal if goal is None else text_of(goal)


def text_of(text: str) -> str:
    from recommender.profile import FORMATS, read

    path = Path(text) if len(text) < 1000 and "\n" not in text else None
    if path is None or path.suffix.lower() not in FORMATS or not path.is_file():
        return text
    return read(path).text or ""


def open_recommender(snapshot: Path | None, *, ranker: Path | None = None, quiet: bool = False) -> Recommender:
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
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
