"""What recommends in the simulation: CredPath's ranker, and what others would put first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from recommender.arrays import Floats
from recommender.gap import LearnerGap
from recommender.rank.candidates import Candidates
from recommender.rank.features import PRICE_OFFSET, Features
from recommender.rank.pipeline import RankingPipeline
from recommender.rank.scoring import DIVERSITY

Order = Callable[[RankingPipeline, LearnerGap, np.random.Generator], npt.NDArray[np.int64]]
SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Policy:
    """``order``: rows of the ten credentials that are shown, best first."""

    name: str
    order: Order = field(repr=False)
    diversity: float = DIVERSITY


def ranker(pipeline: RankingPipeline, gap: LearnerGap, random: np.random.Generator) -> npt.NDArray[np.int64]:
    """CredPath, with the ranker that the request carries."""
    candidates, _, ranked = pipeline.ranked(gap, SHOWN)
    return candidates.rows[[item.position for item in ranked]]


def _by(score: Callable[[RankingPipeline, LearnerGap, Candidates, Features], Floats]) -> Order:
    def order(pipeline: RankingPipeline, gap: LearnerGap, random: np.random.Generator) -> npt.NDArray[np.int64]:
        candidates, table = pipeline.candidates(gap)
        value = score(pipeline, gap, candidates, table)
        return candidates.rows[np.lexsort((candidates.rows, -value))[:SHOWN]]

    return order


def _closure(pipeline: RankingPipeline, gap: LearnerGap, candidates: Candidates, table: Features) -> Floats:
    return np.asarray(candidates.expected.sum(axis=1))


def _per_hour(pipeline: RankingPipeline, gap: LearnerGap, candidates: Candidates, table: Features) -> Floats:
    hours = pipeline.snapshot.credentials.hours_high[candidates.rows]
    return np.asarray(candidates.expected.sum(axis=1) / hours)


def _per_dollar(pipeline: RankingPipeline, gap: LearnerGap, candidates: Candidates, table: Features) -> Floats:
    price = pipeline.snapshot.credentials.price[candidates.rows]
    return np.asarray(candidates.expected.sum(axis=1) / (price + PRICE_OFFSET))


def _similarity(pipeline: RankingPipeline, gap: LearnerGap, candidates: Candidates, table: Features) -> Floats:
    return table.column("similarity")


def _rated(pipeline: RankingPipeline, gap: LearnerGap, candidates: Candidates, table: Features) -> Floats:
    return np.nan_to_num(pipeline.snapshot.credentials.rating_count[candidates.rows].astype(np.float64))


def _random(pipeline: RankingPipeline, gap: LearnerGap, random: np.random.Generator) -> npt.NDArray[np.int64]:
    candidates, _ = pipeline.candidates(gap)
    return random.permutation(candidates.rows)[:SHOWN]


#: All rank the same candidates, those that close something: what is compared is the order.
OTHERS: Final = (
    Policy("text similarity", _by(_similarity)),
    Policy("closure alone", _by(_closure)),
    Policy("closure per hour", _by(_per_hour)),
    Policy("closure per dollar", _by(_per_dollar)),
    Policy("most rated", _by(_rated)),
    Policy("random", _random),
)
