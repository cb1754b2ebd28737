"""Goals reached on a job market: ``python -m eval paths --instance FILE.json``."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from pydantic import ValidationError

from eval.core import intervals
from eval.core.report import Interval
from eval.planning.problems import Market
from recommender.errors import InputError
from recommender.path.optimise.effort import Effort
from recommender.path.optimise.problem_arrays import ProblemArrays
from recommender.path.optimise.solver import solve

LARGEST: Final = 256 << 20


@dataclass(frozen=True, slots=True)
class Solved:
    """One learner: goals before, after, the most that are possible as far as proven, greedy's, and the time it took."""

    before: int
    goals: int
    bound: int
    greedy: int
    milliseconds: float


def read(path: Path) -> Market:
    """A job market from its file; `InputError` says what is wrong and where."""
    try:
        if path.stat().st_size > LARGEST:
            msg = f"{path.name} is larger than {LARGEST >> 20} MB"
            raise InputError(msg)
        return Market.model_validate_json(path.read_bytes())
    except OSError as error:
        msg = f"{path.name} cannot be read ({error.strerror})"
        raise InputError(msg) from None
    except (ValidationError, json.JSONDecodeError) as error:
        first = error.errors(include_input=False, include_url=False)[0] if isinstance(error, ValidationError) else None
        place = ".".join(map(str, first["loc"])) if first else ""
        said = first["msg"].removeprefix("Value error, ") if first else "not JSON"
        msg = f"{path.name}: {place + ': ' if place else ''}{said}"
        raise InputError(msg) from None


def solved(market: Market, effort: Effort) -> list[Solved]:
    """Every learner's best plan. The time is that of all work for one learner, from the learner's levels on."""
    blank = market.instance()
    out = []
    for learner in range(len(market.learners)):
        begun = time.perf_counter()
        instance = market.held_by(learner, blank)
        tables = ProblemArrays(instance)
        found = solve(instance, effort, tables=tables)
        milliseconds = 1000 * (time.perf_counter() - begun)
        value, bound = found.value or 0, found.bound or 0
        out.append(Solved(tables.reached([]), value, bound, found.greedy or 0, milliseconds))
    return out


def metrics(found: list[Solved]) -> dict[str, Interval]:
    """Means over learners with intervals, and the median and the 90th percentile of the time."""
    spent = np.asarray([one.milliseconds for one in found])
    return {
        "goals_before": _mean([one.before for one in found]),
        "goals": _mean([one.goals for one in found]),
        "proven": _mean([one.goals == one.bound for one in found]),
        "greedy": _mean([one.greedy for one in found]),
        "milliseconds": intervals.of_list(spent, lambda found: float(np.median(found))),
        "milliseconds@90": intervals.of_list(spent, lambda found: float(np.quantile(found, 0.9))),
        "proven@2s": _mean([one.goals == one.bound and one.milliseconds <= 2000 for one in found]),
    }


def _mean(values: list[int] | list[bool]) -> Interval:
    return intervals.mean(np.asarray(values, dtype=np.float64))
