"""``credpath role``: what a job asks, with its evidence."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from recommender.cli.options import JsonOption, SnapshotOption
from recommender.cli.output import failures, open_recommender, print_json
from recommender.cli.tables.role import show_role


def run_role(
    title: Annotated[str, typer.Argument(help="A job title, or the identifier of a role or an occupation.")],
    snapshot: SnapshotOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what a job asks: its areas, their levels, what asks for them, and licences first."""
    with failures(as_json=as_json):
        found = open_recommender(snapshot, quiet=as_json).role(title)
        if as_json:
            print_json(found.model_dump(mode="json"))
        else:
            show_role(found, Console())
