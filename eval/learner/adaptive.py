"""The adaptive check on simulated learners: how many questions until the top five are those of full information.

Each learner aims at a drawn occupation and holds each of its requirements with the probability that the check itself
assumes (`recommender.assess.adaptive.UNSAID`), at a level drawn from the learner model's prior, and answers with the
nearest described level. Full information is every requirement answered. In random order the same learners answer the
same questions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np

from eval.core import intervals
from eval.core.report import Metrics
from recommender.assess import adaptive
from recommender.assess.described_levels import RATED
from recommender.engine import Recommender
from recommender.records import Learner, Requirement, Response

LEARNERS: Final = 24
ORDERS: Final = 3
SEED: Final = 20_240_815
DATE: Final = date(2026, 1, 1)
#: An occupation is drawn again where fewer credentials than this close anything of it: nothing could be settled.
LEAST_CREDENTIALS: Final = 10


@dataclass(slots=True)
class AdaptiveResult:
    """Of one learner: questions until the top five are right and stay so, in the check's order and in random orders."""

    asked: int
    same: bool
    adaptive: int
    random: list[int] = field(default_factory=list)


def evaluate(recommender: Recommender, learners: int = LEARNERS) -> Metrics:
    """``questions`` and ``questions-random``: until the top five are right; ``asked``: until the check stops."""
    random = np.random.default_rng(SEED)
    found = [_learner(recommender, goal, random) for goal in _goals(recommender, learners, random)]
    return {
        "questions": intervals.mean(np.asarray([one.adaptive for one in found], dtype=np.float64)),
        "questions-random": intervals.mean(np.asarray([np.mean(one.random) for one in found])),
        "questions-ratio": intervals.ratio(
            np.asarray([one.adaptive for one in found], dtype=np.float64),
            np.asarray([np.mean(one.random) for one in found]),
        ),
        "asked": intervals.mean(np.asarray([one.asked for one in found], dtype=np.float64)),
        "same-top@5": intervals.mean(np.asarray([one.same for one in found], dtype=np.float64)),
    }


def _goals(recommender: Recommender, count: int, random: np.random.Generator) -> list[str]:
    occupations = recommender.occupation_ids()
    out: list[str] = []
    while len(out) < count:
        goal = occupations[int(random.integers(len(occupations)))]
        answer = recommender.recommend(None, goal, top=LEAST_CREDENTIALS, as_of=DATE)
        if len(answer.recommendations) == LEAST_CREDENTIALS:
            out.append(goal)
    return out


def _learner(recommender: Recommender, goal: str, random: np.random.Generator) -> AdaptiveResult:
    first = recommender.assess(None, goal, as_of=DATE)
    # One answer an area, about its first member, in the order of importance.
    asked_first = {requirement.area: requirement for requirement in reversed(first.goal.requirements)}
    named = [requirement for requirement in first.goal.requirements if asked_first[requirement.area] is requirement]
    truth = {requirement.area: _level(random) for requirement in named}
    everything = [_told(requirement, truth) for requirement in named]
    wanted = _top(recommender, goal, everything)
    given: list[Response] = []
    step = first
    while step.question is not None:
        given.append(Response(skill=step.question.skills[0], level=truth[step.question.area]))
        step = recommender.assess(None, goal, responses=given, as_of=DATE)
    asked = {response.skill for response in given}
    # What the check left out follows in the order of importance, so that both counts are of whole orders.
    whole = [*given, *(response for response in everything if response.skill not in asked)]
    same = {item.id for item in step.top} == wanted
    found = AdaptiveResult(len(given), same, _until(recommender, goal, whole, wanted))
    for _ in range(ORDERS):
        order = [everything[int(n)] for n in random.permutation(len(everything))]
        found.random.append(_until(recommender, goal, order, wanted))
    return found


def _level(random: np.random.Generator) -> float:
    """The described level nearest to a drawn one."""
    drawn = 0.0 if random.random() < adaptive.UNSAID else float(random.beta(1, 2))
    return float(RATED[int(np.abs(RATED - drawn).argmin())])


def _told(requirement: Requirement, truth: dict[str, float]) -> Response:
    return Response(skill=requirement.skills[0], level=truth[requirement.area])


def _top(recommender: Recommender, goal: str, responses: Sequence[Response]) -> set[str]:
    evidence = recommender.evidence_of(responses)
    answer = recommender.recommend(Learner(evidence=evidence), goal, top=adaptive.TOP_RESULTS, as_of=DATE)
    return {item.credential.id for item in answer.recommendations}


def _until(recommender: Recommender, goal: str, order: Sequence[Response], wanted: set[str]) -> int:
    """Answers needed until the top five are right and stay right to the end of the order."""
    for count in range(len(order), 0, -1):
        if _top(recommender, goal, order[: count - 1]) != wanted:
            return count
    return 0
