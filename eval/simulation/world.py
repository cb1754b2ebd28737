"""The simulated world: what learners hold, forget and give up, and what a catalogue that states too little costs."""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from recommender.arrays import Floats
from recommender.catalogue.store import Credentials
from recommender.goal.requirements import Requirements
from recommender.goal.resolver import GoalResolver
from recommender.records import Goal
from recommender.snapshot.snapshot import Snapshot

SEED: Final = 20_241_125
#: Hours a week of each group of learners, and its share of them.
GROUPS: Final = {"employed": (4.0, 0.6), "seeking work": (12.0, 0.4)}
#: A goal is simulated where at least this many requirements are known of it.
LEAST_REQUIREMENTS: Final = 10


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Everything that is made up. Rates are per week, levels and shares in [0, 1]."""

    weeks: int = 26
    known: float = 0.35  # share of requirements that a learner holds something of
    misjudged: float = 0.1  # standard deviation of what a policy believes of a level against the truth
    half_life: float = 104.0  # weeks until a level that is not used has halved
    dropout: float = 0.02  # chance of giving up a credential in a week, for a learner who is ready for it
    unready: float = 2.0  # how many times more likely that is for one who holds nothing of what it asks
    gain: float = 0.9  # share of the level taught that a learner reaches
    patience: float = 0.7  # each place further down a list is taken this many times as often
    sense: float = 0.7  # log odds with which a learner prefers what closes a standard deviation more per hour
    hours_median: float = 30.0  # of credentials that state no hours; log-normal with sigma 0.6
    price_median: float = 49.0  # of credentials that state no price; log-normal with sigma 0.5
    free: float = 0.3  # share of those that are free

    def said(self) -> dict[str, float]:
        """The assumptions in words, for a report."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


#: One assumption changed at a time.
VARIANTS: Final[dict[str, Assumptions]] = {
    "as assumed": Assumptions(),
    "learners hold half as much": Assumptions(known=0.175),
    "levels misjudged three times as much": Assumptions(misjudged=0.3),
    "forgotten twice as fast": Assumptions(half_life=52.0),
    "given up three times as often": Assumptions(dropout=0.06),
    "readiness matters three times as much": Assumptions(unready=6.0),
    "lists are taken from further down": Assumptions(patience=0.9),
    "learners do not look at what a credential closes": Assumptions(sense=0.0),
    "hours twice as many where not stated": Assumptions(hours_median=60.0),
}


@dataclass(frozen=True, slots=True)
class Person:
    """A simulated learner. ``held``: true levels by requirement. ``draws``: a seed for everything that befalls them."""

    goal: Goal
    required: Requirements
    group: str
    hours_per_week: float
    held: Floats
    believed: Floats
    draws: int


def catalogue(snapshot: Snapshot, assumed: Assumptions) -> Snapshot:
    """The snapshot with hours and prices drawn where no source states them; every policy sees them alike."""
    random = np.random.default_rng(SEED)
    made: Credentials = copy.copy(snapshot.credentials)
    size = len(made)
    hours = np.exp(np.log(assumed.hours_median) + 0.6 * random.standard_normal(size)).astype(np.float32)
    price = np.exp(np.log(assumed.price_median) + 0.5 * random.standard_normal(size)).astype(np.float32)
    price = np.where(random.random(size) < assumed.free, np.float32(0), price)
    dollars = made.code("currency", "USD")
    unknown, unpriced = np.isnan(made.hours_low), np.isnan(made.price) | (made.currency != dollars)
    made.hours_low = np.where(unknown, hours, made.hours_low)
    made.hours_high = np.where(unknown, hours, made.hours_high)
    made.price = np.where(unpriced, price, made.price)
    made.currency = np.full_like(made.currency, dollars)
    return replace(snapshot, credentials=made)


def people(goals: GoalResolver, titles: list[str], count: int, assumed: Assumptions, seed: int = SEED) -> list[Person]:
    """Learners with goals drawn from ``titles``; the same for every policy, and alike under every assumption."""
    random = np.random.default_rng(seed)
    out: list[Person] = []
    names = list(GROUPS)
    while len(out) < count:
        goal, required = goals.of(titles[int(random.integers(len(titles)))])
        size = len(required.areas)
        holds, share, noise = random.random(size), random.random(size), random.standard_normal(size)
        group = names[int(random.choice(len(names), p=[GROUPS[name][1] for name in names]))]
        draws = int(random.integers(2**31))
        if size < LEAST_REQUIREMENTS:
            continue
        held = np.where(holds < assumed.known, share * required.level, 0.0)
        believed = np.clip(held + np.where(held > 0, assumed.misjudged * noise, 0.0), 0.0, 1.0)
        out.append(Person(goal, required, group, GROUPS[group][0], held, believed, draws))
    return out
