"""A platform's event log of simulated learners, in the columns of `recommender.training.events`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from eval.simulation.policies import Policy
from eval.simulation.run import START, Simulation
from eval.simulation.world import Person
from recommender.records import NamedSkill
from recommender.snapshot.snapshot import Snapshot
from recommender.training.events import Event


def events(
    simulation: Simulation, policies: Sequence[Policy], people: Sequence[Person], snapshot: Snapshot, stagger: float
) -> list[Event]:
    """Events of all learners, oldest first.

    They start ``stagger`` weeks apart and are given the policies in turn; lists of the policy ``random`` are in random
    order and say so.
    """
    out: list[Event] = []
    for number, person in enumerate(people):
        policy = policies[number % len(policies)]
        (outcome,) = simulation.outcomes(policy, [person])
        stated = tuple(
            NamedSkill(name=snapshot.space.label(area.members[0]), level=round(float(level), 3))
            for area, level in zip(person.required.areas, person.believed, strict=True)
            if level > 0 and area.members
        )
        begun = START + dt.timedelta(weeks=stagger * number)
        for place, step in enumerate(outcome.steps):
            out += _of_step(snapshot, person, f"p{number}", f"p{number}-{place}", begun, step, stated, policy.name)
    return sorted(out, key=lambda event: (event.time, event.learner, event.position or 0, event.event))


def _of_step(snapshot, person, learner, name, begun, step, stated, policy) -> Iterator[Event]:  # type: ignore[no-untyped-def] # noqa: ANN001
    when = begun + dt.timedelta(weeks=step.week)
    credentials = snapshot.credentials
    goal = person.goal.occupations[0].id
    for place, row in enumerate(step.shown.tolist(), start=1):
        yield Event(
            learner=learner,
            credential=credentials.id(row),
            event="impression",
            time=when,
            list=name,
            position=place,
            randomised=policy == "random",
            goal=goal,
            skills=stated,
            group=person.group,
        )
    taken = credentials.id(int(step.shown[step.place]))
    hour = dt.timedelta(hours=1)
    yield Event(learner=learner, credential=taken, event="click", time=when + hour)
    yield Event(learner=learner, credential=taken, event="enrolment", time=when + 2 * hour)
    if step.finished:
        yield Event(
            learner=learner, credential=taken, event="completion", time=when + 3 * hour + dt.timedelta(weeks=step.weeks)
        )
