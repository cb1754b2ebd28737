"""``python -m eval TASK [--data PATH] [--json]``: one evaluation; ``python -m eval list`` names them.

``python -m eval report`` makes a page of those of ranking; ``python -m eval compare --config FILE`` runs your own.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from eval import prerequisites
from eval.core.report import Report
from eval.core.task import BENCHMARKS, DataMissingError
from eval.docs import report_page
from eval.learner import coverage
from eval.linking import encoders, rivals, tasks
from eval.linking import evaluate as linking_evaluate
from eval.linking.ranking_tasks import RANKING
from eval.linking.systems import CharacterTfidf, EncoderAlone, Linked, Resolved, System
from eval.off_policy import evaluate
from eval.planning import evaluate as planning
from eval.planning import solvers
from eval.planning.evaluate import PathsReport
from eval.ranking import config as configured
from eval.ranking import experiments, goal_courses, itm_rec, protocol
from eval.simulation import evaluate as simulation
from recommender.errors import InputError

#: Tasks that read no data.
SIMULATED: Final = {"learner": coverage.evaluate}
#: Tasks that judge what is said of texts, and the data each reads unless told otherwise.
LINKING: Final = {
    "abstention": (tasks.abstention, BENCHMARKS / "skill-extraction"),
    "calibration": (tasks.calibration, BENCHMARKS / "skill-extraction"),
    "tags": (tasks.tags, tasks.GOLDEN),
    "prerequisites": (prerequisites.evaluate, BENCHMARKS / "course-prerequisites"),
}
#: The planner: instances that are made up or brought, and the bundled catalogue.
PATHS: Final = "paths"
#: The exact methods side by side.
SOLVERS: Final = "solvers"
RUNS: Final = Path("build") / "eval" / "runs"
#: Ranking for learners: data of interactions, of titles and courses, and simulated learners; what `report` is made of.
PUBLISHED: Final = {name: BENCHMARKS / name for name in ("cnpc", "mooccubex", "itm-rec")}
GOAL_COURSES: Final = "goal-courses"
SIMULATION: Final = "simulation"
OFF_POLICY: Final = "off-policy"
COMPARE: Final = "compare"
REPORT: Final = "report"
PAGES: Final = Path("build") / "eval" / "report"


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
    return linking_evaluate.evaluate(task, systems[0], systems[1:], RUNS)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _learners(name: str, data: Path | None) -> Report:
    """Ranking for learners."""
    if name == SIMULATION:
        return simulation.evaluate(say=_say)
    if name == GOAL_COURSES:
        if data is None:
            missing = "a folder with grades.csv and courses.csv"
            raise DataMissingError(missing)
        return goal_courses.evaluate(data, RUNS)
    folder = data or PUBLISHED[name]
    if not folder.exists():
        raise DataMissingError(str(folder))
    if name == "itm-rec":
        return itm_rec.evaluate(folder, RUNS)
    return protocol.evaluate(experiments.OFFLINE[name](folder), RUNS, _say)


def _page(data: Path | None) -> Path:
    """Every evaluation of ranking on one page; those whose data is missing are skipped loudly."""
    records: dict[str, dict[str, Any] | str] = {}
    for name in (*PUBLISHED, GOAL_COURSES, SIMULATION):
        folder = None if data is None or name == SIMULATION else data / name
        try:
            if folder is not None and not folder.exists():
                raise DataMissingError(str(folder))  # noqa: TRY301
            records[name] = _learners(name, folder).record()
        except DataMissingError as error:
            records[name] = f"its data is not here: {error}"
            _say(f"SKIPPED {name}: its data is not here: {error}")
    return report_page.write(records, PAGES)


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
    return planning.evaluate(planning.to_stderr) if instance is None else planning.on_instance(instance)


app = typer.Typer(add_completion=False)


@app.command()
def main(
    task: Annotated[str, typer.Argument(help="a task, or 'list'")],
    data: Annotated[Path | None, typer.Option(help="folder in the format of the task's benchmark")] = None,
    instance: Annotated[Path | None, typer.Option(help="paths alone: a job market as JSON, instead of ours")] = None,
    config: Annotated[Path | None, typer.Option(help="compare alone: a TOML file, see docs/evaluation.md")] = None,
    json: Annotated[bool, typer.Option("--json", help="one JSON object")] = False,
) -> None:
    ours = (*PUBLISHED, GOAL_COURSES, SIMULATION)
    names = [*RANKING, *LINKING, *SIMULATED, PATHS, SOLVERS, *ours, OFF_POLICY, COMPARE, REPORT]
    if task == "list":
        typer.echo("\n".join(names))
        return
    if task not in names:
        typer.echo(f"no task {task!r}; there are: {', '.join(names)}", err=True)
        raise typer.Exit(2)
    if instance is not None and task != PATHS:
        typer.echo(f"--instance goes with the task {PATHS}", err=True)
        raise typer.Exit(2)
    if (config is None) == (task == COMPARE):
        typer.echo(f"--config FILE goes with the task {COMPARE}, and that task needs it", err=True)
        raise typer.Exit(2)
    try:
        if task == REPORT:
            typer.echo(str(_page(data)))
            return
        if config is not None:
            report: Report | PathsReport = protocol.evaluate(configured.experiment(config), RUNS, _say)
        elif task == OFF_POLICY:
            report = evaluate.evaluate(data)
        elif task in ours:
            report = _learners(task, data)
        else:
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
