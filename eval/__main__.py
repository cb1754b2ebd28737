"""``python -m eval TASK [--data PATH] [--json]``: one evaluation; ``python -m eval list`` names them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from eval import encoders, learner, linking, prerequisites, ranking, rivals
from eval.paths import evaluate, solvers
from eval.paths.evaluate import PathsReport
from eval.report import Report
from eval.systems import CharacterTfidf, EncoderAlone, Linked, Resolved, System
from eval.task import BENCHMARKS, DataMissingError
from eval.tasks import RANKING
from recommender.errors import InputError

#: Tasks that read no data.
SIMULATED: Final = {"learner": learner.evaluate}
#: Tasks that judge what is said of texts, and the data each reads unless told otherwise.
LINKING: Final = {
    "abstention": (linking.abstention, BENCHMARKS / "skill-extraction"),
    "calibration": (linking.calibration, BENCHMARKS / "skill-extraction"),
    "tags": (linking.tags, linking.GOLDEN),
    "prerequisites": (prerequisites.evaluate, BENCHMARKS / "course-prerequisites"),
}
#: The planner: instances that are made up or brought, and the bundled catalogue.
PATHS: Final = "paths"
#: The exact methods side by side.
SOLVERS: Final = "solvers"
RUNS: Final = Path("build") / "eval" / "runs"


def _ranking(name: str, data: Path) -> Report:
    """What ships first: the linker and the goal resolver where the task is theirs, else the encoder alone."""
    task = RANKING[name][0](data)
    systems: list[System] = []
    if name == "extraction":
        systems.append(Linked(encoders.bench(encoders.SHIPPED), "linker"))
    if name == "titles":
        bench = encoders.bench(encoders.SHIPPED)
        systems.append(Resolved(bench, encoders.resolver(encoders.SHIPPED), "goal resolver"))
    for encoder in (encoders.SHIPPED, encoders.PLAIN):
        systems.append(EncoderAlone(encoders.encoder(encoder), encoder))
        if any(len(texts) > 1 for texts in task.candidates.values()):
            systems.append(EncoderAlone(encoders.encoder(encoder), f"{encoder} (preferred labels)", preferred=True))
    systems.append(CharacterTfidf())
    if name == "extraction" and rivals.installed():
        systems.append(rivals.EscoSkillExtractor())
    return ranking.evaluate(task, systems[0], systems[1:], RUNS)


def _folder(name: str, named: Path | None) -> Path:
    folder = named or (RANKING[name][1] if name in RANKING else LINKING[name][1])
    if not folder.exists():
        raise DataMissingError(str(folder))
    return folder


def _report(name: str, data: Path | None) -> Report:
    if name in SIMULATED:
        return SIMULATED[name]()
    folder = _folder(name, data)
    return LINKING[name][0](folder) if name in LINKING else _ranking(name, folder)


def _planner(task: str, instance: Path | None) -> PathsReport:
    if task == SOLVERS:
        return solvers.evaluate()
    return evaluate.evaluate(evaluate.to_stderr) if instance is None else evaluate.on_instance(instance)


app = typer.Typer(add_completion=False)


@app.command()
def main(
    task: Annotated[str, typer.Argument(help="a task, or 'list'")],
    data: Annotated[Path | None, typer.Option(help="folder in the format of the task's benchmark")] = None,
    instance: Annotated[Path | None, typer.Option(help="paths alone: a job market as JSON, instead of ours")] = None,
    json: Annotated[bool, typer.Option("--json", help="one JSON object")] = False,
) -> None:
    names = [*RANKING, *LINKING, *SIMULATED, PATHS, SOLVERS]
    if task == "list":
        typer.echo("\n".join(names))
        return
    if task not in names:
        typer.echo(f"no task {task!r}; there are: {', '.join(names)}", err=True)
        raise typer.Exit(2)
    if instance is not None and task != PATHS:
        typer.echo(f"--instance goes with the task {PATHS}", err=True)
        raise typer.Exit(2)
    try:
        report = _planner(task, instance) if task in {PATHS, SOLVERS} else _report(task, data)
    except InputError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    except DataMissingError as error:
        typer.echo(f"SKIPPED {task}: its data is not at {error}; say where it is with --data", err=True)
        raise typer.Exit(2 if data else 0) from None
    typer.echo(report.json() if json else report.table())


if __name__ == "__main__":
    app()
