"""``credpath recommend`` and ``credpath demo``."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from recommender.cli.options import (
    AsOfOption,
    GoalOption,
    JsonOption,
    ProfileArgument,
    RankerOption,
    SkillOption,
    SnapshotOption,
    goal_of,
    learner_of,
    price_of,
    record_of,
)
from recommender.cli.output import failures, open_recommender, print_json
from recommender.cli.tables.answer import show_answer
from recommender.rank.scoring import DIVERSITY
from recommender.records import Learner, Preferences


def run_demo() -> None:
    """Do the main job on bundled data: a gap table and ranked credentials for an invented CV."""
    from recommender.cli.demo_data import CV, GOAL

    out = Console()
    with failures(as_json=False):
        recommender = open_recommender(None)
        out.print(f"An invented CV, and the goal [bold]{GOAL}[/bold]:\n")
        out.print(CV, style="dim", highlight=False)
        answer = recommender.recommend(Learner(text=CV), GOAL, preferences=Preferences(hours_per_week=6), top=8)
        show_answer(answer, out)


def run_recommend(
    profile: ProfileArgument = None,
    skill: SkillOption = [],  # noqa: B006 - typer reads the default and never mutates it
    goal: GoalOption = None,
    snapshot: SnapshotOption = None,
    top: Annotated[int, typer.Option(min=1, max=50, help="How many credentials.")] = 10,
    hours_per_week: Annotated[float | None, typer.Option(min=0.1, max=168)] = None,
    weeks: Annotated[int | None, typer.Option(min=1, max=520, help="Time limit, with --hours-per-week.")] = None,
    budget: Annotated[float | None, typer.Option(min=0, help="Most that one credential may cost.")] = None,
    currency: Annotated[str, typer.Option(help="ISO 4217 currency of the budget.")] = "USD",
    language: Annotated[list[str], typer.Option(help="Language of instruction (en, or English), repeatable.")] = ["en"],  # noqa: B006
    held: Annotated[
        list[str], typer.Option(help="Identifier of a credential that you have, oldest first; repeatable.")
    ] = [],  # noqa: B006
    diversity: Annotated[
        float,
        typer.Option(min=0, max=1, help="0: each for itself, 0.5: what those above leave open, 1: providers too."),
    ] = DIVERSITY,
    include_closed: Annotated[
        bool, typer.Option("--include-closed", help="Also what is withdrawn, over, or not open yet.")
    ] = False,
    ranker: RankerOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Rank the next credentials to earn for a goal, with the gaps each closes and why."""
    with failures(as_json=as_json):
        limit = None if budget is None else price_of(budget, currency)
        preferences = record_of(
            Preferences,
            hours_per_week=hours_per_week,
            weeks=weeks,
            budget=limit,
            languages=tuple(language),
            held=tuple(held),
            diversity=diversity,
            include_closed=include_closed,
        )
        learner = learner_of(profile, skill)
        answer = open_recommender(snapshot, ranker=ranker, quiet=as_json).recommend(
            learner, goal_of(goal), preferences=preferences, top=top, as_of=as_of.date() if as_of else None
        )
        if as_json:
            print_json(answer.model_dump(mode="json"))
        else:
            show_answer(answer, Console())
