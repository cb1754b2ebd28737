"""Five described levels and the questions made from them. The words are ours.

They stand where the anchor sentences of the Australian Skills Classification's core competencies put the same kind of
work on their scale of ten: routine work under guidance about 2 to 3, ordinary work alone about 5, unusual problems and
helping others about 7 to 8, setting how it is done about 10.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from recommender.arrays import Floats
from recommender.learner.posterior import LEVELS as CELL_LEVELS
from recommender.records import Option

#: Level in [0, 1] and what somebody at it would say.
DESCRIBED: Final[tuple[tuple[float, str], ...]] = (
    (0.0, "I have not done or learnt this yet"),
    (0.25, "I manage simple, routine parts of it with guidance"),
    (0.5, "I do ordinary tasks of this kind on my own"),
    (0.75, "I solve unusual problems with it and help others"),
    (1.0, "Others turn to me to decide how it is done"),
)
OPTIONS: Final = tuple(Option(level=level, text=text) for level, text in DESCRIBED)
RATED: Final[Floats] = np.asarray([level for level, _ in DESCRIBED])
#: The described level nearest to the level of each cell: what a learner at that level is expected to answer.
NEAREST_DESCRIBED: Final = np.abs(CELL_LEVELS[:, None] - RATED[None, :]).argmin(axis=1)


def question(label: str, kind: str, others: tuple[str, ...] = ()) -> str:
    """The text of a self-assessment. ``kind`` is the node's; ``others`` serve as well as the skill that is named."""
    if kind == "skill":
        asked = f"How far do you get with this: {label}?"
    elif kind == "technology":
        asked = f"How well can you work with {label}?"
    else:
        asked = f"How well do you know and use {label}?"
    if others:
        asked += f" If you know {' or '.join(others)} better, answer for that instead."
    return asked
