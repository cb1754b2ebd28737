"""Requests for plans over small made-up catalogues with chains, diamonds, circles, requirements and dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

from eval.planning.naive_problem import INFERRED
from eval.planning.problems import KINDS, SEED
from recommender.catalogue.store import Credentials, write_credentials
from recommender.path.options import PlanOptions
from recommender.records import Credential, Learner, NamedSkill, Preferences, Price, Run, TaughtSkill
from recommender.taxonomy.space import SkillSpace

DATE: Final = dt.date(2026, 1, 5)
MOST: Final = 24
LEVELS: Final = (0.25, 0.333, 0.5, 0.667, 0.9, 1.0)
NOWHERE: Final = "nowhere"


@dataclass(frozen=True, slots=True)
class DrawnRequest:
    """A catalogue and what somebody asks of it. Levels that credentials teach and require stand in ``records``."""

    records: tuple[Credential, ...]
    goals: tuple[str, ...]
    learner: Learner
    preferences: Preferences
    options: PlanOptions
    as_of: dt.date

    def credentials(self, folder: Path, space: SkillSpace) -> Credentials:
        """The catalogue as columns, written to a folder."""
        taught = [
            (row, _node(space, one.skill), one.level, one.confidence, one.source == INFERRED, one.assumed)
            for row, record in enumerate(self.records)
            for one in record.skills
        ]
        requires = [
            (row, _node(space, one.skill), one.level)
            for row, record in enumerate(self.records)
            for one in record.requires_skills
        ]
        write_credentials(folder, self.records, taught, requires, len(space))
        return Credentials(folder)


def _node(space: SkillSpace, skill: str) -> int:
    number = space.number(skill)
    if number is None:
        msg = f"{skill} is not in the skill space"
        raise ValueError(msg)
    return int(number)


def drawn(seed: int, goals: Sequence[str], skills: Sequence[str], others: Sequence[str]) -> DrawnRequest:
    """The request of a seed.

    ``skills``: those that the goals ask for; ``others``: skills that no goal asks for, which may be required and taught
    all the same.
    """
    random = Random(f"{SEED}/requests/{seed}")
    named = [*random.sample(skills, min(len(skills), random.randint(2, 6))), *random.sample(others, 3)]
    count = random.randint(1, MOST)
    records = tuple(_credential(random, number, count, named, others) for number in range(count))
    kind = random.choice(KINDS)
    several = kind in {"goals", "regret"}
    return DrawnRequest(
        records=records,
        goals=tuple(random.sample(goals, random.randint(1, min(3, len(goals))) if several else 1)),
        learner=Learner(
            skills=tuple(
                NamedSkill(name=name, level=random.choice(LEVELS))
                for name in random.sample(named, random.randint(0, 2))
            )
        ),
        preferences=_preferences(random, records, kind),
        options=_options(random, records, kind),
        as_of=DATE + dt.timedelta(days=random.choice((0, 0, 3, 40))),
    )


def _credential(random: Random, number: int, count: int, named: Sequence[str], others: Sequence[str]) -> Credential:
    hours = random.choice((None, 0.5, 7.5, 20, 40))
    price = random.choice((None, 0, 19.99, 49, 180.5))
    return Credential(
        id=f"drawn:{number}",
        title=f"Drawn credential {number}",
        provider=random.choice(("Acme", "Uni", None)),
        hours_low=None if hours is None else hours * random.choice((0.5, 1)),
        hours_high=None if random.random() < 0.1 else hours,
        price=None if price is None else Price(amount=price, currency=random.choice(("USD", "USD", "USD", "EUR"))),
        language=random.choice(("en", "en", "en", "en", "en", "es", None)),
        format=random.choice((None, "online", "in-person")),
        skills=_skills(random, named, random.randint(0, 3)),
        requires_skills=_skills(random, [*named, *others[:2]], random.choice((0, 0, 0, 1, 2))),
        prerequisites=_prerequisites(random, number, count),
        stacks_into=random.choice(((), (), ("programme",), ("programme", "other programme"))),
        **_dates(random),
    )


def _dates(random: Random) -> dict[str, Any]:
    """Whether it is on offer: a status, dates, or several runs."""
    status = random.choice((None, None, None, "available", "withdrawn"))
    if random.random() < 0.85:
        return {"status": status, "available_from": _day(random, 300), "available_until": _day(random, 700)}
    begins = sorted(random.sample(range(-60, 60), random.randint(2, 4)))
    runs = [
        Run(
            available_from=DATE + dt.timedelta(weeks=begin),
            available_until=random.choice((None, DATE + dt.timedelta(weeks=begin + random.randint(1, 30)))),
        )
        for begin in begins
    ]
    ends = [run.available_until for run in runs]
    return {
        "status": status,
        "runs": tuple(runs),
        "available_from": runs[0].available_from,
        "available_until": None if None in ends else max(end for end in ends if end),
    }


def _skills(random: Random, named: Sequence[str], count: int) -> tuple[TaughtSkill, ...]:
    return tuple(
        TaughtSkill(
            skill=skill,
            label=skill,
            level=random.choice((*LEVELS, 0.0)),
            assumed=random.random() < 0.5,
            confidence=random.choice((0.3, 0.5, 0.8, 1.0)),
            source=random.choice(("stated", INFERRED)),
        )
        for skill in random.sample(named, min(count, len(named)))
    )


def _prerequisites(random: Random, number: int, count: int) -> tuple[str, ...]:
    """One shape of a graph at random: nothing, a link of a chain, the foot of a diamond, part of a circle, any."""
    shape = random.random()
    if count < 2 or shape < 0.4:
        return ()
    if shape < 0.65:
        return (f"drawn:{number - 1}",) if number else ()
    if shape < 0.8:
        return tuple(f"drawn:{first}" for first in (number - 2, number - 1) if first >= 0)
    if shape < 0.95:
        others = [other for other in range(count) if other != number]
        return tuple(f"drawn:{other}" for other in random.sample(others, min(len(others), random.randint(1, 2))))
    return (NOWHERE,)


def _day(random: Random, within: int) -> dt.date | None:
    if random.random() < 0.7:
        return None
    return dt.date.max if random.random() < 0.05 else DATE + dt.timedelta(days=random.randint(-60, within))


def _some(random: Random, records: Sequence[Credential], chance: float) -> tuple[str, ...]:
    return tuple(record.id for record in records if random.random() < chance)


def _preferences(random: Random, records: Sequence[Credential], kind: str) -> Preferences:
    least = kind in {"cheapest", "fastest"}
    return Preferences(
        hours_per_week=random.choice((3, 6, 7.5)),
        weeks=None if least and random.random() < 0.5 else random.choice((4, 12, 26, 52)),
        budget=None if random.random() < 0.4 else Price(amount=random.choice((0, 60, 250)), currency="USD"),
        languages=random.choice((("en",), ("en", "es"))),
        formats=random.choice(((), (), (), ("online",))),
        providers=random.choice(((), (), (), ("acme",), ("uni", "acme"))),
        exclude=_some(random, records, 0.05),
        held=(*_some(random, records, 0.1), *((NOWHERE,) if random.random() < 0.3 else ())),
        include_closed=random.random() < 0.2,
    )


def _options(random: Random, records: Sequence[Credential], kind: str) -> PlanOptions:
    pairs = [random.sample(records, 2) for _ in range(random.choice((0, 0, 0, 2)))] if len(records) > 1 else []
    return PlanOptions.model_validate(
        {
            "objective": kind,
            "target": random.choice((0.1, 0.25)) if kind in {"cheapest", "fastest"} else None,
            "steps": random.choice((None, None, 3)),
            "must_have": _some(random, records, 0.05) if random.random() < 0.5 else (),
            "assume_hours": random.choice((None, 15)),
            "assume_price": random.choice((None, 29.5)),
            "rates": random.choice(({}, {"EUR": 1.1})),
            "readiness": random.choice((0, 0.8, 1)),
            "threshold": random.choice((0.1, 0.8)),
            "stacking_bonus": random.choice((0, 0, 0.05)),
            "confirmed": [(first.id, then.id) for first, then in pairs],
        }
    )
