"""Which credentials are considered: those that the learner's limits allow and that close part of the gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from recommender.catalogue.store import Credentials
from recommender.gap import Floats, closed, gaps
from recommender.records import Preferences

#: Most candidates that are scored; the ones that close the most are kept.
MOST: Final = 2_000
#: A credential whose expected closure is a smaller share of the whole gap than this closes nothing to speak of.
LEAST_SHARE: Final = 0.005
#: The code of an unknown value in a column of codes.
UNKNOWN: Final = -1


@dataclass(frozen=True, slots=True)
class Aim:
    """The gap as arrays of shape ``(groups,)``, and the nodes of each group."""

    required: Floats
    held: Floats
    held_sd: Floats
    importance: Floats
    members: Sequence[Sequence[int]]

    @property
    def gap(self) -> Floats:
        return gaps(self.required, self.held, self.importance)


@dataclass(frozen=True, slots=True)
class Candidates:
    """``rows`` are credentials; the matrices have shape ``(candidates, groups)``.

    ``level``: highest level taught of the group. ``closes``: what that closes. ``expected``: the most that any link
    closes times that link's confidence, which is what ranking counts. ``confidence``, ``inferred`` and ``assumed``
    belong to the link behind ``expected``. ``coverable``: groups that any allowed credential closes something of.
    """

    rows: npt.NDArray[np.int64]
    level: Floats
    closes: Floats
    expected: Floats
    confidence: Floats
    inferred: npt.NDArray[np.bool_]
    assumed: npt.NDArray[np.bool_]
    coverable: npt.NDArray[np.bool_]


def eligible(credentials: Credentials, preferences: Preferences) -> npt.NDArray[np.bool_]:
    """Which rows the learner's hard limits allow: shape ``(credentials,)``.

    A language that a credential does not state is not among those the learner named, so it is left out. Unknown hours,
    formats or prices, and prices in another currency than the budget's, cannot be held against a limit: they pass, and
    the answer flags them.
    """
    languages = [credentials.code("language", tag) for tag in preferences.languages]
    allowed = np.isin(credentials.language, languages)
    if preferences.hours_per_week is not None and preferences.weeks is not None:
        allowed &= ~(credentials.hours_low > preferences.hours_per_week * preferences.weeks)
    if preferences.budget is not None:
        same = credentials.currency == credentials.code("currency", preferences.budget.currency)
        allowed &= ~(same & (credentials.price > preferences.budget.amount))
    allowed &= wished(credentials, preferences)
    for identifier in (*preferences.exclude, *preferences.held):
        if (row := credentials.number(identifier)) is not None:
            allowed[row] = False
    return np.asarray(allowed)


def wished(credentials: Credentials, preferences: Preferences) -> npt.NDArray[np.bool_]:
    """Which rows are of a provider and a format that the learner wants: shape ``(credentials,)``."""
    allowed = np.ones(len(credentials), dtype=bool)
    if preferences.providers:
        wanted = [credentials.code("provider", name.casefold()) for name in preferences.providers]
        allowed &= np.isin(credentials.provider, wanted)
    if preferences.formats:
        wanted = [credentials.code("format", name) for name in preferences.formats]
        allowed &= np.isin(credentials.format, [*wanted, UNKNOWN])
    return allowed


def gather(credentials: Credentials, aim: Aim, allowed: npt.NDArray[np.bool_]) -> Candidates:
    """The allowed credentials that close part of the gap."""
    index = credentials.taught_by
    nodes = np.asarray([node for members in aim.members for node in members], dtype=np.int64)
    groups = np.repeat(np.arange(len(aim.members)), [len(members) for members in aim.members])
    first, count = index.starts[nodes], index.starts[nodes + 1] - index.starts[nodes]
    # Positions of all entries of all nodes: each node's first one, counted on from there.
    entries = np.repeat(first - (np.cumsum(count) - count), count) + np.arange(int(count.sum()))
    group_of = np.repeat(groups, count)
    keep = allowed[index.columns[entries]]
    entries, group_of = entries[keep], group_of[keep]
    rows, position = np.unique(index.columns[entries], return_inverse=True)
    shape = (len(rows), len(aim.required))
    level = np.zeros(shape)
    taught = index.values["level"][entries].astype(np.float64)
    np.maximum.at(level, (position, group_of), taught)
    worth = closed(aim.required[group_of], aim.held[group_of], aim.importance[group_of], taught)
    worth = worth * index.values["confidence"][entries]
    expected = np.zeros(shape)
    np.maximum.at(expected, (position, group_of), worth)
    # The link behind the expected closure: ascending by worth, so that the best is written last.
    order = np.argsort(worth, kind="stable")
    best = np.full(shape, -1, dtype=np.int64)
    best[position[order], group_of[order]] = entries[order]
    there = best >= 0
    confidence = np.where(there, index.values["confidence"][best], 0.0)
    inferred = there & index.values["inferred"][best]
    assumed = there & index.values["assumed"][best]
    closes = closed(aim.required, aim.held, aim.importance, level)
    total = float(aim.gap.sum())
    share = expected.sum(axis=1) / total if total > 0 else np.zeros(len(rows))
    chosen = np.flatnonzero(share >= LEAST_SHARE)
    if len(chosen) > MOST:
        best_first = np.lexsort((rows[chosen], -share[chosen]))
        chosen = np.sort(chosen[best_first[:MOST]])
    return Candidates(
        rows[chosen].astype(np.int64),
        level[chosen],
        closes[chosen],
        expected[chosen],
        confidence[chosen],
        inferred[chosen],
        assumed[chosen],
        np.asarray((expected > 0).any(axis=0)),
    )
