"""``goals``: texts as people write them against the occupations that a reader accepts for each."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from eval.core import intervals
from eval.core.report import Metrics, Report
from recommender.data.build.shared.sources import rows
from recommender.engine import Recommender
from recommender.errors import AmbiguousGoal, InputError

FOLDER: Final = Path("tests") / "golden" / "goals"
FILES: Final = ("written", "misspelt", "foreign", "ranked")
#: Titles that readers reviewed and that the product knows by heart.
REVIEWED: Final = Path("recommender") / "data" / "build" / "curation" / "everyday_titles.csv"
#: Choices of a question that are looked at.
OFFERED: Final = 3
ASK: Final = "ask"


@dataclass(frozen=True, slots=True)
class WrittenGoal:
    """A text with the occupations accepted for it.

    ``asks``: it settles none, and a question is right; ``accepted`` are then those of which one ought to be offered,
    empty where nothing is meant. ``too_high``: answers that would be a rank too high.
    """

    text: str
    kind: str
    accepted: frozenset[str]
    asks: bool
    too_high: frozenset[str]


@dataclass(frozen=True, slots=True)
class Understood:
    """What a system made of a text: occupations that it goes on with, or choices; ``probability`` of the first."""

    chosen: tuple[str, ...]
    offered: tuple[str, ...]
    probability: float | None

    @property
    def answered(self) -> bool:
        """Whether it went on without a question."""
        return bool(self.chosen)


def read(path: Path) -> list[WrittenGoal]:
    """The texts of one file; occupations are written ``esco:LABEL`` and ``onet:CODE``."""
    out = []
    for row in rows(path):
        named = row["right"].split("|")
        asks = named[0] in {ASK, "none"}
        accepted = [*named[1:], *row.get("choices", "").split("|")] if asks else named
        high = row.get("note", "").partition("too high:")[2]
        out.append(
            WrittenGoal(
                row["text"],
                row["kind"],
                frozenset(_plain(name) for name in accepted if name.strip()),
                asks,
                frozenset(_plain(name) for name in high.split("|") if name.strip()),
            )
        )
    return out


def _plain(name: str) -> str:
    source, _, rest = name.strip().partition(":")
    return f"{source}:{' '.join(rest.split())}"


def understand(engine: Recommender, text: str) -> Understood:
    """What the product makes of a text."""
    try:
        goal = engine.goal(text)
    except AmbiguousGoal as error:
        return Understood((), tuple(_named(choice.id, choice.label) for choice in error.choices), None)
    except InputError:
        return Understood((), (), None)
    chosen = tuple(_named(occupation.id, occupation.label) for occupation in goal.occupations)
    others = tuple(_named(occupation.id, occupation.label) for occupation in goal.alternatives)
    return Understood(chosen, chosen + others, goal.probability)


def _named(identifier: str, label: str) -> str:
    return identifier if identifier.startswith("onet:") else f"esco:{' '.join(label.split())}"


def measured(goals: Sequence[WrittenGoal], understood: Sequence[Understood]) -> Metrics:
    """Shares of the texts.

    ``at once``: answered without a question. ``right``: of those answered, whose main occupation is accepted.
    ``wrong and accepted``: of all, answered with another, or answered where nothing is settled. ``offered``: of those
    asked about that mean something, with a right one among the first three choices. ``right or offered``: of all.
    """
    values: dict[str, list[float]] = defaultdict(list)
    for goal, found in zip(goals, understood, strict=True):
        right = found.answered and not goal.asks and found.chosen[0] in goal.accepted
        offered = not goal.accepted.isdisjoint(found.offered[:OFFERED])
        values["at once"].append(found.answered)
        if found.answered:
            values["right"].append(right)
        elif goal.accepted:
            values["offered"].append(offered)
        values["wrong and accepted"].append(found.answered and not right)
        values["right or offered"].append(right or (not found.answered and (offered or not goal.accepted)))
        if goal.too_high:
            values["a rank too high"].append(bool(found.answered and found.chosen[0] in goal.too_high))
    return {name: intervals.mean(np.asarray(found, dtype=np.float64)) for name, found in values.items()}


def evaluate(folder: Path, say: Callable[[str], None] = lambda line: None) -> Report:
    """Every file of the folder, a row each, and each again without the texts that are reviewed titles word for word."""
    begun = time.monotonic()
    engine = Recommender.open()
    found: dict[str, Metrics] = {}
    counts: dict[str, int] = {}
    known = {row["title"].casefold() for row in rows(REVIEWED)}
    for name in FILES:
        goals = read(folder / f"{name}.csv")
        understood = [understand(engine, goal.text) for goal in goals]
        found[name], counts[name] = measured(goals, understood), len(goals)
        unseen = [n for n, goal in enumerate(goals) if goal.text.casefold() not in known]
        if len(unseen) < len(goals):
            one = f"{name}, no reviewed title"
            found[one] = measured([goals[n] for n in unseen], [understood[n] for n in unseen])
            counts[one] = len(unseen)
        for goal, made in zip(goals, understood, strict=True):
            say(f"{name}: {_verdict(goal, made)}: {goal.text!r} -> {made.chosen or ('?', *made.offered[:OFFERED])}")
    return Report.of_rows("goals", folder / "written.csv", found, counts, time.monotonic() - begun, intervals.SEED)


def _verdict(goal: WrittenGoal, made: Understood) -> str:
    if not made.answered:
        return "asked"
    return "right" if not goal.asks and made.chosen[0] in goal.accepted else "WRONG"
