"""``credpath serve`` and ``credpath version``."""

from __future__ import annotations

from typing import Annotated, Final

import typer
from rich.console import Console

from recommender import artifacts
from recommender.cli.options import SnapshotOption
from recommender.version import __version__

#: Seconds that requests at work may still take once the service is told to stop.
GRACE: Final = 6


def run_serve(
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
    factory = artifacts.api_factory()
    uvicorn.run(
        factory,
        factory=True,
        http=f"{factory.partition(':')[0]}.protocol:BoundedHttp",
        host=host,
        port=port,
        log_level="info",
        access_log=False,
        timeout_graceful_shutdown=GRACE,
    )


def print_version(asked: bool) -> None:
    """Print the version and stop, where ``--version`` asks for it."""
    if asked:
        run_version()
        raise typer.Exit


def run_version() -> None:
    """Print the version."""
    Console().print(__version__, highlight=False)
