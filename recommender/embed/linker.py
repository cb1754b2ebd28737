"""Text to skills: labels matched word for word, the rest by meaning with a calibrated probability, or nothing.

Names (technologies, acronyms, everyday words that are also products) are only ever matched as names; a vector search
is asked about the sentences in between, and its answer is believed as far as a logistic model over a few features
(`LinkModel`) was right on sentences it was fitted on.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

from recommender.embed.encoder import Encoder
from recommender.embed.index import VectorIndex
from recommender.embed.segment import Segment, segments
from recommender.errors import ModelError
from recommender.normalize import TOKEN, fold, stem, strip_qualifier, tokens
from recommender.taxonomy.space import LabelHit, SkillSpace

#: Longest label in words that is matched.
LONGEST_LABEL: Final = 9
NEIGHBOURS: Final = 5
#: A sentence is asked about by meaning from this many words on; fewer words hold a name, not a meaning.
LEAST_WORDS: Final = 3
LONGEST_ASKED: Final = 60
BELIEVED_BROADER: Final = 0.6
_CROSSED: Final = re.compile(r"[,;:\n•|()\[\]]")
#: "R and D", "C level", "C suite": letters that name no language.
_NOT_A_NAME: Final = re.compile(r"R\s*(?:and|&)\s*D\b|C[- ](?:level|suite)|[CR]\.|Go to\b|Go-to\b")
_CUES: Final = frozenset(
    (
        "programming program language developer development code coding software script scripting framework library "
        "database tool app application package cloud platform dashboard spreadsheet cms frontend backend devops"
    ).split()
)
_STOP: Final = frozenset(
    "a an and as at by for from in into is of on or other the their to use using with your".split()
)


@dataclass(frozen=True, slots=True)
class Link:
    """A skill found in a text. ``confidence`` in [0, 1]; ``start`` and ``end`` are offsets into the text given.

    ``method``: ``label`` (word for word), ``tag`` (a reviewed catalogue tag) or ``meaning`` (vector search).
    ``broader``: the text names something narrower than the node.
    """

    node: int
    confidence: float
    method: Literal["label", "tag", "meaning"]
    start: int
    end: int
    broader: bool = False


@dataclass(frozen=True, slots=True)
class LinkModel:
    """Logistic model over (cosine, label overlap, margin over the other neighbours), fitted by the data build."""

    weights: tuple[float, ...]
    bias: float
    threshold: float

    @classmethod
    def read(cls, folder: Path) -> LinkModel:
        """From ``manifest.json`` of ``models/linker``; `ModelError` where it is missing or malformed."""
        try:
            model = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["model"]
            return cls(tuple(map(float, model["weights"])), float(model["bias"]), float(model["threshold"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            msg = "models/linker/manifest.json is missing or malformed"
            raise ModelError(msg) from error

    def probability(self, features: Sequence[float]) -> float:
        """Calibrated probability in [0, 1] that the link is right."""
        score = self.bias + sum(w * x for w, x in zip(self.weights, features, strict=True))
        return 1 / (1 + math.exp(-score))


@dataclass(frozen=True, slots=True)
class _Doubtful:
    """A name that is also an everyday word. ``whole``: a list's entry is nothing else; ``first``: starts a sentence."""

    link: Link
    whole: bool
    first: bool


@dataclass(frozen=True, slots=True)
class _Matched:
    """Labels of one segment. ``sure``: one names a technology beyond doubt; ``cued``: words that speak of software."""

    links: list[Link]
    doubtful: list[_Doubtful]
    sure: bool
    cued: bool


@dataclass(frozen=True, slots=True)
class _Context:
    """What the lines of a text say of technology: numbers of lines that do, and whether any does."""

    sure: frozenset[int]
    cued: frozenset[int]
    doubts: Counter[int]

    @classmethod
    def of(cls, read: Iterable[tuple[Segment, _Matched]]) -> _Context:
        read = list(read)
        return cls(
            frozenset(segment.line for segment, matched in read if matched.sure),
            frozenset(segment.line for segment, matched in read if matched.cued),
            Counter(segment.line for segment, matched in read for _ in matched.doubtful),
        )

    def believes(self, segment: Segment, doubtful: _Doubtful, matched: _Matched) -> bool:
        """Whether an ambiguous name is meant as a name here."""
        company = segment.line in self.sure or self.doubts[segment.line] > 1
        if doubtful.whole:
            return company or bool(self.sure)
        return company or (matched.cued and not doubtful.first)


class Linker:
    """Links texts and tags to the nodes of one skill space. ``index`` holds the vectors of ``space.searchable``."""

    def __init__(self, space: SkillSpace, encoder: Encoder, index: VectorIndex, model: LinkModel) -> None:
        self._space = space
        self._encoder = encoder
        self._index = index
        self._model = model
        self._label_words: dict[int, frozenset[str]] = {}

    def link(self, text: str, *, by_meaning: bool = True) -> list[Link]:
        """The skills that ``text`` (a CV, an advert, a description) names, best first; empty where there are none.

        ``by_meaning=False`` matches labels only, for languages the encoder does not read.
        """
        read = [(segment, self._match(segment)) for segment in segments(text)]
        context = _Context.of(read)
        links: list[Link] = []
        asked: list[Segment] = []
        for segment, matched in read:
            believed = [*matched.links, *(d.link for d in matched.doubtful if context.believes(segment, d, matched))]
            links += believed
            if by_meaning and self._worth_asking(segment, believed):
                asked.append(segment)
        links += self._by_meaning(asked)
        return _best(links)

    def link_tag(self, tag: str) -> list[Link]:
        """The nodes that one tag or skill name means: reviewed tags first, then labels; empty where nothing fits."""
        for name in dict.fromkeys((tag, strip_qualifier(tag))):
            if reviewed := self._space.tag(name):
                return [self._reviewed(node, relation, len(tag)) for node, relation in reviewed]
            if hits := self._space.hits(fold(name)):
                believed = hits[0].trust / math.sqrt(len(hits))
                return [Link(hits[0].node, round(believed, 4), "label", 0, len(tag))]
        return []

    def _reviewed(self, node: int, relation: str, length: int) -> Link:
        broader = relation == "broader"
        return Link(node, BELIEVED_BROADER if broader else 0.95, "tag", 0, length, broader)

    def _match(self, segment: Segment) -> _Matched:
        """Labels in a segment, longest first from left to right; an entry of a list is first tried as a whole."""
        if segment.item and (whole := self.link_tag(segment.text)):
            links = [replace(link, start=segment.start, end=segment.end) for link in whole]
            hits = self._space.hits(fold(segment.text))
            if whole[0].method == "label" and hits and hits[0].ambiguous:
                named = segment.text[0].isupper()
                alone = [_Doubtful(links[0], whole=True, first=False)] if named else []
                return _Matched([], alone, sure=False, cued=False)
            sure = any(self._space.is_technology[link.node] for link in links)
            return _Matched(links, [], sure=sure, cued=False)
        words = [(match.start(), match.end()) for match in TOKEN.finditer(segment.text)]
        stems = [stem(segment.text[a:b].casefold()) for a, b in words]
        out: list[Link] = []
        doubtful: list[_Doubtful] = []
        position = 0
        while position < len(words):
            found = self._longest(segment.text, words, stems, position)
            if found is None:
                position += 1
                continue
            hit, length, count = found
            start, end = words[position][0], words[position + length - 1][1]
            surface = segment.text[start:end]
            link = self._linked(hit, segment, start, end, hit.trust / math.sqrt(count))
            if hit.ambiguous:
                if surface[0].isupper() and not _NOT_A_NAME.match(segment.text, start):
                    doubtful.append(_Doubtful(link, whole=False, first=start == 0))
                else:
                    length = 1
            elif (hit.kind == "acronym" and not surface.isupper()) or (hit.kind == "alternative" and length == 1):
                # One everyday word is no answer where the label is only an alternative one.
                length = 1
            else:
                out.append(link)
            position += length
        sure = any(self._space.is_technology[link.node] for link in out)
        return _Matched(out, doubtful, sure=sure, cued=not _CUES.isdisjoint(stems))

    def _longest(
        self, text: str, words: list[tuple[int, int]], stems: list[str], position: int
    ) -> tuple[LabelHit, int, int] | None:
        """The longest label that starts at a word: (hit, words, number of classes that bear the label)."""
        last = position + 1
        while last < min(len(words), position + LONGEST_LABEL):
            if _CROSSED.search(text, words[last - 1][1], words[last][0]):
                break
            last += 1
        for end in range(last, position, -1):
            key = " ".join(stems[position:end])
            if hits := self._space.hits(key):
                return hits[0], end - position, len(hits)
        return None

    def _linked(self, hit: LabelHit, segment: Segment, start: int, end: int, confidence: float) -> Link:
        return Link(hit.node, round(confidence, 4), "label", segment.start + start, segment.start + end)

    @staticmethod
    def _worth_asking(segment: Segment, matched: list[Link]) -> bool:
        words = [word for word in tokens(segment.text) if word not in _STOP]
        covered = sum(
            len(segment.text[link.start - segment.start : link.end - segment.start].split()) for link in matched
        )
        return len(words) - covered >= LEAST_WORDS and len(words) <= LONGEST_ASKED

    def _by_meaning(self, asked: list[Segment]) -> list[Link]:
        if not asked:
            return []
        vectors = self._encoder.encode([segment.text for segment in asked])
        similarity, positions = self._index.search(vectors, 2 * NEIGHBOURS)
        out: list[Link] = []
        nodes = self._space.searchable
        for segment, cosines, near in zip(asked, similarity, positions, strict=True):
            words = frozenset(tokens(segment.text))
            rest = float(cosines.mean())
            for cosine, position in zip(cosines[:NEIGHBOURS], near[:NEIGHBOURS], strict=True):
                node = int(nodes[position])
                probability = self._model.probability(self.features(node, float(cosine), rest, words))
                if probability >= self._model.threshold:
                    canonical = int(self._space.canonical[node])
                    out.append(Link(canonical, round(probability, 4), "meaning", segment.start, segment.end))
        return out

    def features(self, node: int, cosine: float, rest: float, words: frozenset[str]) -> tuple[float, float, float]:
        """What `LinkModel` sees: cosine, share of the label's words in the text, margin over the mean neighbour."""
        label = self._label_words.get(node)
        if label is None:
            label = frozenset(word for word in tokens(self._space.label(node)) if word not in _STOP)
            self._label_words[node] = label
        overlap = len(label & words) / len(label) if label else 0.0
        return cosine, overlap, cosine - rest


def _best(links: Iterable[Link]) -> list[Link]:
    """One link a node, the most confident; best first, ties by node."""
    best: dict[int, Link] = {}
    for link in links:
        if link.node not in best or link.confidence > best[link.node].confidence:
            best[link.node] = link
    return sorted(best.values(), key=lambda link: (-link.confidence, link.node))
