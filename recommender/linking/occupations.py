"""A goal's title to occupations: candidates of both taxonomies scored together, with the probability of being right."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from recommender.arrays import Floats, Vectors
from recommender.artifacts import Artifact
from recommender.embed.encoder import Encoder
from recommender.errors import AmbiguousGoal, Choice
from recommender.linking.title_text import TitleReader, TitleText, rank_of, without_entry, without_rank
from recommender.taxonomy.occupations import MAIN, REVIEWED, Occupations
from recommender.text import fold

MAX_CHOICES: Final = 8
#: Choices that a question offers.
OFFERED: Final = 3
#: From this confidence on an ESCO and an O*NET occupation stand for one goal.
MIN_PAIR_CONFIDENCE: Final = 0.35
#: Of a title that was reviewed: how probable it is that it means its occupation, and what is added to its logit.
REVIEWED_PROBABILITY: Final = 0.95
REVIEWED_LOGIT: Final = 20.0
#: Ranks above what was asked from which an occupation is never meant, and what is taken from its logit.
TOO_HIGH: Final = 2
TOO_HIGH_LOGIT: Final = 10.0
#: Occupations whose probability is looked at when choices are joined.
CANDIDATES: Final = 32
#: Words from which a text tells of the work rather than names it.
MIN_TOLD_WORDS: Final = 5
#: What speaks for an occupation, in the order of the model's weights: words in common with its most similar title,
#: cosine to the main title, to the mean of the others and to the mean of what is done there, the last again where the
#: text tells of the work, whether the text is its main or another title, the share of what was typed that was looked
#: at, ranks that it stands above or below what was asked, whether it is of O*NET, and whether a part of the text was
#: looked at.
EVIDENCE: Final = (
    "words", "main", "others", "work", "work told", "is main title", "is other title", "share of text", "ranks above",
    "ranks below", "onet", "part",
)  # fmt: skip
#: What speaks for the first choice being right: its share of the probability and its lead over the next, what speaks
#: for it, how much was mended, what is known nowhere, how much was typed.
CERTAINTY: Final = (
    "share", "lead", "words", "main", "others", "work", "is main title", "is other title", "share of text", "mended",
    "unknown", "part", "length", "ranks above",
)  # fmt: skip
_WORDS, _MAIN, _OTHERS, _WORK, _TOLD, _IS_MAIN, _IS_OTHER, _SHARE, _ABOVE, _BELOW, _ONET, _PART = range(len(EVIDENCE))


@dataclass(frozen=True, slots=True)
class OccupationModel:
    """How evidence for an occupation is weighed: a conditional logit (McFadden, 1974), fitted beforehand.

    ``weights``: of `EVIDENCE`. ``certainty``: weights of `CERTAINTY` in a logistic regression, ``centre`` and
    ``scale`` of each, and ``intercept``. ``threshold``: the probability of being right from which a goal is not asked
    about.
    """

    weights: Floats
    certainty: Floats
    centre: Floats
    scale: Floats
    intercept: float
    threshold: float

    @classmethod
    def read(cls, folder: Path) -> OccupationModel:
        """From ``manifest.json`` of ``models/goal``; `ModelError` where it is missing or malformed."""
        found = Artifact.read(folder, "models/goal")
        try:
            model, sure = found.manifest["model"], found.manifest["certainty"]
            return cls(
                _ordered(model, EVIDENCE),
                _ordered(sure["weights"], CERTAINTY),
                _ordered(sure["centre"], CERTAINTY),
                _ordered(sure["scale"], CERTAINTY),
                float(sure["intercept"]),
                float(sure["threshold"]),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise found.malformed(error) from error

    def probability(self, certainty: Floats) -> float:
        """How probable it is that the first choice is right."""
        logit = self.intercept + float((certainty - self.centre) / self.scale @ self.certainty)
        return 1 / (1 + math.exp(-logit))


def _ordered(values: Mapping[str, Any], names: Sequence[str]) -> Floats:
    return np.asarray([float(values[name]) for name in names])


@dataclass(frozen=True, slots=True)
class OccupationChoice:
    """An occupation of each taxonomy that together stand for a goal (either may be missing).

    ``probability``: that it is right, for the first of several; for the others their share of the rest. ``share``: of
    the probability over all occupations.
    """

    esco: int | None
    onet: int | None
    probability: float
    share: float

    @property
    def main(self) -> int:
        """The occupation whose title names the goal: ESCO's where there is one."""
        return self.esco if self.esco is not None else self.onet  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class _Scored:
    """A text against all occupations: logits, shape ``(occupations,)``, and the variant that speaks for each."""

    title: TitleText
    evidence: Floats
    logits: Floats
    variant: npt.NDArray[np.int64]


class OccupationMatcher:
    """Resolves titles and identifiers.

    ``vectors`` has shape ``(3, occupations, dimension)``: of each main title, the mean of the other titles, and the
    mean of what is done there.
    """

    def __init__(self, occupations: Occupations, encoder: Encoder, vectors: Vectors, model: OccupationModel) -> None:
        self._occupations = occupations
        self._encoder = encoder
        self._vectors = vectors
        self._model = model
        self._reader = TitleReader(occupations)

    @cached_property
    def _ranks(self) -> Floats:
        """`rank_of` every occupation."""
        count = len(self._occupations)
        return np.asarray([rank_of(self._occupations.label(n)) for n in range(count)], dtype=np.float64)

    def resolve(self, goal: str) -> list[OccupationChoice]:
        """Choices for a title or identifier, most probable first.

        `AmbiguousGoal` with the choices where it is not sure enough which is meant. The message does not quote the
        goal.
        """
        number = self._occupations.number(goal)
        if number is not None:
            return [self._paired(number, 1.0, 1.0, self._best_partner(number, {}))]
        if not any(char.isalpha() for char in goal):
            msg = "this is no identifier of an occupation that is known here; write the job's title in words"
            raise AmbiguousGoal(msg)
        scored = self._scored(goal)
        choices = self._choices(scored)
        told = scored.title.foreign or scored.title.field
        if told or choices[0].probability < self._model.threshold:
            raise AmbiguousGoal(self._question(scored.title, choices), self.named(choices[:OFFERED]))
        return choices

    def candidates(self, title: str) -> list[OccupationChoice]:
        """The nearest occupations to a title, however far they are."""
        return self._choices(self._scored(title))

    def texts(self, goal: str) -> list[str]:
        """A goal as the title that it may be: spelt right, without noise, then also without words of rank or beginning.

        A part of what was typed is left out: a headline's title is none, a company's name after it is.
        """
        whole = [variant.text for variant in self._reader.read(goal).variants if not variant.part]
        plain = [without_rank(text) for text in whole]
        return list(dict.fromkeys([*whole, *plain, *map(without_entry, plain)]))

    def scores(self, titles: Sequence[str]) -> npt.NDArray[np.float64]:
        """The logit of each occupation for each title: shape ``(titles, occupations)``."""
        return np.stack([self._scored(title).logits for title in titles])

    def evidence(self, title: str) -> Floats:
        """What speaks for each occupation: shape ``(variants, occupations, len(EVIDENCE))``."""
        return self._scored(title).evidence

    def certainty(self, title: str) -> tuple[Floats, list[OccupationChoice]]:
        """What speaks for the first choice, by `CERTAINTY`, and the choices."""
        scored = self._scored(title)
        choices = self._choices(scored)
        return self._certainty(scored, choices), choices

    def is_reviewed(self, title: str) -> bool:
        """Whether a text is a main title, or holds a title whose occupation was reviewed."""
        return self._reviewed(self._reader.read(title)) is not None

    def near(self, vector: npt.NDArray[np.float32], limit: int = 5) -> list[OccupationChoice]:
        """Occupations whose main title is nearest to a vector, shape ``(1, dimension)``: for learners with no goal."""
        cosine = np.round(self._vectors[0] @ vector[0], 4).astype(np.float64)
        joined = self._joined(cosine * self._model.weights[_MAIN : _OTHERS + 1].sum())[:limit]
        return [self._paired(number, share, share, partner) for share, number, partner in joined]

    def named(self, choices: list[OccupationChoice]) -> list[Choice]:
        """Choices with identifiers and labels, to show to somebody."""
        return [
            Choice(self._occupations.id(c.main), self._occupations.label(c.main), round(c.probability, 4))
            for c in choices
        ]

    def _question(self, title: TitleText, choices: list[OccupationChoice]) -> str:
        begin = "I could not tell which job you mean"
        if title.foreign:
            begin = "this does not look like an English title, and others are not read yet"
        listed = ", ".join(f"{n} {choice.label}" for n, choice in enumerate(self.named(choices[:OFFERED]), start=1))
        return f"{begin}. Is it {listed}? Or describe the job in other words"

    def _scored(self, text: str) -> _Scored:
        title = self._reader.read(text)
        occupations = self._occupations
        texts = [without_rank(variant.text) for variant in title.variants]
        vectors = self._encoder.encode(texts)
        found = np.zeros((len(texts), len(occupations), len(EVIDENCE)))
        for number, (variant, plain) in enumerate(zip(title.variants, texts, strict=True)):
            here = found[number]
            here[:, _WORDS] = occupations.title_similarity(plain)
            for view, column in zip(self._vectors, (_MAIN, _OTHERS, _WORK), strict=True):
                here[:, column] = np.maximum(np.round(view @ vectors[number], 4), 0.0)
            here[:, _TOLD] = here[:, _WORK] * (len(plain.split()) >= MIN_TOLD_WORDS)
            for key in {fold(plain), fold(variant.text)}:
                for occupation, kind in occupations.titled(key):
                    here[occupation, _IS_MAIN if kind == MAIN else _IS_OTHER] = 1.0
            here[:, _SHARE] = min(1.0, len(variant.text.split()) / max(1, len(title.variants[0].text.split())))
            here[:, _PART] = variant.part
        found[:, :, _ABOVE] = np.maximum(self._ranks - title.rank, 0)
        found[:, :, _BELOW] = np.maximum(title.rank - self._ranks, 0)
        found[:, :, _ONET] = occupations.is_onet
        logits = found @ self._model.weights - TOO_HIGH_LOGIT * (found[:, :, _ABOVE] >= TOO_HIGH)
        return _Scored(title, found, logits.max(axis=0), logits.argmax(axis=0))

    def _choices(self, scored: _Scored) -> list[OccupationChoice]:
        """Joined candidates, the first with the probability that it is right."""
        reviewed = self._reviewed(scored.title)
        joined = self._joined(scored.logits if reviewed is None else scored.logits + reviewed)
        plain = [self._paired(number, share, share, partner) for share, number, partner in joined]
        sure = self._model.probability(self._certainty(scored, plain)) if reviewed is None else REVIEWED_PROBABILITY
        rest = sum(choice.share for choice in plain[1:]) or 1.0
        left = [round((1 - sure) * choice.share / rest, 4) for choice in plain[1:]]
        return [
            OccupationChoice(choice.esco, choice.onet, probability, choice.share)
            for choice, probability in zip(plain, [round(sure, 4), *left], strict=True)
        ]

    def _reviewed(self, title: TitleText) -> Floats | None:
        """What raises the occupations whose reviewed title the text is, or a part of it; ``None`` where it is none.

        A text that is word for word the main title of an occupation means it, too.
        """
        for variant in title.variants:
            kinds = {REVIEWED} if variant.part or variant.mended else {REVIEWED, MAIN}
            for text in dict.fromkeys((variant.text, without_rank(variant.text))):
                found = [n for n, kind in self._occupations.titled(fold(text)) if kind in kinds]
                if found:
                    raised = np.zeros(len(self._occupations))
                    raised[found] = REVIEWED_LOGIT
                    return raised
        return None

    def _certainty(self, scored: _Scored, choices: list[OccupationChoice]) -> Floats:
        best = choices[0]
        number = max((n for n in (best.esco, best.onet) if n is not None), key=lambda n: (scored.logits[n], -n))
        place = int(scored.variant[number])
        evidence, variant = scored.evidence[place, number], scored.title.variants[place]
        lead = best.share - (choices[1].share if len(choices) > 1 else 0.0)
        return np.asarray(
            [
                best.share,
                lead,
                evidence[_WORDS],
                evidence[_MAIN],
                evidence[_OTHERS],
                evidence[_WORK],
                evidence[_IS_MAIN],
                evidence[_IS_OTHER],
                evidence[_SHARE],
                variant.mended,
                variant.unknown,
                float(variant.part),
                math.log1p(len(scored.title.variants[0].text.split())),
                evidence[_ABOVE],
            ]
        )

    def _joined(self, logits: Floats) -> list[tuple[float, int, int | None]]:
        """(share, occupation, partner): ESCO and O*NET candidates that stand for the same work are one choice.

        Two sources that agree are worth more than either alone, as far as they are the same work. Each occupation
        stands in at most one choice.
        """
        chances = np.exp(logits - logits.max())
        chances /= chances.sum()
        order = np.lexsort((np.arange(len(chances)), -chances))[:CANDIDATES]
        share = {int(number): float(chances[number]) for number in order}
        pairs: list[tuple[float, int, int | None]] = []
        for number, own in share.items():
            partner = self._best_partner(number, share)
            more = 0.0 if partner is None else self._confidence(number, partner) * share.get(partner, 0.0)
            pairs.append((own + more, number, partner))
        pairs.sort(key=lambda pair: (-pair[0], pair[1]))
        used: set[int | None] = set()
        kept: list[tuple[float, int, int | None]] = []
        for strength, number, partner in pairs:
            if number in used:
                continue
            other = None if partner in used else partner
            used.update({number, other} - {None})
            kept.append((strength, number, other))
        return kept[:MAX_CHOICES]

    def _best_partner(self, number: int, share: Mapping[int, float]) -> int | None:
        span = self._occupations.pairs.span(number)
        found = [
            (float(confidence) * (0.5 + share.get(int(other), 0.0)), int(other))
            for other, confidence in zip(
                self._occupations.pairs.columns[span], self._occupations.pairs.values["confidence"][span], strict=True
            )
            if confidence >= MIN_PAIR_CONFIDENCE
        ]
        return max(found, key=lambda pair: (pair[0], -pair[1]))[1] if found else None

    def _confidence(self, number: int, partner: int) -> float:
        span = self._occupations.pairs.span(number)
        where = np.flatnonzero(self._occupations.pairs.columns[span] == partner)
        return float(self._occupations.pairs.values["confidence"][span][where[0]]) if len(where) else 0.0

    def _paired(self, number: int, probability: float, share: float, partner: int | None) -> OccupationChoice:
        onet = bool(self._occupations.is_onet[number])
        esco_number, onet_number = (partner, number) if onet else (number, partner)
        return OccupationChoice(esco_number, onet_number, round(probability, 4), round(share, 4))
