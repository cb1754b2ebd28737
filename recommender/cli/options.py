"""What the commands share: options, profiles and goals from the command line, progress, failures, JSON."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from recommender.records import Learner, NamedSkill, Price
from recommender.scales import from_band

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
    from recommender.profile.reader import read

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
    from recommender.profile.reader import FORMATS, read

    path = Path(text) if len(text) < 1000 and "\n" not in text else None
    if path is None or path.suffix.lower() not in FORMATS or not path.is_file():
        return text
    return read(path).text or ""
