"""Every evaluation by its name: one shape for all, so that a new one is one line here and one module."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, Literal

from eval import prerequisites
from eval.abuse import task as abuse
from eval.bounds import long_log
from eval.bounds import task as bounds
from eval.core.report import Report
from eval.core.task import BENCHMARKS, ESCO, DataMissingError, RankingTask
from eval.goal import adverts, written
from eval.learner import coverage
from eval.linking import encoders, evaluate, rivals, tasks
from eval.linking.benchmarks import extraction, melo, occupation_skills, skill_labels, titles
from eval.linking.systems import CharacterTfidf, EncoderAlone, Linked, Resolved, System
from eval.off_policy import evaluate as off_policy
from eval.people import readings
from eval.planning import agreement, solvers
from eval.planning import evaluate as planning
from eval.ranking import config, experiments, goal_courses, itm_rec, protocol
from eval.roles import precision, profiles
from eval.simulation import evaluate as simulation
from recommender.data.build.shared import people_readings, role_readings
from recommender.errors import InputError

RUNS: Final = Path("build") / "eval" / "runs"


@dataclass(frozen=True, slots=True)
class Task:
    """One evaluation. ``about``: what it asks, in one line.

    ``run`` takes the data's path, or a file of one's own where ``option`` names the option that brings it. ``data``:
    the folder that is read unless told otherwise; ``None`` where nothing need be brought.
    """

    about: str
    run: Callable[[Path | None], Report]
    data: Path | None = None
    option: Literal["instance", "config"] | None = None


def say(line: str) -> None:
    """Progress of long work, on standard error."""
    print(line, file=sys.stderr, flush=True)


def _found(path: Path | None, what: str) -> Path:
    if path is None or not path.exists():
        raise DataMissingError(what if path is None else str(path))
    return path


def _reading(run: Callable[[Path], Report]) -> Callable[[Path | None], Report]:
    return lambda path: run(_found(path, "a folder of its benchmark"))


def _ranked(name: str, load: Callable[[Path], RankingTask], path: Path) -> Report:
    """What ships first: the linker and the goal resolver where the task is theirs, else the encoder alone."""
    task = load(path)
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
    return evaluate.run(task, systems[0], systems[1:], RUNS)


def _text_task(name: str, about: str, load: Callable[[Path], RankingTask], data: Path) -> Task:
    return Task(about, _reading(partial(_ranked, name, load)), data)


def _logged(name: str, about: str, data: str | None = None) -> Task:
    def run(path: Path) -> Report:
        return protocol.evaluate(experiments.OFFLINE[name](path), RUNS, say)

    return Task(about, _reading(run), BENCHMARKS / (data or name))


def _planner(path: Path | None) -> Report:
    return planning.run(planning.to_stderr) if path is None else planning.on_instance(path)


def _compared(path: Path | None) -> Report:
    if path is None:
        msg = "compare needs --config FILE, see docs/evaluation.md"
        raise InputError(msg)
    return protocol.evaluate(config.experiment(path), RUNS, say)


def _graded(path: Path | None) -> Report:
    return goal_courses.evaluate(_found(path, "a folder with grades.csv and courses.csv"), RUNS)


EXTRACTION: Final = BENCHMARKS / "skill-extraction"
TASKS: Final[dict[str, Task]] = {
    "extraction": _text_task("extraction", "a sentence of an advert to its ESCO skills", extraction.load, EXTRACTION),
    "titles": _text_task("titles", "a vacancy title to its ESCO occupation", titles.load, BENCHMARKS / "job-titles"),
    "occupation-skills": _text_task("occupation-skills", "an occupation to its skills", occupation_skills.load, ESCO),
    "skill-labels": _text_task("skill-labels", "an alternative label to the preferred one", skill_labels.load, ESCO),
    "melo": _text_task("melo", "an O*NET title to its ESCO occupation", melo.load, BENCHMARKS / "melo/usa_q_en_c_en"),
    "abstention": Task("sentences that name no skill", _reading(tasks.abstention), EXTRACTION),
    "calibration": Task("the probability of a link", _reading(tasks.calibration), EXTRACTION),
    "goals": Task(
        "a goal as people write it to its occupation", _reading(partial(written.evaluate, say=say)), written.FOLDER
    ),
    "adverts": Task(
        "which lines of an advert ask something", _reading(partial(adverts.evaluate, say=say)), adverts.FOLDER
    ),
    "role-profiles": Task(
        "profiles from evidence against settled ones", _reading(profiles.evaluate), role_readings.FOLDER
    ),
    "people": Task(
        "the skills, states and levels that a CV speaks of",
        _reading(partial(readings.evaluate, say=say)),
        people_readings.FOLDER,
    ),
    "roles": Task("the first ten lines of a role", _reading(precision.evaluate), role_readings.FOLDER),
    "tags": Task("a course's skill tag to a node, or none", _reading(tasks.tags), tasks.GOLDEN),
    "prerequisites": Task(
        "a course to its prerequisites", _reading(prerequisites.evaluate), BENCHMARKS / "course-prerequisites"
    ),
    "learner": Task("intervals and questions on simulated learners", lambda _: coverage.evaluate()),
    "paths": Task("plans against exhaustive search, on catalogues and on markets", _planner, option="instance"),
    "planning-problems": Task(
        "the problem of a plan against one built from records alone", lambda _: agreement.evaluate(progress=say)
    ),
    "abuse": Task("the service under hostile requests", lambda _: abuse.evaluate(say=say)),
    "bounds": Task("time and memory of small and expensive files", lambda _: bounds.evaluate(say=say)),
    "long-log": Task("memory of training on 20 million events", lambda _: long_log.evaluate(say=say)),
    "solvers": Task("the exact methods side by side", lambda _: solvers.evaluate()),
    "cnpc": _logged("cnpc", "the next course on Canvas Network"),
    "cnpc-random-order": _logged("cnpc-random-order", "the same, its histories in random order", "cnpc"),
    "mooccubex": _logged("mooccubex", "the next course on XuetangX"),
    "mooccubex-random-order": _logged("mooccubex-random-order", "the same, in random order", "mooccubex"),
    "itm-rec": Task(
        "topics that nobody rated yet, by their text",
        _reading(lambda path: itm_rec.evaluate(path, RUNS)),
        BENCHMARKS / "itm-rec",
    ),
    "goal-courses": Task("a job title to graded courses", _graded),
    "simulation": Task("what policies close for simulated learners", lambda _: simulation.run(say=say)),
    "off-policy": Task("what another ranker would have earned", off_policy.run),
    "compare": Task("rankers and data of your own", _compared, option="config"),
}
#: What ``report`` puts on one page: ranking for learners.
ON_PAGE: Final = ("cnpc", "mooccubex", "itm-rec", "goal-courses", "simulation")
