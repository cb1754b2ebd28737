"""One simulated learner after another under a policy: what is taken, finished, learned, forgotten and paid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from eval.simulation.policies import Policy
from eval.simulation.world import Assumptions, Person
from recommender.arrays import Floats
from recommender.gap import LearnerGap, gaps, readiness
from recommender.goal.resolver import GoalResolver
from recommender.learner.state import States
from recommender.rank.candidates import gather
from recommender.rank.case import Case
from recommender.rank.features import ASKS
from recommender.rank.pipeline import RankingPipeline, demand_of, past_of
from recommender.rank.ranker import Ranker
from recommender.rank.scoring import DIVERSITY
from recommender.records import Learner, Preferences
from recommender.snapshot.snapshot import Snapshot

#: Credentials that one learner takes at most.
MOST_TAKEN: Final = 12
START: Final = dt.datetime(2025, 1, 6, tzinfo=dt.UTC)
#: Nothing that a simulated request asks for depends on the date.
AS_OF: Final = dt.date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class SimulatedStep:
    """One list and what came of it: rows shown, the place taken, whether it was finished, and the week."""

    week: float
    shown: npt.NDArray[np.int64]
    place: int
    finished: bool
    weeks: float


@dataclass(slots=True)
class SimulatedOutcome:
    """What became of a learner. ``closed``: share of the first gap, beyond what would be left without learning."""

    group: str
    closed: float = 0.0
    hours: float = 0.0
    dollars: float = 0.0
    taken: int = 0
    finished: int = 0
    steps: list[SimulatedStep] = field(default_factory=list)


class Simulation:
    """Policies over one catalogue. ``ranker``: what CredPath's own policy ranks with."""

    def __init__(self, snapshot: Snapshot, goals: GoalResolver, ranker: Ranker, assumed: Assumptions) -> None:
        self._snapshot, self._goals, self._ranker, self._assumed = snapshot, goals, ranker, assumed
        self._demand = demand_of(snapshot.space)
        self._past = past_of(ranker.history, snapshot)

    def outcomes(self, policy: Policy, learners: Sequence[Person]) -> list[SimulatedOutcome]:
        """What becomes of each learner under a policy, in their order."""
        return [self._live(policy, person) for person in learners]

    def _live(self, policy: Policy, person: Person) -> SimulatedOutcome:
        assumed, credentials = self._assumed, self._snapshot.credentials
        random = np.random.default_rng(person.draws)
        required, importance = person.required.level, person.required.importance
        held, believed = person.held.copy(), person.believed.copy()
        first = float(gaps(required, held, importance).sum())
        out = SimulatedOutcome(person.group)
        taken: list[str] = []
        week = 0.0
        while week < assumed.weeks and out.taken < MOST_TAKEN:
            pipeline = self._pipeline(person, tuple(taken), policy.diversity)
            gap = self._gap(person, believed)
            # Drawn before the policy speaks, so that fate does not depend on it.
            luck, choice, learned = random.random(2), random.random(), random.standard_normal()
            shown = policy.order(pipeline, gap, np.random.default_rng(random.integers(2**31)))
            if not len(shown):
                break
            places = np.cumsum(self.chance(gap, shown))
            row = int(shown[min(int(np.searchsorted(places, choice, side="right")), len(shown) - 1)])
            level = self._taught(gap, row)
            hours = float(credentials.hours_low[row] + credentials.hours_high[row]) / 2
            weeks = hours / person.hours_per_week
            ready = self._ready(gap, row, held)
            done = _finished(luck, weeks, assumed.dropout * (1 + assumed.unready * (1 - ready)), assumed.weeks - week)
            reached = np.clip((assumed.gain + 0.1 * learned) * level * (done if done == 1 else 0.5 * done), 0, 1)
            held = np.maximum(_faded(held, weeks * done, assumed.half_life), reached)
            believed = np.maximum(believed, level * (done if done == 1 else 0.5 * done))
            out.steps.append(SimulatedStep(week, shown, int(np.flatnonzero(shown == row)[0]), done == 1, weeks * done))
            out.taken, out.finished = out.taken + 1, out.finished + (done == 1)
            out.hours += hours * done
            out.dollars += float(credentials.price[row])
            taken.append(credentials.id(row))
            week += weeks * done
        held = _faded(held, max(0.0, assumed.weeks - week), assumed.half_life)
        alone = _faded(person.held, assumed.weeks, assumed.half_life)
        left, without = (float(gaps(required, levels, importance).sum()) for levels in (held, alone))
        out.closed = (without - left) / max(first, 1e-12)
        return out

    def scored(self, person: Person) -> tuple[npt.NDArray[np.int64], Floats, Floats, LearnerGap] | None:
        """Candidates of a learner at the start, their features, the ranker's scores, and the gap; ``None`` for none."""
        gap = self._gap(person, person.believed)
        candidates, table = self._pipeline(person, (), DIVERSITY).candidates(gap)
        if not len(candidates.rows):
            return None
        return candidates.rows, table.values, self._ranker.score.score(table.values), gap

    def chance(self, gap: LearnerGap, shown: npt.NDArray[np.int64]) -> Floats:
        """Probability that each place of a list is taken."""
        weight = self._assumed.patience ** np.arange(len(shown)) * np.exp(self._appeal(gap, shown))
        return np.asarray(weight / weight.sum())

    def _pipeline(self, person: Person, taken: tuple[str, ...], diversity: float) -> RankingPipeline:
        preferences = Preferences(hours_per_week=person.hours_per_week, held=taken, diversity=diversity)
        case = Case(
            Learner(), None, AS_OF, preferences, States({}), person.goal, person.required, self._goals.said(person.goal)
        )
        return RankingPipeline(self._snapshot, self._ranker, self._past, self._demand, case)

    def _gap(self, person: Person, believed: Floats) -> LearnerGap:
        required = person.required
        members = [area.members for area in required.areas]
        return LearnerGap(required.level, believed, np.zeros(len(believed)), required.importance, members)

    def _taught(self, gap: LearnerGap, row: int) -> Floats:
        """Level that a credential teaches of each requirement."""
        only = np.zeros(len(self._snapshot.credentials), dtype=bool)
        only[row] = True
        nothing = LearnerGap(gap.required, np.zeros_like(gap.held), gap.held_sd, gap.importance, gap.members)
        found = gather(self._snapshot.credentials, nothing, only)
        return found.level[0] if len(found.rows) else np.zeros(len(gap.required))

    def _appeal(self, gap: LearnerGap, shown: npt.NDArray[np.int64]) -> Floats:
        """Log odds of each of a list by what it closes per hour, against the others of the list."""
        wanted = np.zeros(len(self._snapshot.credentials), dtype=bool)
        wanted[shown] = True
        found = gather(self._snapshot.credentials, gap, wanted)
        closes = np.zeros(len(wanted))
        closes[found.rows] = found.closes.sum(axis=1)
        rate = closes[shown] / self._snapshot.credentials.hours_high[shown]
        spread = float(rate.std())
        return self._assumed.sense * (rate - rate.mean()) / spread if spread > 0 else np.zeros(len(shown))

    def _ready(self, gap: LearnerGap, row: int, held: Floats) -> float:
        """Share of what the entry level asks of the goal that is truly held; 1 where nothing is asked."""
        entry = int(self._snapshot.credentials.entry[row])
        asks = float(ASKS[entry]) if entry >= 0 else 0.0
        share = readiness(gap.required * gap.importance, np.minimum(gap.required, held) * gap.importance)
        return min(1.0, share / asks) if asks > 0 else 1.0


def _finished(luck: Floats, weeks: float, hazard: float, left: float) -> float:
    """Share of a credential that is done: 1 where it is finished before the learner gives up or time runs out."""
    given_up = -np.log(max(luck[0], 1e-12)) / max(hazard, 1e-12)
    return float(min(1.0, given_up / weeks, left / weeks)) if weeks > 0 else 1.0


def _faded(levels: Floats, weeks: float, half_life: float) -> Floats:
    return np.asarray(levels * 0.5 ** (weeks / half_life))
