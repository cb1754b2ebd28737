"""What the commands share: options, and the profiles, goals and records that options stand for."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from recommender.cli.output import err
from recommender.errors import InputError, first_problem
from recommender.profile.formats import FORMATS
from recommender.records import Learner, NamedSkill, Price

ProfileArgument = Annotated[
    Path | None, typer.Argument(help=f"A CV, a JSON Resume or CredPath's own JSON ({' '.join(FORMATS)}).")
]
SkillOption = Annotated[
    list[str], typer.Option("--skill", help="A skill: NAME or NAME:LEVEL (0.5, 50%, 2/4 or a band).")
]
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


#: Longer arguments are texts, whatever they end in.
MAX_PATH = 1000
#: Options whose field has another name.
OPTION_NAMES = {
    "languages": "language",
    "formats": "format",
    "providers": "provider",
    "rates": "rate",
    "confirmed": "confirm",
}


def learner_of(profile: Path | None, named: list[str]) -> Learner:
    """The learner of a profile file with the skills that ``--skill`` names."""
    from recommender.profile.reader import read

    learner = read(profile) if profile else Learner()
    return learner.model_copy(update={"skills": (*learner.skills, *map(_named_skill, named))}) if named else learner


def _named_skill(text: str) -> NamedSkill:
    try:
        return NamedSkill.model_validate(text)
    except ValidationError as error:
        msg = f"--skill: {first_problem(error, ()).message}"
        raise typer.BadParameter(msg) from None


def price_of(amount: float, currency: str) -> Price:
    """A budget; `typer.BadParameter` for an unknown currency or too large an amount."""
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
    """A goal that is the path of a file stands for the advert in it; `InputError` where there is no such file."""
    return goal if goal is None else text_of(goal)


def text_of(text: str) -> str:
    """The text of a file where the argument ends like the path of one, else the argument itself.

    `InputError` where there is no such file: the argument's own words are never read as a text by mistake.
    """
    from recommender.profile.reader import read
    from recommender.profile.reading import unread_warning

    path = Path(text) if len(text) < MAX_PATH and "\n" not in text else None
    if path is None or path.suffix.lower() not in FORMATS:
        return text
    try:
        there = path.is_file()
    except OSError:
        there = False
    if not there:
        msg = f"there is no such file; a text that ends in {path.suffix} can be given on standard input or in a file"
        raise InputError(msg)
    found = read(path)
    for part in found.unread:
        err.print(f"note: {unread_warning(part)}", style="yellow", highlight=False, markup=False)
    return found.text or ""


def record_of(kind: Any, **values: Any) -> Any:
    """A record of class ``kind`` from options by field; `InputError` names the option that is wrong."""
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        found = first_problem(error, kind.model_fields)
        field = found.place.partition(".")[0]
        place = "--" + OPTION_NAMES.get(field, field.replace("_", "-")) if field else "the options"
        msg = f"{place}: {found.message}"
        raise InputError(msg) from None
