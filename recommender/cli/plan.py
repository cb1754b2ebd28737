"""``credpath plan`` and what is done with a plan: ``check``, ``replan``, ``tradeoffs``, ``why``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from recommender.cli.options import (
    AsOfOption,
    JsonOption,
    ProfileArgument,
    SkillOption,
    SnapshotOption,
    goal_of,
    learner_of,
    price_of,
    record_of,
)
from recommender.cli.output import failures, open_recommender, print_json
from recommender.cli.tables.plan import (
    show_changes,
    show_cycles,
    show_plan,
    show_prerequisites,
    show_tradeoffs,
    show_verdict,
    show_why,
)
from recommender.errors import InputError
from recommender.path.grading import accepted, verify_plan
from recommender.path.markdown import to_markdown
from recommender.path.optimise.effort import DEFAULT_EFFORT, Effort
from recommender.path.options import PlanOptions
from recommender.path.plan import LearningPath
from recommender.path.revise.counterfactuals import why, why_not
from recommender.path.revise.pareto import tradeoffs
from recommender.path.revise.replanning import StudyProgress, replan
from recommender.records import Preferences

#: A plan's file holds its pool; the largest pool takes less than this.
MAX_PLAN_BYTES = 64 << 20
#: Exit code of a check that found nothing wrong and could not check all that it was asked to.
NOT_ALL_CHECKED = 3
Several = list[str]
PlanArgument = Annotated[Path, typer.Argument(help="A plan's JSON, as `credpath plan --json` prints it.")]
WorkOption = Annotated[float, typer.Option(min=0.001, help="Work limit of each solve: the same everywhere.")]


def run_plan(
    goal: Annotated[Several, typer.Option(help="A goal as in recommend; several for the objectives goals and regret.")],
    hours_per_week: Annotated[float, typer.Option(min=0.1, max=168)],
    profile: ProfileArgument = None,
    skill: SkillOption = [],  # noqa: B006 - typer reads the default and never mutates it
    weeks: Annotated[int | None, typer.Option(min=1, max=520, help="The deadline.")] = None,
    budget: Annotated[float | None, typer.Option(min=0, help="Most that the whole plan may cost.")] = None,
    currency: Annotated[str, typer.Option(help="ISO 4217 currency of the budget.")] = "USD",
    rate: Annotated[Several, typer.Option(help="EUR=1.08: what one unit of a currency is worth in the budget's.")] = [],  # noqa: B006
    objective: Annotated[str, typer.Option(help="closure, goals, cheapest, fastest or regret.")] = "closure",
    target: Annotated[
        float | None, typer.Option(min=0, max=1, help="Share of the gap that cheapest and fastest close.")
    ] = None,
    steps: Annotated[int | None, typer.Option(min=1, max=200, help="Most credentials.")] = None,
    must_have: Annotated[Several, typer.Option(help="Identifier of a credential that must be in the plan.")] = [],  # noqa: B006
    exclude: Annotated[Several, typer.Option(help="Identifier of a credential to leave out.")] = [],  # noqa: B006
    held: Annotated[Several, typer.Option(help="Identifier of a credential that is held already.")] = [],  # noqa: B006
    provider: Annotated[Several, typer.Option(help="Only these providers.")] = [],  # noqa: B006
    language: Annotated[Several, typer.Option(help="Language of instruction (en, or English), repeatable.")] = ["en"],  # noqa: B006
    format: Annotated[Several, typer.Option(help="online, in-person or blended, repeatable.")] = [],  # noqa: A002, B006
    include_closed: Annotated[bool, typer.Option("--include-closed", help="Also what is withdrawn or over.")] = False,
    assume_hours: Annotated[
        float | None, typer.Option(min=0.1, help="Hours of credentials that state none; they are left out without it.")
    ] = None,
    assume_price: Annotated[float | None, typer.Option(min=0, help="Price of credentials that state none.")] = None,
    readiness: Annotated[
        float, typer.Option(min=0, max=1, help="Share of what a credential requires that must be held before it.")
    ] = 0.8,
    threshold: Annotated[
        float, typer.Option(min=0, max=1, help="Share of what a goal asks for from which it counts as reached.")
    ] = 0.8,
    confirm: Annotated[
        Several, typer.Option(help="BEFORE>AFTER: a prerequisite that no source states and that is to hold.")
    ] = [],  # noqa: B006
    stacking_bonus: Annotated[
        float, typer.Option(min=0, max=1, help="What completing a programme is worth, as a share of the gap.")
    ] = 0.0,
    work: Annotated[float, typer.Option(min=0.001, help="Work limit: the same everywhere.")] = DEFAULT_EFFORT.work,
    seconds: Annotated[
        float, typer.Option(min=0.01, help="Guard: a plan it cuts is not reproducible.")
    ] = DEFAULT_EFFORT.seconds,
    known: Annotated[
        Path | None, typer.Option(help="A plan's JSON to begin from, of a smaller budget for instance.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write the plan's JSON, with its certificate, to this file.")] = None,
    ics: Annotated[Path | None, typer.Option(help="Write a calendar to this file.")] = None,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
    snapshot: SnapshotOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Plan what to earn, in which order and when, with a proof of how good the plan is.

    Exit code 1 where no plan is possible, or only one without a step.
    """
    with failures(as_json=as_json):
        preferences = record_of(
            Preferences,
            hours_per_week=hours_per_week,
            weeks=weeks,
            budget=None if budget is None else price_of(budget, currency),
            languages=language,
            formats=format,
            providers=provider,
            exclude=exclude,
            held=held,
            include_closed=include_closed,
        )
        options = record_of(
            PlanOptions,
            objective=objective,
            target=target,
            steps=steps,
            must_have=must_have,
            assume_hours=assume_hours,
            assume_price=assume_price,
            rates=_rates(rate),
            readiness=readiness,
            threshold=threshold,
            stacking_bonus=stacking_bonus,
            confirmed=[_pair(text) for text in confirm],
        )
        found = open_recommender(snapshot, quiet=as_json or as_markdown).plan(
            learner_of(profile, skill),
            [goal_of(text) or "" for text in goal],
            preferences=preferences,
            options=options,
            effort=Effort(work, seconds),
            known=None if known is None else accepted(plan_document(known)),
            as_of=as_of.date() if as_of else None,
        )
        show(found, out=out, ics=ics, as_json=as_json, as_markdown=as_markdown)
        if not found.steps:
            raise typer.Exit(1)


def show(found: LearningPath, *, out: Path | None, ics: Path | None, as_json: bool, as_markdown: bool) -> None:
    """Print a plan as it is asked for and write its files."""
    try:
        if out is not None:
            out.write_text(found.model_dump_json() + "\n", encoding="utf-8")
        if ics is not None:
            from recommender.path.ical import to_ical

            ics.write_bytes(to_ical(found))
    except OSError as error:
        msg = f"{error.filename} cannot be written ({error.strerror})"
        raise InputError(msg) from None
    if as_json:
        print_json(found.model_dump(mode="json"))
    elif as_markdown:
        sys.stdout.write(to_markdown(found))
    else:
        show_plan(found, Console())
    if found.conflict is not None:
        raise typer.Exit(1)


def run_check(
    file: PlanArgument,
    snapshot: Annotated[
        str | None,
        typer.Option(help="Compare with the catalogue: a snapshot folder, or `bundled`."),
    ] = None,
    resolve: Annotated[bool, typer.Option("--resolve", help="Solve the instance again to check the bound.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Compute a plan's numbers again without the solver; compare it with its catalogue and request; prove its bound.

    Exit code 1 where anything is wrong, 3 where nothing is but less was checked than asked for.
    """
    with failures(as_json=as_json):
        document = plan_document(file)
        if snapshot is None:
            verdict = verify_plan(document, resolve=resolve)
        else:
            folder = None if snapshot == "bundled" else Path(snapshot)
            verdict = open_recommender(folder, quiet=as_json).check(document, resolve=resolve)
        if as_json:
            print_json(verdict.model_dump(mode="json"))
        else:
            show_verdict(verdict, Console())
        if not verdict.ok:
            raise typer.Exit(1)
        if not verdict.complete:
            raise typer.Exit(NOT_ALL_CHECKED)


def run_replan(
    file: PlanArgument,
    weeks: Annotated[int, typer.Option(min=0, max=520, help="Whole weeks that are over.")] = 0,
    finished: Annotated[Several, typer.Option(help="Identifier of a step that is finished.")] = [],  # noqa: B006
    failed: Annotated[Several, typer.Option(help="Identifier of a step that was failed; it may be taken again.")] = [],  # noqa: B006
    skipped: Annotated[Several, typer.Option(help="Identifier of a step that is not wanted any more.")] = [],  # noqa: B006
    tolerance: Annotated[
        float, typer.Option(min=0, max=1, help="Share of the best value that may be given up to change less.")
    ] = 0.01,
    work: WorkOption = DEFAULT_EFFORT.work,
    out: Annotated[Path | None, typer.Option(help="Write the plan's JSON, with its certificate, to this file.")] = None,
    ics: Annotated[Path | None, typer.Option(help="Write a calendar to this file.")] = None,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Plan again what is left of a plan after steps were finished, failed or skipped, changing as little as it can."""
    with failures(as_json=as_json):
        progress = record_of(StudyProgress, weeks=weeks, finished=finished, failed=failed, skipped=skipped)
        found = replan(accepted(plan_document(file)), progress, Effort(work), tolerance)
        if not as_json and not as_markdown:
            show_changes(found, Console())
        show(found, out=out, ics=ics, as_json=as_json, as_markdown=as_markdown)


def run_tradeoffs(
    file: PlanArgument,
    points: Annotated[int, typer.Option(min=1, max=2_000, help="Most plans on the front.")] = 60,
    work: WorkOption = DEFAULT_EFFORT.work,
    as_json: JsonOption = False,
) -> None:
    """Every efficient plan within the limits, and what one more hour a week, one week or 50 more to spend gives."""
    with failures(as_json=as_json):
        found = tradeoffs(accepted(plan_document(file)).certificate.instance, Effort(work), points)
        if as_json:
            print_json(found.model_dump(mode="json"))
        else:
            show_tradeoffs(found, Console())


def run_why(
    file: PlanArgument,
    absent: Annotated[Several, typer.Option("--not", help="Why not this credential? Its identifier.")] = [],  # noqa: B006
    work: WorkOption = DEFAULT_EFFORT.work,
    as_json: JsonOption = False,
) -> None:
    """Why each step is in a plan and which price, hours or skill would drop it; or why a credential is not in it."""
    with failures(as_json=as_json):
        path, effort = accepted(plan_document(file)), Effort(work)
        found = [why_not(path, identifier, effort) for identifier in absent] if absent else list(why(path, effort))
        if as_json:
            print_json({"credentials": [one.model_dump(mode="json") for one in found]})
        else:
            show_why(found, Console())


def run_prerequisites(
    credential: Annotated[str | None, typer.Argument(help="A credential's identifier; all circles without.")] = None,
    top: Annotated[int, typer.Option(min=1, max=100, help="How many.")] = 10,
    snapshot: SnapshotOption = None,
    as_json: JsonOption = False,
) -> None:
    """Stated and likely prerequisites of a credential; or stated ones of the catalogue that go round in a circle."""
    with failures(as_json=as_json):
        recommender = open_recommender(snapshot, quiet=as_json)
        if credential is None:
            circles = recommender.prerequisite_cycles()
            if as_json:
                print_json({"cycles": [circle.model_dump(mode="json") for circle in circles]})
            else:
                show_cycles(circles, Console())
            return
        found = recommender.prerequisites(credential, top)
        if as_json:
            print_json({"prerequisites": [one.model_dump(mode="json") for one in found]})
        else:
            show_prerequisites(found, Console())


def plan_document(file: Path) -> Any:
    """The JSON of a plan's file; `InputError` says why it cannot be read."""
    try:
        if file.stat().st_size > MAX_PLAN_BYTES:
            msg = f"{file.name} is larger than {MAX_PLAN_BYTES >> 20} MB"
            raise InputError(msg)
        return json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        msg = f"{file.name} cannot be read ({error.strerror})"
        raise InputError(msg) from None
    except (ValueError, RecursionError):
        msg = f"{file.name} is not JSON"
        raise InputError(msg) from None


def _pair(text: str) -> tuple[str, str]:
    before, sign, after = text.partition(">")
    if not sign or not before.strip() or not after.strip():
        msg = "--confirm: write BEFORE>AFTER with the identifiers of two credentials"
        raise InputError(msg)
    return before.strip(), after.strip()


def _rates(texts: Several) -> dict[str, float]:
    out = {}
    for text in texts:
        currency, sign, value = text.partition("=")
        try:
            out[currency.strip().upper()] = float(value)
        except ValueError:
            sign = ""
        if not sign:
            msg = "--rate: write CURRENCY=RATE, such as EUR=1.08"
            raise InputError(msg)
    return out
