"""``credpath read``: what was understood of a profile file, and what was not."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from recommender.cli.options import JsonOption, SnapshotOption
from recommender.cli.output import failures, open_recommender, print_json
from recommender.cli.tables.understanding import show_understanding
from recommender.profile.formats import FORMATS


def run_read(
    file: Annotated[Path, typer.Argument(help=f"A profile file ({' '.join(FORMATS)}).")],
    snapshot: SnapshotOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what is read of a profile file, block by block with the skills that each names, and what is not read."""
    from recommender.profile.reader import understand

    with failures(as_json=as_json):
        # The file first: opening a snapshot takes longer.
        reading = understand(file)
        found = open_recommender(snapshot, quiet=as_json).understand(reading)
        if as_json:
            print_json(found.model_dump(mode="json"))
        else:
            show_understanding(found, Console())
