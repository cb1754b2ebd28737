"""The named features of a candidate, each in [0, 1] and each monotone in what may move it.

`closure`, `demand` and `order` rise with what is taught, `hours` and `price` with taking less, the two closures per
unit with both; all others come from fields that teaching, hours and price cannot move. An unknown value is neutral
(`UNKNOWN`), never best and never worst; in a closure per unit it counts as a usual one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from recommender.arrays import Floats
from recommender.catalogue.store import ENTRY, Credentials
from recommender.gap import LearnerGap, readiness
from recommender.rank.candidates import Candidates
from recommender.rank.history import Past

FEATURES: Final = (
    "closure",
    "demand",
    "readiness",
    "hours",
    "price",
    "similarity",
    "rating",
    "recognition",
    "verifiability",
    "stacking",
    "availability",
    "closure_per_hour",
    "closure_per_price",
    "level_fit",
    "order",
    "popularity",
    "provider",
)
#: Features that no score may fall with: those that teaching more, costing less or taking fewer hours can move, and
#: those that would mislead otherwise.
RISING: Final = (
    "closure",
    "demand",
    "hours",
    "price",
    "closure_per_hour",
    "closure_per_price",
    "order",
    "similarity",
    "readiness",
    "rating",
    "popularity",
    "provider",
)
NEUTRAL_FEATURE: Final = 0.5
#: The share of the gap at which the closure feature reaches one half.
HALF_CLOSURE: Final = 0.05
#: Hours and price at which their features have fallen to 1/e.
HOURS_SCALE: Final = 150.0
PRICE_SCALE: Final = 300.0
#: Hours and price that count where none is stated, in closure per hour and per unit of money; and what is added to a
#: price, so that a free credential does not close infinitely much.
USUAL_HOURS: Final = 40.0
USUAL_PRICE: Final = 50.0
PRICE_OFFSET: Final = 25.0
#: A usual closure per hour or per unit of money, and how far one with unknown hours or price is believed to differ.
USUAL_EFFICIENCY: Final = 0.2
UNSTATED_EFFICIENCY_WEIGHT: Final = 0.5
#: Mean and weight (in ratings) of the prior that a rating is shrunk to, and the count assumed where none is stated.
RATING_PRIOR: Final = 4.4
RATING_WEIGHT: Final = 50.0
RATING_COUNT_UNKNOWN: Final = 25.0
#: Share of the goal's required levels that each entry level asks a learner to hold already.
ENTRY_ASKS: Final = {"beginner": 0.0, "mixed": 0.1, "intermediate": 0.2, "advanced": 0.4}
#: The same by the code of an entry level.
ASKS: Final = np.asarray([ENTRY_ASKS[name] for name in ENTRY])


@dataclass(frozen=True, slots=True)
class Features:
    """``values`` has shape ``(candidates, len(FEATURES))``; ``readiness`` is NaN where nothing says what is asked."""

    values: Floats
    readiness: Floats

    def column(self, name: str) -> Floats:
        """One feature of every candidate: shape ``(candidates,)``."""
        return np.asarray(self.values[:, FEATURES.index(name)])


def saturate(share: Floats) -> Floats:
    """A share of the gap to [0, 1): half at `HALF_CLOSURE`, increasing throughout."""
    return np.asarray(share / (share + HALF_CLOSURE))


def features_of(
    credentials: Credentials,
    candidates: Candidates,
    gap: LearnerGap,
    similarity: Floats,
    demand: Floats,
    held: dict[int, float],
    currency: int,
    past: Past | None = None,
    taken: Sequence[int] = (),
) -> Features:
    """Features of each candidate.

    ``similarity``: cosine to the aim, ``(candidates,)``. ``demand``: of each area, ``(areas,)`` in [0, 1].
    ``held``: mean level by node. ``currency``: the code prices are compared in; others count as unknown.
    ``past``: what was learned from a platform's log, and ``taken``: rows of what the learner took, oldest first.
    """
    rows = candidates.rows
    total = max(float(gap.open.sum()), 1e-12)
    ready = _readiness(credentials, rows, gap, held)
    rating, count = credentials.rating[rows].astype(np.float64), credentials.rating_count[rows].astype(np.float64)
    count = np.where(np.isnan(count), RATING_COUNT_UNKNOWN, count)
    shrunk = (RATING_PRIOR * RATING_WEIGHT + np.nan_to_num(rating) * count) / (RATING_WEIGHT + count)
    hours, price = hours_of(credentials, rows), price_of(credentials, rows, currency)
    share = candidates.expected.sum(axis=1) / total
    neutral = np.full(len(rows), NEUTRAL_FEATURE)
    columns: dict[str, Floats] = {
        "closure": saturate(share),
        "demand": saturate(candidates.expected @ demand / total),
        "readiness": np.where(np.isnan(ready), NEUTRAL_FEATURE, ready),
        "hours": _falling(hours, HOURS_SCALE),
        "price": _falling(price, PRICE_SCALE),
        "similarity": np.clip(similarity, 0.0, 1.0),
        "rating": np.where(np.isnan(rating), NEUTRAL_FEATURE, np.clip((shrunk - 3.5) / 1.5, 0.0, 1.0)),
        "recognition": credentials.recognised[rows].astype(np.float64),
        "verifiability": credentials.verifiability[rows].astype(np.float64),
        "stacking": credentials.stacks[rows].astype(np.float64),
        "availability": 1.0 - credentials.unconfirmed[rows].astype(np.float64),
        "closure_per_hour": _efficiency(share * USUAL_HOURS / np.maximum(usual_hours(hours), 1.0), hours),
        "closure_per_price": _efficiency(share * (USUAL_PRICE + PRICE_OFFSET) / usual_price(price), price),
        "level_fit": _level_fit(credentials, rows, gap),
        "order": neutral if past is None else past.order(taken, rows),
        "popularity": neutral if past is None else past.popularity(rows),
        "provider": neutral if past is None else past.provider(rows),
    }
    return Features(np.stack([columns[name] for name in FEATURES], axis=1), ready)


def hours_of(credentials: Credentials, rows: npt.NDArray[np.int64]) -> Floats:
    """The middle of each one's hours; the end that is known where only one is, NaN where neither."""
    low, high = (ends[rows].astype(np.float64) for ends in (credentials.hours_low, credentials.hours_high))
    return np.where(np.isnan(low), high, np.where(np.isnan(high), low, (low + high) / 2))


def price_of(credentials: Credentials, rows: npt.NDArray[np.int64], currency: int) -> Floats:
    """Price of each in the currency with this code; NaN where it is unknown or in another. Free is 0 in any."""
    amount = credentials.price[rows]
    known = (credentials.currency[rows] == currency) | (amount == 0)
    return np.where(known, amount, np.nan).astype(np.float64)


def usual_hours(hours: Floats) -> Floats:
    """Hours, a usual number of them where unknown."""
    return np.where(np.isnan(hours), USUAL_HOURS, hours)


def usual_price(price: Floats) -> Floats:
    """What closure is divided by: the price, a usual one where unknown, and `PRICE_OFFSET` more."""
    return np.where(np.isnan(price), USUAL_PRICE, price) + PRICE_OFFSET


def _efficiency(share: Floats, amount: Floats) -> Floats:
    """Closure per unit, drawn towards a usual one where the amount of the unit is unknown."""
    found = saturate(share)
    return np.where(np.isnan(amount), USUAL_EFFICIENCY + UNSTATED_EFFICIENCY_WEIGHT * (found - USUAL_EFFICIENCY), found)


def _falling(amount: Floats, scale: float) -> Floats:
    return np.where(np.isnan(amount), NEUTRAL_FEATURE, np.exp(-np.nan_to_num(amount) / scale))


def _held_share(gap: LearnerGap) -> float:
    return readiness(gap.required * gap.importance, np.minimum(gap.required, gap.held) * gap.importance)


def _level_fit(credentials: Credentials, rows: npt.NDArray[np.int64], gap: LearnerGap) -> Floats:
    """How near what the entry level asks of the goal is to what the learner holds of it: 1 at the same share."""
    most = float(ASKS.max())
    entry = credentials.entry[rows]
    apart = np.abs(ASKS[np.where(entry >= 0, entry, 0)] - min(_held_share(gap), most)) / most
    return np.where(entry >= 0, 1.0 - apart, NEUTRAL_FEATURE)


def _readiness(
    credentials: Credentials, rows: npt.NDArray[np.int64], gap: LearnerGap, held: dict[int, float]
) -> Floats:
    """Share of what is required that is held: stated requirements first, else what the entry level asks of the goal."""
    overall = _held_share(gap)
    out = np.full(len(rows), np.nan)
    entry = credentials.entry[rows]
    known = entry >= 0
    asked = ASKS[np.where(known, entry, 0)]
    out[known] = np.where(asked[known] > 0, np.minimum(1.0, overall / np.maximum(asked[known], 1e-9)), 1.0)
    spans = np.diff(credentials.requires.starts)
    for position in np.flatnonzero(spans[rows] > 0):
        span = credentials.requires.span(int(rows[position]))
        nodes, levels = credentials.requires.columns[span], credentials.requires.values["level"][span]
        out[position] = readiness(levels.astype(np.float64), np.asarray([held.get(int(n), 0.0) for n in nodes]))
    return out
