"""The ``credpath`` command. Exit codes: 0 done, 1 failed, 2 bad usage or input."""

from __future__ import annotations

from typing import Annotated

import typer

from recommender.cli.assess import run_assess
from recommender.cli.index import run_build, run_verify
from recommender.cli.plan import run_check, run_plan, run_prerequisites, run_replan, run_tradeoffs, run_why
from recommender.cli.read import run_read
from recommender.cli.recommend import run_demo, run_recommend
from recommender.cli.role import run_role
from recommender.cli.serve import print_version, run_serve, run_version
from recommender.cli.skills import run_skills
from recommender.cli.train import run_train

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
index = typer.Typer(no_args_is_help=True, help="Build and verify snapshots.")
app.add_typer(index, name="index")

app.command("demo")(run_demo)
app.command("recommend")(run_recommend)
app.command("assess")(run_assess)
app.command("skills")(run_skills)
app.command("read")(run_read)
app.command("role")(run_role)
app.command("serve")(run_serve)
app.command("version")(run_version)
app.command("plan")(run_plan)
app.command("check")(run_check)
app.command("replan")(run_replan)
app.command("tradeoffs")(run_tradeoffs)
app.command("why")(run_why)
app.command("prerequisites")(run_prerequisites)
app.command("train")(run_train)
index.command("build")(run_build)
index.command("verify")(run_verify)


@app.callback()
def run_options(
    version: Annotated[
        bool, typer.Option("--version", callback=print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Take the options that stand before a command."""


def main() -> None:
    """Entry point of the console script."""
    app()


if __name__ == "__main__":
    main()
