"""A goal's title to occupations: candidates of both taxonomies scored together, with a probability."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from recommender.arrays import Vectors
from recommender.artifacts import Artifact
from recommender.embed.encoder import Encoder
from recommender.errors import AmbiguousGoal, Choice
from recommender.taxonomy.occupations import Occupations

MAX_CHOICES: Final = 8
#: Below this score nothing fits (ninety-nine in a hundred of our own vacancy titles are above it); below this
#: probability too much does.
MIN_SCORE: Final = 0.55
MIN_PROBABILITY: Final = 0.2
#: From this confidence on an ESCO and an O*NET occupation stand for one goal.
MIN_PAIR_CONFIDENCE: Final = 0.35
_NOISE: Final = re.compile(
    r"\([^)]*\)|\[[^\]]*\]|\b(?:sr|senior|jr|junior|entry[- ]level|remote|hybrid|onsite|full[- ]time|part[- ]time|"
    r"(?:i{1,3}|iv)\b(?=\W*$)|m/?f/?d|m/w/d)\b\.?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class OccupationModel:
    """How a title's likeness to an occupation is weighed: a conditional logit (McFadden, 1974), fitted beforehand.

    ``words``: weight of the words in common with the most similar title; ``main``: of the cosine to the main title;
    ``others``: of that to the mean of the other titles; they add up to 1. Scores that are ``temperature`` apart differ
    by a factor e in probability.
    """

    words: float
    main: float
    others: float
    temperature: float

    @classmethod
    def read(cls, folder: Path) -> OccupationModel:
        """From ``manifest.json`` of ``models/goal``; `ModelError` where it is missing or malformed."""
        found = Artifact.read(folder, "models/goal")
        try:
            model = found.manifest["model"]
            return cls(*(float(model[name]) for name in ("words", "main", "others", "temperature")))
        except (ValueError, KeyError, TypeError) as error:
            raise found.malformed(error) from error


@dataclass(frozen=True, slots=True)
class OccupationChoice:
    """An occupation of each taxonomy that together stand for a goal (either may be missing)."""

    esco: int | None
    onet: int | None
    probability: float
    score: float

    @property
    def main(self) -> int:
        """The occupation whose title names the goal: ESCO's where there is one."""
        return self.esco if self.esco is not None else self.onet  # type: ignore[return-value]


class OccupationMatcher:
    """Resolves titles and identifiers.

    ``vectors`` has shape ``(2, occupations, dimension)``: of each main title, and the mean of the other titles.
    """

    def __init__(self, occupations: Occupations, encoder: Encoder, vectors: Vectors, model: OccupationModel) -> None:
        self._occupations = occupations
        self._encoder = encoder
        self._vectors = vectors
        self._model = model

    def resolve(self, goal: str) -> list[OccupationChoice]:
        """Choices for a title or identifier, most probable first; their probabilities sum to at most 1.

        `AmbiguousGoal` with the choices where none fits well enough to go on. The message does not quote the goal.
        """
        number = self._occupations.number(goal)
        if number is not None:
            return [self._paired(number, 1.0, self._onto(number))]
        choices = self.candidates(goal)
        if not choices or choices[0].score < MIN_SCORE:
            msg = "no occupation fits the goal; choose one of these or give an ESCO or O*NET identifier"
            raise AmbiguousGoal(msg, self.named(choices[:5]))
        if choices[0].probability < MIN_PROBABILITY:
            msg = "the goal fits several occupations about equally; choose one"
            raise AmbiguousGoal(msg, self.named(choices[:5]))
        return choices

    def candidates(self, title: str) -> list[OccupationChoice]:
        """The nearest occupations to a title, however far they are."""
        scores = self.scores([title])[0]
        best = np.argsort(-scores, kind="stable")[: 4 * MAX_CHOICES]
        return self._choices({int(n): float(scores[n]) for n in best})

    def scores(self, titles: Sequence[str]) -> npt.NDArray[np.float64]:
        """How like each occupation is to each title: shape ``(titles, occupations)``, in [0, 1]."""
        cleaned = [plain(title) for title in titles]
        vectors = self._encoder.encode(cleaned)
        main, others = (np.maximum(np.round(vectors @ view.T, 4), 0.0) for view in self._vectors)
        model = self._model
        words = np.stack([self._occupations.title_similarity(title) for title in cleaned])
        return np.asarray(model.words * words + model.main * main + model.others * others, dtype=np.float64)

    def near(self, vector: npt.NDArray[np.float32], limit: int = 5) -> list[OccupationChoice]:
        """Occupations whose main title is nearest to a vector, shape ``(1, dimension)``: for learners with no goal."""
        cosine = np.round(self._vectors[0] @ vector[0], 4)
        best = np.argsort(-cosine, kind="stable")[: 4 * limit]
        return self._choices({int(n): float(cosine[n]) for n in best})[:limit]

    def named(self, choices: list[OccupationChoice]) -> list[Choice]:
        """Choices with identifiers and labels, to show to somebody."""
        return [
            Choice(self._occupations.id(c.main), self._occupations.label(c.main), round(c.probability, 4))
            for c in choices
        ]

    def _choices(self, scores: dict[int, float]) -> list[OccupationChoice]:
        """Join ESCO and O*NET candidates that stand for the same work; each occupation leads at most one choice."""
        pairs: list[tuple[float, int, int | None]] = []
        for number in sorted(scores, key=lambda n: (-scores[n], n))[: 2 * MAX_CHOICES]:
            partner = self._best_partner(number, scores)
            strength = scores[number]
            if partner is not None:
                # Two sources that agree are worth more than either alone, as far as they are the same work.
                strength = 1 - (1 - strength) * (1 - 0.5 * self._confidence(number, partner) * scores.get(partner, 0.0))
            pairs.append((strength, number, partner))
        pairs.sort(key=lambda pair: (-pair[0], pair[1]))
        used: set[int] = set()
        kept: list[tuple[float, int, int | None]] = []
        for strength, number, partner in pairs:
            if number in used or (partner is not None and partner in used):
                continue
            used.add(number)
            if partner is not None:
                used.add(partner)
            kept.append((strength, number, partner))
        kept = kept[:MAX_CHOICES]
        if not kept:
            return []
        weights = np.exp((np.asarray([pair[0] for pair in kept]) - kept[0][0]) / self._model.temperature)
        shares = weights / weights.sum()
        return [
            self._paired(number, float(share), partner, strength)
            for (strength, number, partner), share in zip(kept, shares, strict=True)
        ]

    def _best_partner(self, number: int, scores: dict[int, float]) -> int | None:
        span = self._occupations.pairs.span(number)
        found = [
            (float(c) * (0.5 + scores.get(int(n), 0.0)), int(n))
            for n, c in zip(
                self._occupations.pairs.columns[span], self._occupations.pairs.values["confidence"][span], strict=True
            )
            if c >= MIN_PAIR_CONFIDENCE
        ]
        return max(found, key=lambda pair: (pair[0], -pair[1]))[1] if found else None

    def _onto(self, number: int) -> int | None:
        return self._best_partner(number, {})

    def _confidence(self, number: int, partner: int) -> float:
        span = self._occupations.pairs.span(number)
        where = np.flatnonzero(self._occupations.pairs.columns[span] == partner)
        return float(self._occupations.pairs.values["confidence"][span][where[0]]) if len(where) else 0.0

    def _paired(self, number: int, probability: float, partner: int | None, score: float = 1.0) -> OccupationChoice:
        onet = bool(self._occupations.is_onet[number])
        esco_number, onet_number = (partner, number) if onet else (number, partner)
        return OccupationChoice(esco_number, onet_number, round(probability, 4), round(score, 4))


def plain(title: str) -> str:
    """A title without grade, contract and the like; as it is where nothing would be left."""
    return " ".join(_NOISE.sub(" ", title).split()) or title.strip()
