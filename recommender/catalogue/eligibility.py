"""Which credentials the learner's hard limits allow."""

from __future__ import annotations

import datetime as dt

import numpy as np
import numpy.typing as npt

from recommender.catalogue.store import UNKNOWN_CODE, Credentials
from recommender.records import Preferences


def eligible(credentials: Credentials, preferences: Preferences, as_of: dt.date) -> npt.NDArray[np.bool_]:
    """Which rows are on offer on a day and within the learner's hard limits: shape ``(credentials,)``.

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
    if not preferences.include_closed:
        allowed &= on_offer(credentials, as_of)
    for identifier in (*preferences.exclude, *preferences.held):
        if (row := credentials.number(identifier)) is not None:
            allowed[row] = False
    return np.asarray(allowed)


def on_offer(credentials: Credentials, as_of: dt.date) -> npt.NDArray[np.bool_]:
    """Which rows are neither withdrawn, nor over, nor not open yet on a day: shape ``(credentials,)``."""
    day = as_of.toordinal()
    opens, closes = credentials.offer(day)
    return np.asarray(~credentials.withdrawn & (opens <= day) & ((closes == 0) | (closes >= day)))


def wished(credentials: Credentials, preferences: Preferences) -> npt.NDArray[np.bool_]:
    """Which rows are of a provider and a format that the learner wants: shape ``(credentials,)``."""
    allowed = np.ones(len(credentials), dtype=bool)
    if preferences.providers:
        wanted = [credentials.code("provider", name.casefold()) for name in preferences.providers]
        allowed &= np.isin(credentials.provider, wanted)
    if preferences.formats:
        wanted = [credentials.code("format", name) for name in preferences.formats]
        allowed &= np.isin(credentials.format, [*wanted, UNKNOWN_CODE])
    return allowed
