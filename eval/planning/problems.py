"""Instances that are made up: small ones with every feature, and job markets in the format that others bring theirs."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Annotated, Any, Final, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, model_validator

from recommender.path.optimise.solver import with_best
from recommender.path.problem import (
    LEVEL,
    Candidate,
    Dimension,
    Limits,
    Objective,
    PlanningProblem,
    Programme,
    TargetGoal,
    TargetLevel,
)

SEED: Final = 20_260_101
KINDS: Final = ("closure", "goals", "cheapest", "fastest", "regret")
LEVELS: Final = (250, 333, 500, 667, 1_000)


def small(seed: int, kind: str, most: int = 9) -> PlanningProblem:
    """An instance of at most ``most`` candidates with prerequisites, requirements, dates, budgets and must-haves."""
    random = Random(f"{SEED}/{kind}/{seed}")
    size, count = random.randint(3, 7), random.randint(1, most)
    # Half of the instances have levels whose common multiple is small, half have any.
    levels = LEVELS if random.random() < 0.5 else tuple(random.randint(100, LEVEL) for _ in range(20))
    dimensions = tuple(
        Dimension(label=f"skill {d}", skills=(f"skill:{d}",), held=random.choice((0, 0, 250, 500))) for d in range(size)
    )
    goals = tuple(_target(random, number, size, levels) for number in range(random.randint(1, 3)))
    dated, needing = random.random() < 0.4, random.random() < 0.6
    candidates = tuple(_candidate(random, n, count, size, levels, dated=dated, needing=needing) for n in range(count))
    programmes = tuple(
        Programme(id=f"programme {p}", missing=tuple(random.sample(range(count), random.randint(1, min(2, count)))))
        for p in range(random.randint(0, 2))
    )
    target = (random.randint(1, 4), 10) if kind in {"cheapest", "fastest"} else None
    instance = PlanningProblem(
        dimensions=dimensions,
        goals=goals,
        candidates=candidates,
        programmes=programmes,
        objective=Objective(
            kind=kind,
            threshold=random.choice(((1, 2), (2, 3), (4, 5))),
            target=target,
            best=(0,) * len(goals) if kind == "regret" else (),
            bonus=random.choice((0, 0, 50_000_000)),
        ),
        limits=Limits(
            minutes_per_week=random.choice((240, 300, 360)),
            weeks=random.randint(2, 9),
            budget=random.choice((None, 5_000, 12_000)) if kind != "cheapest" else random.choice((5_000, 12_000)),
            steps=random.choice((None, 2, 3, 4)),
            readiness=random.choice(((1, 2), (4, 5), (1, 1))),
            must_have=(random.randrange(count),) if random.random() < 0.15 else (),
        ),
    )
    return with_best(instance) if kind == "regret" else instance


def _target(random: Random, number: int, size: int, levels: Sequence[int]) -> TargetGoal:
    asked = tuple(
        TargetLevel(dimension=d, level=random.choice(levels), importance=random.randint(1, 10_000))
        for d in random.sample(range(size), random.randint(1, size))
    )
    return TargetGoal(id=f"goal:{number}", label=f"goal {number}", asked=asked)


def _candidate(
    random: Random, number: int, count: int, size: int, levels: Sequence[int], *, dated: bool, needing: bool
) -> Candidate:
    opens = random.choice((0, 0, 300, 900)) if dated else 0
    return Candidate(
        id=f"credential:{number}",
        title=f"Credential {number}",
        minutes=random.randint(0, 16) * 60 + 1,
        price=random.choice((0, 1_000, 2_500, 4_900)),
        teaches=tuple(
            (d, random.choice(levels), random.choice((30, 60, 100)))
            for d in random.sample(range(size), random.randint(1, min(3, size)))
        ),
        requires=tuple((d, random.choice(levels)) for d in random.sample(range(size), random.randint(1, min(3, size))))
        if needing and random.random() < 0.5
        else (),
        prerequisites=tuple(p for p in range(count) if p != number and random.random() < 0.6 / count),
        opens=opens,
        closes=opens + random.choice((600, 1_200, 2_400)) if dated and random.random() < 0.5 else None,
        barred=("language",) if random.random() < 0.03 else (),
        assumed=random.choice(((), (), ("hours",), ("price",), ("hours", "price"))),
    )


Level = tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=1)]]
Levels = Annotated[tuple[Level, ...], Field(max_length=10_000)]


class MarketCourse(BaseModel):
    """A credential of a job market: (skill, level) pairs that it requires and teaches."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    required: Levels
    taught: Levels


class Market(BaseModel):
    """Learners, credentials and occupations over one list of skills with whole levels.

    ``threshold``: numerator and denominator of the match from which an occupation counts and a credential can be taken.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    skills: Annotated[int, Field(ge=1, le=2_000)]
    levels: Annotated[int, Field(ge=1, le=LEVEL)]
    threshold: tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=1)]]
    steps: Annotated[int, Field(ge=1, le=50)]
    objective: Literal["goals"]
    learners: Annotated[tuple[Levels, ...], Field(min_length=1, max_length=100_000)]
    credentials: Annotated[tuple[MarketCourse, ...], Field(max_length=20_000)]
    occupations: Annotated[tuple[Levels, ...], Field(min_length=1, max_length=1_000)]

    @model_validator(mode="after")
    def _within(self) -> Market:
        """Skills and levels are in range and no skill is named twice in one list; says where they are not."""
        lists = [(f"learners.{n}", pairs) for n, pairs in enumerate(self.learners)]
        lists += [(f"occupations.{n}", pairs) for n, pairs in enumerate(self.occupations)]
        for number, course in enumerate(self.credentials):
            lists += [
                (f"credentials.{number}.required", course.required),
                (f"credentials.{number}.taught", course.taught),
            ]
        for place, pairs in lists:
            if any(skill >= self.skills or level > self.levels for skill, level in pairs):
                msg = f"{place}: skills run from 0 to {self.skills - 1}, levels from 1 to {self.levels}"
                raise ValueError(msg)
            if len({skill for skill, _ in pairs}) != len(pairs):
                msg = f"{place} names a skill twice"
                raise ValueError(msg)
        return self

    def instance(self) -> PlanningProblem:
        """The planning instance of a learner who holds nothing; levels keep their proportions."""
        # Whole levels times one factor: the ratios that matches are made of stay exact.
        unit = LEVEL // self.levels
        return PlanningProblem(
            dimensions=tuple(Dimension(label=f"skill {s}", skills=(str(s),), held=0) for s in range(self.skills)),
            goals=tuple(
                TargetGoal(
                    id=str(number),
                    label=f"occupation {number}",
                    asked=tuple(TargetLevel(dimension=s, level=level * unit, importance=1) for s, level in pairs),
                )
                for number, pairs in enumerate(self.occupations)
            ),
            candidates=tuple(
                Candidate(
                    id=str(number),
                    title=f"credential {number}",
                    minutes=1,
                    price=None,
                    teaches=tuple((s, level * unit, 100) for s, level in course.taught),
                    requires=tuple((s, level * unit) for s, level in course.required),
                )
                for number, course in enumerate(self.credentials)
            ),
            objective=Objective(kind="goals", threshold=self.threshold),
            limits=Limits(minutes_per_week=self.steps, weeks=1, steps=self.steps, readiness=self.threshold),
        )

    def held_by(self, learner: int, instance: PlanningProblem) -> PlanningProblem:
        """The same instance for a learner."""
        held = dict(self.learners[learner])
        unit = LEVEL // self.levels
        dimensions = tuple(
            Dimension(label=d.label, skills=d.skills, held=held.get(s, 0) * unit)
            for s, d in enumerate(instance.dimensions)
        )
        return instance.model_copy(update={"dimensions": dimensions})


def market(steps: int, learners: int = 50, seed: int = SEED, introductory: float = 0.5) -> Market:
    """A made-up job market: 100 credentials, 100 occupations, 46 skills with three levels.

    A learner holds 1 to 15 skills, a credential requires about 2.6 (a share of them, ``introductory``, nothing, the
    others twice as much) and teaches about 5.5, an occupation asks for about 14; skills and levels are drawn evenly.
    """
    random = np.random.default_rng(seed)

    def drawn(count: int) -> list[tuple[int, int]]:
        skills = random.choice(46, size=min(46, max(0, count)), replace=False)
        return sorted((int(skill), int(random.integers(1, 4))) for skill in skills)

    def required(drawn_share: float) -> int:
        return 0 if drawn_share < introductory else int(random.poisson(2 * 2.6))

    document: dict[str, Any] = {
        "skills": 46,
        "levels": 3,
        "threshold": (4, 5),
        "steps": steps,
        "objective": "goals",
        "learners": [drawn(int(random.integers(1, 16))) for _ in range(learners)],
        "credentials": [
            {"required": drawn(required(random.random())), "taught": drawn(max(1, int(random.poisson(5.5))))}
            for _ in range(100)
        ],
        "occupations": [drawn(max(1, round(float(random.normal(14, 4))))) for _ in range(100)],
    }
    return Market.model_validate(document)
