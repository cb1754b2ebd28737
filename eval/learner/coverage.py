"""``learner``: simulated learners with known levels; how often the 90 % intervals hold them.

A learner's level in a skill is drawn from the model's prior. One to three sources speak of it: a self-rating, a mention
in a CV, a badge, a test, up to ten years ago. Whether a source is right is drawn from its reliability, what a right one
says from its spread; a wrong one speaks of another learner. The variants break the model on purpose: sources half or
twice as reliable as stated, and learners who rate themselves higher than they are.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from eval.core import intervals
from eval.core.report import Metrics, Report
from eval.learner import adaptive
from recommender.engine import Recommender
from recommender.learner.posterior import HALF_LIFE, SPREAD, VARIANCE_PER_YEAR, Observation, posterior_of
from recommender.records import EvidenceKind

LEARNERS: Final = 4_000
SEED: Final = 20_240_607
#: Source, kind, stated reliability, and whether it states a level.
SOURCES: Final[tuple[tuple[str, EvidenceKind, float, bool], ...]] = (
    ("self-rating", "claimed", 0.6, True),
    ("cv", "claimed", 0.6, False),
    ("badge", "evidenced", 0.9, True),
    ("test", "evidenced", 0.95, True),
)
OVER_CLAIM: Final = 0.2


@dataclass(frozen=True, slots=True)
class World:
    """How the simulated world differs from what the model is told."""

    name: str
    reliability: float = 1.0
    over_claim: float = 0.0


WORLDS: Final = (
    World("reliabilities as stated"),
    World("reliabilities half of stated", reliability=0.5),
    World("reliabilities double, at most 0.99", reliability=2.0),
    World("self-ratings 0.2 too high", over_claim=OVER_CLAIM),
)


def evaluate() -> Report:
    """Coverage, width and squared error of the intervals in each world, and the adaptive check; no data is read."""
    began = time.monotonic()
    found = measure_coverage()
    first = WORLDS[0].name
    shipped = {**found.pop(first), **adaptive.evaluate(Recommender.open())}
    return Report("learner", Path(__file__), LEARNERS, shipped, found, time.monotonic() - began, {}, first)


def measure_coverage() -> dict[str, Metrics]:
    """Coverage, width and squared error of the intervals by world."""
    return {world.name: _measured(world) for world in WORLDS}


def _measured(world: World) -> Metrics:
    random = np.random.default_rng(SEED)
    inside: list[bool] = []
    width, error, blind = [], [], []
    while len(inside) < LEARNERS:
        level = float(random.beta(1, 2))
        seen = _observed(level, world, random)
        if seen:
            told = posterior_of(seen)
            inside.append(told.low <= level <= told.high)
            width.append(told.high - told.low)
            error.append((told.mean - level) ** 2)
            blind.append((1 / 3 - level) ** 2)
    return {
        "coverage@90": intervals.mean(np.asarray(inside, dtype=np.float64)),
        "width": intervals.mean(np.asarray(width)),
        "squared-error": intervals.mean(np.asarray(error)),
        "squared-error-of-prior": intervals.mean(np.asarray(blind)),
    }


def _observed(level: float, world: World, random: np.random.Generator) -> tuple[Observation, ...]:
    chosen = random.choice(len(SOURCES), size=random.integers(1, 4), replace=False)
    out = []
    for source, kind, stated, rated in (SOURCES[int(n)] for n in sorted(chosen)):
        right = random.random() < min(0.99, stated * world.reliability)
        age = float(round(random.choice([0.0, random.uniform(0, 10)]), 2))
        told = _told(level if right else float(random.beta(1, 2)), kind, age, random)
        if not rated:
            # A skill is mentioned as often as its level is high.
            if random.random() < told:
                out.append(Observation(None, kind, stated, age, source))
            continue
        if kind == "claimed":
            told = min(1.0, told + world.over_claim)
        out.append(Observation(round(told, 4), kind, stated, age, source))
    return tuple(out)


def _told(level: float, kind: EvidenceKind, age: float, random: np.random.Generator) -> float:
    """What a right source said ``age`` years ago of a level that has faded since."""
    then = min(1.0, level / 0.5 ** (age / HALF_LIFE))
    spread = (SPREAD[kind] ** 2 + VARIANCE_PER_YEAR * age) ** 0.5
    while True:
        said = float(random.normal(then, spread))
        if 0 <= said <= 1:
            return said
