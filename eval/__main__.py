"""``python -m eval TASK [--data PATH] [--json]``: one evaluation; ``python -m eval list`` names them.

``python -m eval report`` makes a page of those of ranking; ``python -m eval compare --config FILE`` runs your own.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final

import typer

from eval.core.task import DataMissingError
from eval.docs import report_page
from eval.registry import ON_PAGE, TASKS, Task, say
from recommender.errors import InputError

REPORT: Final = "report"
PAGES: Final = Path("build") / "eval" / "report"

app = typer.Typer(add_completion=False)


def _page(data: Path | None) -> Path:
    """Every evaluation of ranking on one page; those whose data is missing are skipped loudly."""
    records: dict[str, dict[str, Any] | str] = {}
    for name in ON_PAGE:
        task = TASKS[name]
        try:
            records[name] = task.run(task.data if data is None or name == "simulation" else data / name).record()
        except DataMissingError as error:
            records[name] = f"its data is not here: {error}"
            say(f"SKIPPED {name}: its data is not here: {error}")
    return report_page.write(records, PAGES)


def _path(name: str, task: Task, data: Path | None, instance: Path | None, config: Path | None) -> Path | None:
    """What a task is given; `typer.BadParameter` for an option that goes with another one."""
    for option, value in (("instance", instance), ("config", config)):
        if value is not None and task.option != option:
            owner = next(other for other, one in TASKS.items() if one.option == option)
            msg = f"--{option} goes with the task {owner}, not with {name}"
            raise typer.BadParameter(msg)
    return instance or config or data or task.data


@app.command()
def main(
    task: Annotated[str, typer.Argument(help="a task, or 'list'")],
    data: Annotated[Path | None, typer.Option(help="folder in the format of the task's benchmark")] = None,
    instance: Annotated[Path | None, typer.Option(help="paths alone: a job market as JSON, instead of ours")] = None,
    config: Annotated[Path | None, typer.Option(help="compare alone: a TOML file, see docs/evaluation.md")] = None,
    json: Annotated[bool, typer.Option("--json", help="one JSON object")] = False,
) -> None:
    """Run one evaluation and print it: a table, or one JSON object."""
    if task == "list":
        typer.echo("\n".join([*TASKS, REPORT]))
        return
    if task not in {*TASKS, REPORT}:
        typer.echo(f"no task {task!r}; there are: {', '.join([*TASKS, REPORT])}", err=True)
        raise typer.Exit(2)
    try:
        if task == REPORT:
            typer.echo(str(_page(data)))
            return
        report = TASKS[task].run(_path(task, TASKS[task], data, instance, config))
    except InputError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    except (FileNotFoundError, NotADirectoryError) as error:
        typer.echo(f"{task}: {error.filename} is not there; --data names a folder in its benchmark's format", err=True)
        raise typer.Exit(2) from None
    except DataMissingError as error:
        typer.echo(f"SKIPPED {task}: its data is not at {error}; say where it is with --data", err=True)
        raise typer.Exit(2 if data else 0) from None
    typer.echo(report.json() if json else report.table())


if __name__ == "__main__":
    app()
