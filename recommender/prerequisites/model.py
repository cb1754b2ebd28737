"""How probable it is that one credential is a prerequisite of another that does not say so.

A logistic model on what the two texts and the skills behind them say about an order (`FEATURES`): similarity in both
directions, how much of one's title stands in the other's text, words of beginning and continuation, numbered parts,
and ESCO's relation *essential for* between the skills taught. Relatedness alone says nothing about direction; the
asymmetric features do (reference distance: Liang, Wu, Huang and Giles, 2015). Weights ship in ``models/prerequisites``.
A suggestion is never a constraint of a plan unless the learner or the platform confirms it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from recommender.arrays import Floats
from recommender.artifacts import Artifact
from recommender.errors import ModelError
from recommender.text import stem

FEATURES: Final = (
    "cosine of titles",
    "cosine of texts",
    "title of the first in the text of the second",
    "title of the second in the text of the first",
    "words of the first's title in the second",
    "words of the second's title in the first",
    "first begins",
    "second begins",
    "first continues",
    "second continues",
    "numbered parts",
    "generality of the first",
    "generality of the second",
    "hub of the first",
    "hub of the second",
    "skills in common",
    "skills essential, forward",
    "skills essential, backward",
    "entry level of the second above the first's",
)
WORD: Final = re.compile(r"[^\W_]+")
BEGINS: Final = frozenset(
    "introduction introductory intro basics basic beginner beginners fundamentals fundamental foundations foundation "
    "principles essentials elementary first 101 started".split()
)
CONTINUES: Final = frozenset(
    "advanced intermediate ii iii iv capstone project projects seminar topics applied research thesis graduate master "
    "masters expert further continued special".split()
)
ORDINALS: Final = {"1": 1, "2": 2, "3": 3, "4": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4, "a": 1, "b": 2, "c": 3}
STOP: Final = frozenset("a an and as at by for from in into is its of on or the to with using part course".split())


@dataclass(frozen=True, slots=True)
class Course:
    """What is compared: a title, a text (or labels of skills where there is none), and the skills taught, as nodes.

    ``entry``: what it asks of the learner, in [0, 1]; ``None`` where unknown.
    """

    title: str
    text: str
    skills: frozenset[int] = frozenset()
    entry: float | None = None


class Courses:
    """Courses of one collection with their vectors, ``(courses, dimension)`` of unit length, for titles and texts.

    ``essential``: of a skill, those that ESCO calls essential for it.
    """

    def __init__(
        self,
        courses: Sequence[Course],
        titles: npt.NDArray[np.float32],
        texts: npt.NDArray[np.float32],
        essential: Mapping[int, frozenset[int]],
    ) -> None:
        self.courses = courses
        self._titles, self._texts = titles, texts
        self._essential = essential
        self._words = [_words(course.title) for course in courses]
        self._text_words = [_words(f"{course.title} {course.text}") for course in courses]
        self._raw = [[word.casefold() for word in WORD.findall(course.title)] for course in courses]
        count = Counter(word for words in self._text_words for word in words)
        total = len(courses)
        self._idf = {word: log((1 + total) / (1 + number)) for word, number in count.items()}
        usual = log(1 + total)
        self._general = np.asarray(
            [
                1 - float(np.mean([self._idf.get(w, usual) for w in words] or [usual])) / max(usual, 1e-9)
                for words in self._words
            ]
        )
        middle = texts.mean(axis=0) if total else np.zeros(texts.shape[1], np.float32)
        self._hub = np.asarray(texts @ middle, dtype=np.float64)
        self._needed = [frozenset(n for s in c.skills for n in essential.get(s, ())) - c.skills for c in courses]

    def features(self, first: Sequence[int], second: Sequence[int]) -> Floats:
        """Of each pair, ``first`` as the prerequisite of ``second``: shape ``(pairs, len(FEATURES))``."""
        before, after = np.asarray(first, dtype=np.int64), np.asarray(second, dtype=np.int64)
        titles, texts = self._titles, self._texts
        columns = [
            _dots(titles[before], titles[after]),
            _dots(texts[before], texts[after]),
            _dots(titles[before], texts[after]),
            _dots(titles[after], texts[before]),
            [self._covered(self._words[b], self._text_words[a]) for b, a in zip(first, second, strict=True)],
            [self._covered(self._words[a], self._text_words[b]) for b, a in zip(first, second, strict=True)],
            [self._marked(b, BEGINS) for b in first],
            [self._marked(a, BEGINS) for a in second],
            [self._marked(b, CONTINUES) for b in first],
            [self._marked(a, CONTINUES) for a in second],
            [numbered(self._raw[b], self._raw[a]) for b, a in zip(first, second, strict=True)],
            self._general[before],
            self._general[after],
            self._hub[before],
            self._hub[after],
            [_shared(self.courses[b].skills, self.courses[a].skills) for b, a in zip(first, second, strict=True)],
            [_reached(self.courses[b].skills, self._needed[a]) for b, a in zip(first, second, strict=True)],
            [_reached(self.courses[a].skills, self._needed[b]) for b, a in zip(first, second, strict=True)],
            [_above(self.courses[b].entry, self.courses[a].entry) for b, a in zip(first, second, strict=True)],
        ]
        return np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1)

    def _covered(self, words: frozenset[str], text: frozenset[str]) -> float:
        total = sum(self._idf.get(word, 0.0) for word in words)
        return sum(self._idf.get(word, 0.0) for word in words & text) / total if total > 0 else 0.0

    def _marked(self, number: int, marks: frozenset[str]) -> float:
        return float(not marks.isdisjoint(self._raw[number]))


@dataclass(frozen=True, slots=True)
class PrerequisiteModel:
    """Weights on standardised features; `read` checks them against the manifest."""

    mean: Floats
    scale: Floats
    weights: Floats
    bias: float

    @classmethod
    def read(cls, folder: Path) -> PrerequisiteModel:
        """Open ``models/prerequisites``; `ModelError` where it is missing or of other features."""
        found = Artifact.read(folder, "models/prerequisites")
        path = found.file("weights.json")
        try:
            stored = json.loads(path.read_bytes())
            if tuple(stored["features"]) != FEATURES:
                msg = "the model of prerequisites is of another version; train it again"
                raise ModelError(msg)
            mean, scale, weights = (np.asarray(stored[name]) for name in ("mean", "scale", "weights"))
            return cls(mean, scale, weights, float(stored["bias"]))
        except (ValueError, KeyError, TypeError) as error:
            raise found.malformed(error) from error

    def probability(self, features: Floats) -> Floats:
        """Of each pair, in [0, 1]."""
        logit = ((features - self.mean) / self.scale) @ self.weights + self.bias
        return np.asarray(1 / (1 + np.exp(-logit)))


def numbered(first: Sequence[str], second: Sequence[str]) -> float:
    """1 where two titles are parts of one series in this order, -1 in the other, 0 where they are none.

    ``Algorithms I`` and ``Algorithms II: Trees`` are: all words before the number are the same.
    """
    for position, (one, other) in enumerate(zip(first, second, strict=False)):
        if one != other:
            a, b = _ordinal(one), _ordinal(other)
            return float(np.sign(b - a)) if position and a is not None and b is not None else 0.0
    shorter = min(len(first), len(second))
    # "Mechanics", "Mechanics II": the part without a number is the first.
    if shorter > 0 and len(first) != len(second):
        further = (second if len(second) > len(first) else first)[shorter]
        if (_ordinal(further) or 0) > 1:
            return 1.0 if len(second) > len(first) else -1.0
    return 0.0


def _ordinal(word: str) -> int | None:
    """``2``, ``ii`` and ``b`` are 2; ``1b`` comes after ``1a``."""
    if len(word) == 2 and word[0].isdigit() and word[1] in "abc":
        return 10 * int(word[0]) + ORDINALS[word[1]]
    return ORDINALS.get(word)


def _words(text: str) -> frozenset[str]:
    return frozenset(stem(word.casefold()) for word in WORD.findall(text) if word.casefold() not in STOP)


def _dots(first: npt.NDArray[np.float32], second: npt.NDArray[np.float32]) -> Floats:
    return np.asarray(np.round(np.einsum("nd,nd->n", first, second).astype(np.float64), 4))


def _shared(first: frozenset[int], second: frozenset[int]) -> float:
    both = len(first | second)
    return len(first & second) / both if both else 0.0


def _above(first: float | None, second: float | None) -> float:
    return second - first if first is not None and second is not None else 0.0


def _reached(skills: frozenset[int], needed: frozenset[int]) -> float:
    """Share of what is needed beforehand that is taught."""
    return len(skills & needed) / len(needed) if needed else 0.0
