"""``credpath train``: a ranker from a platform's log, published only where it is not worse than the one in use."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from recommender.catalogue.formats import FORMATS
from recommender.cli.options import JsonOption, SnapshotOption
from recommender.cli.output import failures, print_json, progress


def run_train(
    events: Annotated[list[Path], typer.Option("--events", help=f"A log ({' '.join(FORMATS)}); repeatable.")],
    out: Annotated[Path, typer.Option("--out", help="Folder of the new ranker.")],
    snapshot: SnapshotOption = None,
    in_use: Annotated[
        Path | None, typer.Option("--in-use", help="The ranker it must not be worse than; the prior without it.")
    ] = None,
    popularity: Annotated[
        str, typer.Option(help="rate: taken where looked at (debiased); count: how often taken; off.")
    ] = "rate",
    seed: Annotated[int, typer.Option(min=0)] = 0,
    as_json: JsonOption = False,
) -> None:
    """Fit a ranker on a platform's log and publish it where it is not worse than the one in use.

    Exit code 1 where it is worse on the held-out last fifth of the log, or its top ten close less of a gap per hour or
    per dollar, beyond the interval: nothing is written then.
    """
    from recommender.errors import InputError
    from recommender.training.card import manifest_of
    from recommender.training.events import read_events
    from recommender.training.log import EventLog
    from recommender.training.publish import publish_ranker
    from recommender.training.trainer import Popularity, open_trainer

    with failures(as_json=as_json):
        if popularity not in {"rate", "count", "off"}:
            msg = "--popularity is rate, count or off"
            raise InputError(msg)
        chosen: Popularity = popularity  # type: ignore[assignment]
        if out.exists():
            msg = f"{out.name} exists already and is never overwritten; choose another folder"
            raise InputError(msg)
        with progress("training") as step, EventLog() as log:
            step("reading the log", 0.0)
            read_events(events, log.add)
            log.finish()
            trainer = open_trainer(snapshot, in_use, seed, step)
            trained = trainer.train(log, chosen)
        about = manifest_of(trained, trainer, events, seed)
        written = publish_ranker(trained, about, out)
        _say(written.version, about, as_json=as_json)


def _say(version: str, about: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json({"ranker": version, **about})
        return
    out = Console()
    out.print(f"[bold]{version}[/bold] is published; use it with --ranker or CREDPATH_RANKER", highlight=False)
    for name, value in {**about["counts"], "position bias": about["position_bias"]}.items():
        out.print(f"  {name}: {value}", highlight=False)
    for name, interval in about["decision"].items():
        out.print(f"  {name}: {interval}", highlight=False)
    for name, found in about["calibration"].items():
        out.print(f"  calibration error of {name}: {found['ece']} over {found['n']}", highlight=False)
