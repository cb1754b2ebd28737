"""What recommends in the simulation: CredPath's ranker, and what others would put first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from recommender import rank
from recommender.aimed import Aimed
from recommender.rank.features import FREE

Floats = npt.NDArray[np.float64]
Order = Callable[[Aimed, rank.Aim, np.random.Generator], npt.NDArray[np.int64]]
SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Policy:
    """``order``: rows of the ten credentials that are shown, best first."""

    name: str
    order: Order = field(repr=False)
    diversity: float = rank.DIVERSITY


def ranker(aimed: Aimed, aim: rank.Aim, random: np.random.Generator) -> npt.NDArray[np.int64]:
    """CredPath, with the ranker that the request carries."""
    candidates, _, ranked = aimed.ranked(aim, SHOWN)
    return candidates.rows[[item.position for item in ranked]]


def _by(score: Callable[[Aimed, rank.Aim, rank.Candidates, rank.Features], Floats]) -> Order:
    def order(aimed: Aimed, aim: rank.Aim, random: np.random.Generator) -> npt.NDArray[np.int64]:
        candidates, table = aimed.candidates(aim)
        value = score(aimed, aim, candidates, table)
        return candidates.rows[np.lexsort((candidates.rows, -value))[:SHOWN]]

    return order


def _closure(aimed: Aimed, aim: rank.Aim, candidates: rank.Candidates, table: rank.Features) -> Floats:
    return np.asarray(candidates.expected.sum(axis=1))


def _per_hour(aimed: Aimed, aim: rank.Aim, candidates: rank.Candidates, table: rank.Features) -> Floats:
    hours = aimed.snapshot.credentials.hours_high[candidates.rows]
    return np.asarray(candidates.expected.sum(axis=1) / hours)


def _per_dollar(aimed: Aimed, aim: rank.Aim, candidates: rank.Candidates, table: rank.Features) -> Floats:
    price = aimed.snapshot.credentials.price[candidates.rows]
    return np.asarray(candidates.expected.sum(axis=1) / (price + FREE))


def _similarity(aimed: Aimed, aim: rank.Aim, candidates: rank.Candidates, table: rank.Features) -> Floats:
    return table.column("similarity")


def _rated(aimed: Aimed, aim: rank.Aim, candidates: rank.Candidates, table: rank.Features) -> Floats:
    return np.nan_to_num(aimed.snapshot.credentials.rating_count[candidates.rows].astype(np.float64))


def _random(aimed: Aimed, aim: rank.Aim, random: np.random.Generator) -> npt.NDArray[np.int64]:
    candidates, _ = aimed.candidates(aim)
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
