"""The ``credpath`` command. Exit codes: 0 done, 1 failed, 2 bad usage or input."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter, ValidationError
from rich.console import Console

from recommender import cli_plan, cli_train, report, resources
from recommender.bundled import bundled_rows
from recommender.console import (
    AsOfOption,
    GoalOption,
    JsonOption,
    ProfileArgument,
    RankerOption,
    SkillOption,
    SnapshotOption,
    err,
    failures,
    goal_of,
    learner_of,
    open_recommender,
    price_of,
    print_json,
    progress,
    text_of,
)
from recommender.errors import InputError
from recommender.rank.ranker import DIVERSITY
from recommender.records import Item, Learner, Preferences, Question, Response
from recommender.scales import from_band
from recommender.version import __version__

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
index = typer.Typer(no_args_is_help=True, help="Build and verify snapshots.")
app.add_typer(index, name="index")
cli_plan.register(app)
cli_train.register(app)
LARGEST_ITEMS = 8 << 20


@app.command()
def demo() -> None:
    """Do the main job on bundled data: a gap table and ranked credentials for an invented CV."""
    from recommender.demo import CV, GOAL

    out = Console()
    with failures(as_json=False):
        recommender = open_recommender(None)
        out.print(f"An invented CV, and the goal [bold]{GOAL}[/bold]:\n")
        out.print(CV, style="dim", highlight=False)
        answer = recommender.recommend(Learner(text=CV), GOAL, preferences=Preferences(hours_per_week=6), top=8)
        report.show(answer, out)


@app.command()
def recommend(
    profile: ProfileArgument = None,
    skill: SkillOption = [],  # noqa: B006 - typer reads the default and never mutates it
    goal: GoalOption = None,
    snapshot: SnapshotOption = None,
    top: Annotated[int, typer.Option(min=1, max=50, help="How many credentials.")] = 10,
    hours_per_week: Annotated[float | None, typer.Option(min=0.1, max=168)] = None,
    weeks: Annotated[int | None, typer.Option(min=1, max=520, help="Time limit, with --hours-per-week.")] = None,
    budget: Annotated[float | None, typer.Option(min=0, help="Most that one credential may cost.")] = None,
    currency: Annotated[str, typer.Option(help="ISO 4217 currency of the budget.")] = "USD",
    language: Annotated[list[str], typer.Option(help="Language of instruction (ISO 639), repeatable.")] = ["en"],  # noqa: B006
    held: Annotated[
        list[str], typer.Option(help="Identifier of a credential that you have, oldest first; repeatable.")
    ] = [],  # noqa: B006
    diversity: Annotated[
        float,
        typer.Option(min=0, max=1, help="0: each for itself, 0.5: what those above leave open, 1: providers too."),
    ] = DIVERSITY,
    ranker: RankerOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Rank the next credentials to earn for a goal, with the gaps each closes and why."""
    with failures(as_json=as_json):
        limit = None if budget is None else price_of(budget, currency)
        wishes = Preferences(
            hours_per_week=hours_per_week,
            weeks=weeks,
            budget=limit,
            languages=tuple(language),
            held=tuple(held),
            diversity=diversity,
        )
        learner = learner_of(profile, skill)
        answer = open_recommender(snapshot, ranker=ranker, quiet=as_json).recommend(
            learner, goal_of(goal), preferences=wishes, top=top, as_of=as_of.date() if as_of else None
        )
        if as_json:
            print_json(answer.model_dump(mode="json"))
        else:
            report.show(answer, Console())


@app.command()
def assess(
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
        report.show_assessment(found, out)
        if found.question is not None:
            report.show_question(found.question, out)


@app.command()
def skills(
    text: Annotated[str, typer.Argument(help="A text, a file, or - for standard input.")],
    snapshot: SnapshotOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find the skills that a text names, or none."""
    with failures(as_json=as_json):
        content = sys.stdin.read() if text == "-" else text_of(text)
        found = open_recommender(snapshot, quiet=as_json).extract(content)
        if as_json:
            print_json({"skills": [item.model_dump() for item in found]})
        else:
            report.show_skills(found, Console())


@app.command()
def serve(
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
    host: Annotated[
        str, typer.Option(help="Address to listen on; only this machine unless told otherwise.")
    ] = "127.0.0.1",
    snapshot: SnapshotOption = None,
) -> None:
    """Serve the HTTP API (documentation at /docs)."""
    import os

    import uvicorn

    if snapshot is not None:
        os.environ["CREDPATH_SNAPSHOT"] = str(snapshot)
    # No access log: the query of a request may be what a learner typed.
    uvicorn.run(resources.api_factory(), factory=True, host=host, port=port, log_level="info", access_log=False)


@app.command()
def version() -> None:
    """Print the version."""
    Console().print(__version__, highlight=False)


@index.command("build")
def index_build(
    files: Annotated[list[Path] | None, typer.Argument(help="Catalogue files (.csv .jsonl .parquet).")] = None,
    out: Annotated[Path, typer.Option(help="The snapshot folder to make.")] = Path("snapshot"),
    bundled: Annotated[bool, typer.Option(help="Include the bundled catalogue.")] = False,
    own_skills: Annotated[
        Path | None, typer.Option("--skills", help="Your own skills: CSV of id,label,alternatives,broader.")
    ] = None,
    encoder: Annotated[
        str, typer.Option(help="credpath-minilm, all-MiniLM-L6-v2, or any sentence-transformers model.")
    ] = "credpath-minilm",
    strict: Annotated[bool, typer.Option(help="Stop at the first bad row.")] = False,
) -> None:
    """Build a snapshot from catalogue files. Bad rows are refused by name and the rest goes on; exit code 1 then."""
    from recommender.catalogue import read
    from recommender.snapshot import build

    with failures(as_json=False):
        rows, found = read(files or [], strict=strict)
        for refusal in found.refused:
            err.print(f"refused: {refusal}", style="yellow", highlight=False, markup=False)
        if bundled:
            rows = [*bundled_rows(), *rows]
        if not rows:
            err.print("no credential to build from", style="red")
            raise typer.Exit(1 if found.refused else 2)
        with progress() as step:
            build(rows, out, encoder=encoder, own_skills=own_skills, progress=step)
        Console().print(f"{len(rows)} credentials in {out}; {len(found.refused)} rows refused", highlight=False)
        if found.refused:
            raise typer.Exit(1)


@index.command("verify")
def index_verify(folder: Annotated[Path, typer.Argument(help="A snapshot folder.")]) -> None:
    """Check every file of a snapshot against its checksum."""
    from recommender.snapshot import verify

    with failures(as_json=False):
        manifest = verify(folder, full=True)
        Console().print(f"snapshot {manifest['id']}: {len(manifest['files'])} files, all as built", highlight=False)


def _asked(question: Question, out: Console) -> Response | None:
    """Put a question to the person at the terminal; ``None`` where they have had enough."""
    report.show_question(question, out)
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
        if len(content) > LARGEST_ITEMS:
            msg = f"{path.name} is larger than {LARGEST_ITEMS >> 20} MB"
            raise InputError(msg)
        return TypeAdapter(tuple[Item, ...]).validate_json(content)
    except OSError as error:
        msg = f"{path.name} cannot be read ({error.strerror})"
        raise InputError(msg) from None
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        msg = f"{path.name}: {'.'.join(map(str, first['loc'])) or 'the file'}: {first['msg']}"
        raise InputError(msg) from None


def main() -> None:
    """Entry point of the console script."""
    app()


if __name__ == "__main__":
    main()
