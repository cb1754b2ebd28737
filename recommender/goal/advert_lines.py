"""What each line of a job advert is: something asked of the applicant, or the firm, its perks, the way to apply ...

A multinomial logistic regression over the encoder's vectors of a line, of the heading it stands under and of its
neighbours says what a line alone would be; the order in which adverts say things (a first-order chain, read with the
forward-backward algorithm: Rabiner, 1989) settles what it is here. Fitted by `recommender.data.build.fit_adverts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

import numpy as np

from recommender import artifacts
from recommender.arrays import Floats, Vectors
from recommender.artifacts import Artifact
from recommender.embed.encoder import Encoder
from recommender.errors import ModelError
from recommender.linking.segments import BREAK

#: What a line may be. ``must`` and ``nice`` are asked of the applicant; ``task`` is what the job does; ``denied`` is
#: said not to be asked; ``taught`` is learnt on the job.
LineKind = Literal[
    "must",
    "nice",
    "task",
    "denied",
    "taught",
    "company",
    "perk",
    "conditions",
    "process",
    "legal",
    "title",
    "heading",
    "other",
]
LINE_KINDS: Final[tuple[LineKind, ...]] = get_args(LineKind)
#: Lines from which requirements are read.
ASKED: Final = frozenset({"must", "nice", "task", "title"})
#: Chance of being asked below which a line is left alone, and from which it is believed; in between nobody can say.
MIN_UNSURE: Final = 0.4
MIN_ASKED: Final = 0.5
#: How much the neighbours of a line say of it, of 1. Chosen in folds over the adverts that the model is fitted on.
CHAIN: Final = 0.75
#: Lines from which an advert has sections that can be told apart; of a shorter one each line is read.
MIN_LINES: Final = 4
#: Scale of the vectors of the line, its heading, the line before and the one behind, beside signs of 0 and 1.
_SCALES: Final = (3.0, 3.0, 1.5, 1.5)
ARRAYS: Final = "lines.npz"
FORMAT: Final = 1
#: Lines of an advert that are read; what comes behind is of no advert.
MAX_LINES: Final = 400

_BULLET: Final = re.compile(r"^\s*(?:[-*•▪●◦‣–—+>#✓✔·]+|\d{1,2}[.)]|[a-z]\))\s+")
#: A heading has at most so many words.
_HEADING_WORDS: Final = 7
NICE: Final = re.compile(
    r"\b(?:nice|good|great)[- ]to[- ]have|\b(?:is|are|be|as)\s+an?\s+(?:\w+\s+)?(?:plus|bonus|advantage|asset)\b|"
    r"\ba plus\b|\bbonus(?: points)?\b|\bpluses\b|\bdesirable\b|\bdesired\b|\bpreferred\b|\bpreferabl[ey]\b|"
    r"\badvantageous\b|\bideally\b|\boptional\b|\bbeneficial\b|\b(?:is|are) welcome\b|\bnot required\b|"
    r"\bwould (?:be|help)\b",
    re.IGNORECASE,
)
MUST: Final = re.compile(
    r"\bmust\b|\brequired\b|\bessential\b|\bmandatory\b|\bminimum\b|\bat least\b|\bneed(?:ed|s)? to\b", re.IGNORECASE
)
#: Ways of speaking that tell kinds apart, beside the vectors: a flag each. What is denied, the firm, the applicant, a
#: question, pay and leave, and what one brings along.
_DENIED: Final = (
    r"\bnot (?:required|needed|necessary|essential|expected)\b|"
    r"\bno\b.{0,40}\b(?:required|needed|necessary|experience)|"
    r"\b(?:don|doesn|needn|isn|aren|won)['\u2019]t\b|\b(?:do|does|need|is|are|will) not\b|"
    r"\bn(?:ever|obody)\b|\bwithout\b"
)
_BROUGHT: Final = (
    r"\b(?:experience|knowledge|ability|able|skills?|understanding|qualif|degree|certificate|licen[cs]e|fluent|"
    r"confident|comfortable|good|strong)"
)
_SIGNS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        _DENIED,
        r"\b(?:we|our|us)\b",
        r"\byou(?:r|'ve|\u2019ve)?\b",
        r"\?$",
        r"[£$€]|\bper (?:hour|week|annum)\b|\bdays\b",
        _BROUGHT,
    )
)


@dataclass(frozen=True, slots=True)
class AdvertLine:
    """``text[start:end]`` of an advert. ``asked``: chance, in [0, 1], that it asks something of the applicant."""

    start: int
    end: int
    kind: LineKind
    asked: float

    @property
    def unsure(self) -> bool:
        """Whether nobody can say if it asks anything: it is then read as nice to have."""
        return MIN_UNSURE <= self.asked < MIN_ASKED


def spans_of(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each line of an advert; a line of several sentences is cut into them."""
    position = 0
    for match in [*BREAK.finditer(text), None]:
        end = match.start() if match else len(text)
        if text[position:end].strip():
            yield position, end
        position = match.end() if match else end


def features(lines: Sequence[str], encoder: Encoder) -> Floats:
    """What the model sees of the lines of one advert: shape ``(lines, 4 * dimension + signs)``."""
    plain = [_BULLET.sub("", line).strip() for line in lines]
    vectors: Vectors = np.asarray(encoder.encode(plain), dtype=np.float32)
    none = np.zeros((1, vectors.shape[1]), dtype=np.float32)
    headed = _headings(lines)
    above = np.concatenate([vectors, none])[[len(lines) if n is None else n for n in headed]]
    before, behind = np.concatenate([none, vectors[:-1]]), np.concatenate([vectors[1:], none])
    parts = [scale * part for scale, part in zip(_SCALES, (vectors, above, before, behind), strict=True)]
    signs = [_signs(n, line, headed[n], lines) for n, line in enumerate(lines)]
    return np.concatenate([*parts, np.asarray(signs, dtype=np.float64)], axis=1)


def _headings(lines: Sequence[str]) -> list[int | None]:
    """The number of the heading that each line stands under; the first line is the title."""
    out: list[int | None] = []
    current: int | None = None
    for number, line in enumerate(lines):
        out.append(current)
        if number and _is_heading(line):
            current = number
    return out


def _is_heading(line: str) -> bool:
    stripped = line.strip()
    return (
        _BULLET.match(line) is None and len(stripped.split()) <= _HEADING_WORDS and stripped[-1:] not in tuple(".!;,")
    )


def _signs(number: int, line: str, headed: int | None, lines: Sequence[str]) -> list[float]:
    plain = _BULLET.sub("", line).strip()
    heading = "" if headed is None else lines[headed]
    return [
        bool(NICE.search(plain)),
        bool(MUST.search(plain)),
        *(bool(sign.search(plain)) for sign in _SIGNS),
        _BULLET.match(line) is not None,
        len(plain.split()) / 20,
        _is_heading(line),
        number == 0,
        number / 10,
        headed is None,
        bool(NICE.search(heading)),
        bool(MUST.search(heading)),
        0 if headed is None else min(10, number - headed),
    ]


def settled(alone: Floats, follows: Floats) -> Floats:
    """Chances of each kind of each line, given all lines: forward-backward. Both are scaled as they go.

    ``alone``: chances from each line itself, shape ``(lines, kinds)``. ``follows``: how much likelier a kind is behind
    another than anywhere, shape ``(kinds, kinds)``.
    """
    step = follows**CHAIN
    forward, backward = np.ones_like(alone), np.ones_like(alone)
    forward[0] = alone[0]
    for n in range(1, len(alone)):
        forward[n] = forward[n - 1] @ step * alone[n]
        forward[n] /= forward[n].sum()
    for n in range(len(alone) - 2, -1, -1):
        backward[n] = step @ (backward[n + 1] * alone[n + 1])
        backward[n] /= backward[n].sum()
    both = forward * backward
    return np.asarray(both / both.sum(axis=1, keepdims=True))


@dataclass(frozen=True, slots=True)
class LineModel:
    """``weights``: shape ``(kinds, features + 1)``, the intercept last; ``follows``: shape ``(kinds, kinds)``."""

    weights: Floats
    follows: Floats

    @classmethod
    def read(cls, folder: Path, encoder: str) -> LineModel:
        """From ``models/advert/ENCODER``; `ModelError` where a file is missing or damaged, or of another encoder."""
        found = Artifact.read(folder, "models/advert", kind=FORMAT)
        if found.manifest.get("encoder") != encoder:
            msg = f"models/advert was fitted for {found.manifest.get('encoder')}, not for {encoder}"
            raise ModelError(msg)
        try:
            with np.load(found.file(ARRAYS), allow_pickle=False) as stored:
                return cls(stored["weights"].astype(np.float64), stored["follows"].astype(np.float64))
        except (OSError, ValueError, KeyError) as error:
            raise found.malformed(error) from error

    def chances(self, seen: Floats) -> Floats:
        """Chance of each of `LINE_KINDS` for each line of an advert, from its `features`."""
        logits = seen @ self.weights[:, :-1].T + self.weights[:, -1]
        alone = np.exp(logits - logits.max(axis=1, keepdims=True))
        return settled(alone / alone.sum(axis=1, keepdims=True), self.follows)


@dataclass(frozen=True)
class AdvertReader:
    """Reads adverts with one encoder and the model that was fitted for it."""

    encoder: Encoder
    model: LineModel | None

    @classmethod
    def open(cls, encoder: Encoder) -> AdvertReader:
        """With the model that ships for a packaged encoder; for another there is none."""
        folder = artifacts.model("advert") / encoder.name
        return cls(encoder, LineModel.read(folder, encoder.name) if folder.is_dir() else None)

    def lines(self, text: str) -> list[AdvertLine]:
        """The first `MAX_LINES` lines of an advert, in order; none for an empty text.

        Of very few lines, or without a model, nobody can tell them apart: each is taken to ask something.
        """
        spans = list(spans_of(text))[:MAX_LINES]
        if len(spans) < MIN_LINES or self.model is None:
            return [AdvertLine(start, end, "must", 1.0) for start, end in spans]
        chances = self.model.chances(features([text[start:end] for start, end in spans], self.encoder))
        heading, asked = LINE_KINDS.index("heading"), [kind in ASKED for kind in LINE_KINDS]
        out = []
        for (start, end), chance in zip(spans, np.round(chances, 4), strict=True):
            kind = LINE_KINDS[int(chance.argmax())]
            # A heading asks nothing itself; what may be one is judged by what else it may be.
            share = 0.0 if kind == "heading" else float(chance[asked].sum() / max(1e-4, 1 - chance[heading]))
            out.append(AdvertLine(start, end, kind, round(share, 4)))
        return out
