"""One step of the adaptive check: answers to evidence, and from what is known to the next question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from recommender.arrays import Floats
from recommender.assess.described_levels import DESCRIBED, NEAREST_DESCRIBED, OPTIONS, question
from recommender.assess.question_choice import DRAWS, CandidateQuestion, choose
from recommender.errors import InputError
from recommender.learner.posterior import CELLS, Observation, chance_correct, posterior_of
from recommender.learner.posterior import ItemResponse as ItemAnswer
from recommender.learner.state import State, States
from recommender.rank.pipeline import RankingPipeline
from recommender.records import Evidence, Item, Option, Question, Response
from recommender.roles.area import Area
from recommender.taxonomy.space import SkillSpace

#: The top results that asking is about.
TOP_RESULTS: Final = 5
SELF_ASSESSMENT: Final = "self-assessment"
ITEMS: Final = "test items"
#: A rating against described levels is right more often than one without, and a test more often than either.
RATED_RELIABILITY: Final = 0.8
TESTED_RELIABILITY: Final = 0.95
MAX_SKILLS_NAMED: Final = 5
#: Probability that a learner has nothing at all of a skill that nothing speaks of: who has it mostly says so.
UNSAID: Final = 0.7
NOTHING: Final[Floats] = np.eye(CELLS)[0]


@dataclass(frozen=True, slots=True)
class NextStep:
    """The next question, or why there is none; ``unsettled`` as in `Assessment`."""

    question: Question | None
    stopped: str | None
    unsettled: float


@dataclass(frozen=True, slots=True)
class _Open:
    """An area as the check sees it: the skill that is asked about, and what is known of its level."""

    area: int
    node: int
    cells: Floats
    held: float
    ratable: bool
    items: tuple[Item, ...]


def evidence_of(responses: Sequence[Response], items: Sequence[Item], space: SkillSpace) -> list[tuple[int, Evidence]]:
    """(node, evidence) of each answer; `InputError` says which answer names a skill or item that is not known."""
    known = {item.id: item for item in items}
    out = []
    for position, response in enumerate(responses, start=1):
        item = None if response.item is None else known.get(response.item)
        if response.item is not None and item is None:
            msg = f"answer {position} names an item that was not sent along; send the item with its parameters"
            raise InputError(msg)
        skill = item.skill if item is not None else str(response.skill)
        if item is not None:
            found = Evidence(
                skill=skill,
                kind="evidenced",
                source=ITEMS,
                reliability=TESTED_RELIABILITY,
                item=item,
                correct=response.correct,
            )
        else:
            found = Evidence(
                skill=skill,
                level=response.level,
                kind="claimed",
                source=SELF_ASSESSMENT,
                reliability=RATED_RELIABILITY,
            )
        node = space.number(skill)
        if node is None:
            msg = f"answer {position} is about a skill that is not in the skill space"
            raise InputError(msg)
        out.append((node, found))
    return out


def next_step(pipeline: RankingPipeline, items: Sequence[Item], responses: Sequence[Response]) -> NextStep:
    """What to ask next for a goal. ``items``: a platform's own; ``responses``: all answers so far."""
    space, case = pipeline.snapshot.space, pipeline.case
    answered = {response.item for response in responses if response.item is not None}
    left = [item for item in items if item.id not in answered]
    rated = {space.meant(response.skill) for response in responses if response.skill is not None}
    open_ = [
        _open(number, area, case.states, case.best[number], left, rated, space)
        for number, area in enumerate(case.required.areas)
        if area.members
    ]
    # Of equal questions the one about the most important area: that is their order.
    questions, meant = _questions(open_, case.states)
    choice = choose(questions, pipeline.gap.held, lambda levels: pipeline.top_of(levels, TOP_RESULTS))
    if choice.position is None:
        return NextStep(None, _stopped(bool(questions), choice.unsettled), round(choice.unsettled, 4))
    one, item = meant[choice.position]
    area = case.required.areas[one.area]
    return NextStep(_question(one, item, area, choice.change, space), None, round(choice.unsettled, 4))


def _stopped(more: bool, unsettled: float) -> str:
    if not more:
        return "everything that this goal requires has been asked about"
    drawn = "none" if unsettled == 0 else f"{unsettled:.0%}"
    return (
        f"no answer is expected to change the first {TOP_RESULTS} any more: {drawn} of {DRAWS} simulated ways to "
        "answer all that is left would"
    )


def _open(
    number: int,
    area: Area,
    states: States,
    best: State | None,
    items: Iterable[Item],
    rated: set[int | None],
    space: SkillSpace,
) -> _Open:
    members = set(area.members)
    shown = [node for node in area.members if node in states.by_node and states.by_node[node] is best]
    node = shown[0] if shown else area.members[0]
    ratable = rated.isdisjoint(members)
    tested = tuple(item for item in items if space.meant(item.skill) in members)
    cells = states.cells(node)
    if best is None and ratable:
        cells = UNSAID * NOTHING + (1 - UNSAID) * cells
    return _Open(number, node, cells, best.mean if best else 0.0, ratable, tested)


def _questions(
    open_: Sequence[_Open], states: States
) -> tuple[list[CandidateQuestion], list[tuple[_Open, Item | None]]]:
    questions: list[CandidateQuestion] = []
    meant: list[tuple[_Open, Item | None]] = []
    for one in open_:
        seen = states.observed.get(one.node, ())
        if one.ratable:
            chances = np.bincount(NEAREST_DESCRIBED, weights=one.cells, minlength=len(DESCRIBED))
            held = np.asarray([_after(one, seen, level) for level, _ in DESCRIBED])
            questions.append(CandidateQuestion(one.area, chances / chances.sum(), held))
            meant.append((one, None))
        for item in one.items:
            right = float(one.cells @ chance_correct(item))
            tested = [
                posterior_of(
                    (*seen, Observation(None, "evidenced", TESTED_RELIABILITY, 0.0, ITEMS, ItemAnswer(item, ok)))
                ).mean
                for ok in (False, True)
            ]
            questions.append(CandidateQuestion(one.area, np.asarray([1 - right, right]), np.asarray(tested)))
            meant.append((one, item))
    return questions, meant


def _after(one: _Open, seen: tuple[Observation, ...], level: float) -> float:
    """The level that counts as held after a rating."""
    if level == 0 and not seen:
        return one.held
    answer = Observation(level, "claimed", RATED_RELIABILITY, 0.0, SELF_ASSESSMENT)
    return posterior_of(tuple(sorted((*seen, answer), key=repr))).mean


def _question(one: _Open, item: Item | None, area: Area, change: float, space: SkillSpace) -> Question:
    nodes = [one.node, *(node for node in area.members if node != one.node)][:MAX_SKILLS_NAMED]
    change = round(change, 4)
    skills = tuple(space.id(node) for node in nodes)
    if item is not None:
        options = tuple(Option(level=None, text=text) for text in item.choices)
        return Question(
            kind="item",
            area=area.name,
            skills=(item.skill,),
            item=item.id,
            text=item.text,
            options=options,
            change=change,
        )
    others = tuple(space.label(node) for node in nodes[1:3])
    return Question(
        kind="self-assessment",
        area=area.name,
        skills=skills,
        item=None,
        text=question(space.label(one.node), space.kind_of(one.node), others),
        options=OPTIONS,
        change=change,
    )
