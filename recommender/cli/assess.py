"""``credpath assess``: strengths, weaknesses and the next question."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter, ValidationError
from rich.console import Console

from recommender.cli.options import (
    AsOfOption,
    JsonOption,
    ProfileArgument,
    SkillOption,
    SnapshotOption,
    goal_of,
    learner_of,
)
from recommender.cli.output import failures, open_recommender, print_json
from recommender.cli.tables.answer import show_assessment, show_question
from recommender.errors import InputError, first_problem
from recommender.records import Item, Question, Response, field_names
from recommender.scales import from_band

MAX_ITEMS_BYTES = 8 << 20


def run_assess(
    goal: Annotated[str, typer.Option(help="An occupation's title, an identifier, or a file with a job advert.")],
    profile: ProfileArgument = None,
    skill: SkillOption = [],  # noqa: B006 - as in recommend
    ask: Annotated[
        bool, typer.Option("--ask", help="Ask question after question until no answer would matter.")
    ] = False,
    answer: Annotated[
        list[str], typer.Option("--answer", help="An answer: IDENTIFIER=LEVEL of a skill, or ITEM=right|wrong.")
    ] = [],  # noqa: B006
    items: Annotated[Path | None, typer.Option(help="A platform's own test items: a JSON list.")] = None,
    snapshot: SnapshotOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Strengths and weaknesses for a goal, and the next question whose answer would change the recommendations."""
    if ask and as_json:
        msg = "--ask talks to a person; with --json, send the answers with --answer"
        raise typer.BadParameter(msg)
    with failures(as_json=as_json):
        learner, own = learner_of(profile, skill), _items(items)
        responses = [_response(text) for text in answer]
        recommender = open_recommender(snapshot, quiet=as_json)
        aim, when = goal_of(goal) or "", as_of.date() if as_of else None
        out = Console()
        while True:
            found = recommender.assess(learner, aim, responses=responses, items=own, as_of=when)
            if not ask or found.question is None:
                break
            reply = _asked(found.question, out)
            if reply is None:
                break
            responses.append(reply)
        if as_json:
            print_json(found.model_dump(mode="json"))
            return
        show_assessment(found, out)
        if found.question is not None:
            show_question(found.question, out)


def _asked(question: Question, out: Console) -> Response | None:
    """Put a question to the person at the terminal; ``None`` where they have had enough."""
    show_question(question, out)
    if question.kind == "item":
        reply = typer.prompt("Was the answer right? (y, n, or q to stop)", default="q").strip().lower()
        return None if reply not in {"y", "n"} else Response(item=question.item, correct=reply == "y")
    reply = typer.prompt(f"1 to {len(question.options)}, or q to stop", default="q").strip()
    if not reply.isdigit() or not 1 <= int(reply) <= len(question.options):
        return None
    return Response(skill=question.skills[0], level=question.options[int(reply) - 1].level)


def _response(text: str) -> Response:
    name, sign, value = text.rpartition("=")
    try:
        if not sign:
            msg = "no = in it"
            raise ValueError(msg)  # noqa: TRY301 - the message below says what is meant
        if value in {"right", "wrong"}:
            return Response(item=name, correct=value == "right")
        return Response(skill=name, level=float(value) if value.replace(".", "", 1).isdigit() else from_band(value))
    except ValueError:
        msg = "--answer: write IDENTIFIER=LEVEL with a level from 0 to 1 or a band, or ITEM=right, ITEM=wrong"
        raise typer.BadParameter(msg) from None


def _items(path: Path | None) -> tuple[Item, ...]:
    """A platform's own test items; `InputError` says which is not one."""
    if path is None:
        return ()
    try:
        content = path.read_bytes()
        if len(content) > MAX_ITEMS_BYTES:
            msg = f"{path.name} is larger than {MAX_ITEMS_BYTES >> 20} MB"
            raise InputError(msg)
        return TypeAdapter(tuple[Item, ...]).validate_json(content)
    except OSError as error:
        msg = f"{path.name} cannot be read ({error.strerror})"
        raise InputError(msg) from None
    except ValidationError as error:
        found = first_problem(error, field_names())
        msg = f"{path.name}: {found.place or 'the file'}: {found.message}"
        raise InputError(msg) from None
