"""``credpath skills``: the skills that a text names."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from rich.console import Console

from recommender.cli.options import JsonOption, SnapshotOption, text_of
from recommender.cli.output import failures, open_recommender, print_json
from recommender.cli.tables.answer import show_skills


def run_skills(
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
            show_skills(found, Console())
