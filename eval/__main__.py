"""``python -m eval TASK [--data PATH] [--json]``: one evaluation; ``python -m eval list`` names them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from eval import encoders, ranking
from eval.report import Report
from eval.systems import CharacterTfidf, EncoderAlone, System
from eval.task import DataMissingError
from eval.tasks import RANKING

RUNS: Final = Path("build") / "eval" / "runs"


def _ranking(name: str, data: Path) -> Report:
    task = RANKING[name][0](data)
    plain = encoders.plain()
    systems: list[System] = [EncoderAlone(plain, encoders.PLAIN)]
    if any(len(texts) > 1 for texts in task.candidates.values()):
        systems.append(EncoderAlone(plain, f"{encoders.PLAIN} (preferred labels)", preferred=True))
    return ranking.evaluate(task, systems[0], [*systems[1:], CharacterTfidf()], RUNS)


def _folder(name: str, named: Path | None) -> Path:
    folder = named or RANKING[name][1]
    if not folder.exists():
        raise DataMissingError(str(folder))
    return folder


app = typer.Typer(add_completion=False)


@app.command()
def main(
    task: Annotated[str, typer.Argument(help="a task, or 'list'")],
    data: Annotated[Path | None, typer.Option(help="folder in the format of the task's benchmark")] = None,
    json: Annotated[bool, typer.Option("--json", help="one JSON object")] = False,
) -> None:
    if task == "list":
        typer.echo("\n".join(RANKING))
        return
    if task not in RANKING:
        typer.echo(f"no task {task!r}; there are: {', '.join(RANKING)}", err=True)
        raise typer.Exit(2)
    try:
        report = _ranking(task, _folder(task, data))
    except DataMissingError as error:
        typer.echo(f"SKIPPED {task}: its data is not at {error}; say where it is with --data", err=True)
        raise typer.Exit(2 if data else 0) from None
    typer.echo(report.json() if json else report.table())


if __name__ == "__main__":
    app()
