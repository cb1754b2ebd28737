"""Evidence about one skill to a posterior over its level, on a small grid.

The level is a number in [0, 1], a priori Beta(1, 2): low levels are likelier, none is ruled out. An observation of
level ``x`` is right with the reliability of its source and then lies around the true level with the spread of its kind
(truncated normal), or else it is somebody's, drawn as from any learner: the contaminated normal of Tukey (1960), as Box
and Tiao (Biometrika 55, 1968) use it for outliers. So two observations that contradict each other leave both levels
possible, and the interval widens. A source's reliability is itself uncertain, with the stated one as its mean;
observations of one source share it. A skill that is only named speaks for a level in proportion to that level.

Skills fade (Arthur et al., Human Performance 11, 1998): an observation ``a`` years old is expected to show more than is
left. The half-life is an assumption, in one place.

An answer to a platform's own test item is weighed by the item's response curve (`Response`); the curve is catsim's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from statistics import NormalDist
from typing import Final

import numpy as np

from recommender.arrays import Floats
from recommender.errors import MissingExtra
from recommender.records import EvidenceKind, Item
from recommender.scales import to_theta

CELLS: Final = 50
#: Spread of a right observation around the true level, by kind.
SPREAD: Final[dict[EvidenceKind, float]] = {"evidenced": 0.10, "claimed": 0.18, "inferred": 0.25}
#: Pseudo-count of the Beta distribution of a source's reliability: how sure its stated reliability is.
SURENESS: Final = 8.0
#: Years until half of a skill that is not used is expected to be lost, and what a year adds to the variance.
HALF_LIFE: Final = 12.0
VARIANCE_PER_YEAR: Final = 0.004
#: Ends of the interval that is shown.
INTERVAL: Final = (0.05, 0.95)
#: Observations of one skill that are weighed together; of more, the most reliable and latest are.
MAX_OBSERVATIONS: Final = 6

EDGES: Final = np.linspace(0.0, 1.0, CELLS + 1)
LEVELS: Final = (EDGES[:-1] + EDGES[1:]) / 2
PRIOR: Final = (1 - EDGES[:-1]) ** 2 - (1 - EDGES[1:]) ** 2
_STANDARD: Final = NormalDist()
_RELIABILITIES: Final = np.linspace(0.05, 0.95, 10)


@dataclass(frozen=True, slots=True)
class ItemResponse:
    """An answer to a test item: whether it was right. Slips and guesses are the item's own ``c`` and ``d``."""

    item: Item
    correct: bool


@dataclass(frozen=True, slots=True)
class Observation:
    """``level`` in [0, 1], ``None`` where the skill is only named or a test item was answered; ``age`` in years."""

    level: float | None
    kind: EvidenceKind
    reliability: float
    age: float
    source: str
    response: ItemResponse | None = None


@dataclass(frozen=True, slots=True)
class Posterior:
    """Mean, standard deviation and the ends of the 90 % interval, each in [0, 1]."""

    mean: float
    sd: float
    low: float
    high: float


@lru_cache(maxsize=8192)
def posterior_of(observations: tuple[Observation, ...]) -> Posterior:
    """What the observations (at least one) say together.

    The mean is the greatest, over all ways to leave observations out, of the lesser of the mean of the rest and the
    lowest level left out. So another observation at or above the mean never lowers it, though it may well take away
    from a long upper tail; the interval is that of all observations.
    """
    items = _most_telling(observations)
    found = _summary(_density(items))
    mean = found.mean
    for left in range(1, len(items)):
        for out in combinations(range(len(items)), left):
            lowest = min(_worth(items[n]) for n in out)
            if lowest > mean:
                rest = _summary(_density([item for n, item in enumerate(items) if n not in out]))
                mean = max(mean, min(rest.mean, lowest))
    return replace(found, mean=round(mean, 4), high=max(found.high, round(mean, 4)))


def chance_correct(item: Item) -> Floats:
    """Probability of a right answer at each cell's level: the four-parameter logistic curve of item response theory.

    Barton and Lord (ETS RR-81-20, 1981), through catsim (Meneghetti and Aquino Junior, 2018). Shape ``(CELLS,)``.
    Raises `MissingExtra` where catsim is not installed.
    """
    try:
        from catsim.irt import icc
    except ImportError as error:
        msg = "test items need catsim: pip install 'credpath[items]'"
        raise MissingExtra(msg) from error
    return np.asarray([icc(to_theta(float(level)), item.a, item.b, item.c, item.d) for level in LEVELS])


def density(observations: Sequence[Observation]) -> Floats:
    """Probability of each of the `CELLS` cells of the level, shape ``(CELLS,)``; the prior without observations."""
    return _density(_most_telling(observations))


def _worth(item: Observation) -> float:
    """The level that an observation states; below every mean where it states none."""
    return -1.0 if item.level is None else item.level


def _most_telling(observations: Sequence[Observation]) -> list[Observation]:
    return sorted(observations, key=lambda item: (-item.reliability, item.age, item.level or 0.0, item.source))[
        :MAX_OBSERVATIONS
    ]


def _density(items: Sequence[Observation]) -> Floats:
    out: Floats = PRIOR.copy()
    by_source: dict[str, list[Observation]] = {}
    for item in items:
        by_source.setdefault(item.source, []).append(item)
    for group in by_source.values():
        out *= _of_source(group)
    total = out.sum()
    return out / total if total > 0 else PRIOR.copy()


def _of_source(group: list[Observation]) -> Floats:
    right = np.stack([_right(item) for item in group])
    mean = sum(item.reliability for item in group) / len(group)
    if len(group) == 1 or not 0 < mean < 1:
        return np.asarray(np.prod(mean * right + (1 - mean), axis=0))
    chance = _chances(round(mean, 3))[:, None, None]
    both = np.prod(_RELIABILITIES[:, None, None] * right + (1 - _RELIABILITIES[:, None, None]), axis=1)
    return np.asarray((chance[:, 0] * both).sum(axis=0))


@lru_cache(maxsize=512)
def _chances(mean: float) -> Floats:
    """Beta distribution of a source's reliability on a grid, tilted so that its mean is the stated one."""
    weight = _RELIABILITIES ** (SURENESS * mean - 1) * (1 - _RELIABILITIES) ** (SURENESS * (1 - mean) - 1)
    return np.asarray(weight / weight.sum())


def _right(item: Observation) -> Floats:
    """Likelihood of a right observation at each level, relative to that of an observation of any learner."""
    likelihood = _likelihood(item)
    return np.asarray(likelihood / (PRIOR @ likelihood))


def _likelihood(item: Observation) -> Floats:
    if item.response is not None:
        right = chance_correct(item.response.item)
        return right if item.response.correct else 1 - right
    kept = 0.5 ** (item.age / HALF_LIFE)
    # What was there when the observation was made, for each level that may be left today.
    then = np.minimum(LEVELS / kept, 1.0)
    if item.level is None:
        return np.asarray(then)
    spread = float(np.sqrt(SPREAD[item.kind] ** 2 + VARIANCE_PER_YEAR * item.age))
    inside = _below((1 - then) / spread) - _below(-then / spread)
    peak = np.exp(-0.5 * ((item.level - then) / spread) ** 2) / (spread * np.sqrt(2 * np.pi))
    return np.asarray(peak / inside)


def _below(z: Floats) -> Floats:
    """Standard normal distribution function; the standard library's, because importing scipy's costs half a second."""
    return np.asarray([_STANDARD.cdf(float(value)) for value in z])


def _summary(cells: Floats) -> Posterior:
    mean = float(cells @ LEVELS)
    sd = float(cells @ (LEVELS - mean) ** 2) ** 0.5
    reached = np.concatenate([[0.0], np.cumsum(cells)])
    low, high = np.interp(INTERVAL, reached, EDGES)
    return Posterior(round(mean, 4), round(sd, 4), round(float(low), 4), round(float(high), 4))
