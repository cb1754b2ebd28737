"""Plans over the bundled catalogue, and over one of ten thousand credentials that is generated from it."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np

from eval.docs.examples import GOALS, ROOT
from recommender.catalogue.store import Credentials, write_credentials
from recommender.engine import Recommender
from recommender.path.options import PlanOptions
from recommender.path.plan import Plan
from recommender.profile.reader import read
from recommender.records import Credential, Learner, Preferences, Price
from recommender.snapshot.snapshot import Snapshot

SEED: Final = 20_260_102
DATE: Final = dt.date(2026, 1, 5)
DRAWN: Final = 100
LIMITS: Final = Preferences(hours_per_week=6, weeks=26, budget=Price(amount=500, currency="USD"))
STATED: Final = PlanOptions()
#: What a credential without stated hours or price counts as in the second run: about the middle of those that state it.
ASSUMED: Final = PlanOptions(assume_hours=20, assume_price=49)
#: The size of the generated catalogue and how many goals are planned for on it.
LARGE: Final = 10_000
LARGE_GOALS: Final = 25


@dataclass(frozen=True, slots=True)
class Made:
    """One plan: what its certificate says, and the seconds from the request to the plan."""

    value: int
    greedy: int
    proven: bool
    gap: float
    seconds: float
    pool: int
    steps: int
    assumed_hours: float
    assumed_cost: float


def bundled(recommender: Recommender, options: PlanOptions) -> list[Made]:
    """Every example profile for its own goal, and 100 drawn occupations, each for the next of the profiles in turn."""
    return [_made(recommender, learner, goal, options) for learner, goal in requests(recommender)]


def requests(recommender: Recommender) -> Iterator[tuple[Learner, str]]:
    """(learner, goal) of the example profiles and of drawn occupations."""
    profiles = {name: read(ROOT / "examples" / name) for name in GOALS}
    yield from ((profiles[name], goal) for name, goal in GOALS.items())
    random = np.random.default_rng(SEED)
    drawn = random.choice(recommender.occupation_ids(), DRAWN, replace=False).tolist()
    learners = list(profiles.values())
    yield from ((learners[number % len(learners)], goal) for number, goal in enumerate(drawn))


def _made(recommender: Recommender, learner: Learner, goal: str, options: PlanOptions) -> Made:
    begun = time.perf_counter()
    plan = recommender.plan(learner, goal, preferences=LIMITS, options=options, as_of=DATE)
    return _of(plan, time.perf_counter() - begun)


def _of(plan: Plan, seconds: float) -> Made:
    certificate = plan.certificate
    return Made(
        certificate.objective.value or 0,
        certificate.greedy or 0,
        certificate.status == "optimal",
        certificate.relative_gap or 0.0,
        seconds,
        certificate.pool.candidates,
        len(plan.steps),
        plan.totals.assumed_hours,
        plan.totals.assumed_cost,
    )


def large(snapshot: Snapshot) -> list[Made]:
    """Plans over the generated catalogue for drawn occupations that it has something for, with an empty profile."""
    with TemporaryDirectory() as folder:
        credentials = generated(snapshot, Path(folder))
        recommender = Recommender(replace(snapshot, credentials=credentials))
        random = np.random.default_rng(SEED)
        goals = random.permutation(recommender.occupation_ids()).tolist()
        found: list[Made] = []
        for goal in goals:
            made = _made(recommender, Learner(), goal, STATED)
            if made.pool >= LARGE // 100:
                found.append(made)
            if len(found) == LARGE_GOALS:
                return found
        return found


def generated(snapshot: Snapshot, folder: Path, size: int = LARGE, providers: int = 0) -> Credentials:
    """A catalogue of ``size`` credentials, each with the links of two bundled ones, some left out, some levels moved.

    Hours and prices are drawn from those that the bundled catalogue states, so that no two credentials are alike. They
    are offered by each of some ``providers`` in turn, or by nobody in particular.
    """
    random = np.random.default_rng(SEED)
    old = snapshot.credentials
    links = _links(old)
    teaching = np.asarray([row for row, found in enumerate(links) if found])
    hours = old.hours_high[np.isfinite(old.hours_high) & (old.hours_high <= 120)]
    prices = old.price[np.isfinite(old.price)]
    records, taught = [], []
    for number in range(size):
        spent = float(np.round(random.choice(hours) * random.uniform(0.5, 1.5)) + 1)
        amount = float(np.round(random.choice(prices) * random.uniform(0.5, 1.5), 2))
        records.append(
            Credential(
                id=f"generated:{number}",
                title=f"Generated credential {number}",
                provider=f"Provider {number % providers}" if providers else None,
                hours_low=spent,
                hours_high=spent,
                price=Price(amount=amount, currency="USD"),
                language="en",
            )
        )
        first, second = random.choice(teaching, 2)
        both = {link[0]: link for link in (*links[first], *links[second])}
        for node, level, confidence, inferred, assumed in both.values():
            if random.random() < 0.6:
                moved = float(np.clip(level * random.uniform(0.8, 1.2), 0, 1))
                taught.append((number, node, moved, confidence, inferred, assumed))
    write_credentials(folder, records, taught, [], len(snapshot.space))
    return Credentials(folder)


def _links(credentials: Credentials) -> list[list[tuple[int, float, float, bool, bool]]]:
    """(node, level, confidence, inferred, assumed) of what each row teaches."""
    index = credentials.taught_by
    by_row = index.transposed(len(credentials))
    out = []
    for row in range(len(credentials)):
        entries = by_row.values["entry"][by_row.span(row)]
        columns = [
            by_row.row(row),
            *(index.values[name][entries] for name in ("level", "confidence", "inferred", "assumed")),
        ]
        out.append(list(zip(*(column.tolist() for column in columns), strict=True)))
    return out
