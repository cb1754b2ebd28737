"""Text to skills: labels matched word for word, the rest by meaning with a calibrated probability, or nothing.

Names (technologies, acronyms, everyday words that are also products) are only ever matched as names. What no label
explains is looked up by meaning, and an answer is believed as far as the re-ranker was right on texts that it was not
fitted on. A sentence that does not speak of a skill names none, whatever words stand in it.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from recommender.arrays import Floats, Vectors
from recommender.embed.encoder import Encoder, encoded_spans
from recommender.embed.skill_vectors import SkillVectors
from recommender.linking.assertion import ASSERTIONS, asserted, asserted_whole
from recommender.linking.candidates import MAX_LABEL_WORDS, Finder, ReadText, SkillCandidates
from recommender.linking.levels import latest_year, sentence_level, stated_level
from recommender.linking.reranker import Reranker
from recommender.linking.segments import LISTED, Segment, segments_of
from recommender.linking.spans import spans_of
from recommender.records import Assertion
from recommender.taxonomy.space import LabelHit, SkillSpace
from recommender.text import TOKEN, fold, stem, strip_qualifier

#: Longest text that is looked up by meaning, in words; of longer ones only labels are matched.
MAX_WORDS_BY_MEANING: Final = 200
#: Most skills that one sentence is linked to by meaning.
MAX_LINKS_BY_MEANING: Final = 5
#: Labels that are no names are not believed in a sentence of at least this many words that speaks of a skill with less
#: than this probability.
MIN_SPEAKS_OF_SKILL: Final = 0.15
SENTENCE_WORDS: Final = 8
#: Entries of a list in a text are names in company: they are believed sooner than a bare tag.
MIN_ITEM_PROBABILITY: Final = 0.4
#: Of several candidates only those at least this share as probable as the best are linked.
MIN_SHARE_OF_BEST: Final = 0.5
#: Heads of the re-ranker for bare names.
NAMES: Final = frozenset({"tag", "entry"})
BROADER_TAG_CONFIDENCE: Final = 0.6
_CROSSED: Final = re.compile(r"[,;:\n•|()\[\]]")
#: "R and D", "C level", "C suite": letters that name no language.
_NOT_A_NAME: Final = re.compile(r"R\s*(?:and|&)\s*D\b|C[- ](?:level|suite)|[CR]\.|Go to\b|Go-to\b")
#: Words beside a name that speak of it as of a skill: "Excel skills", "experience of Word", "proficient in Access".
_SPOKEN_BEFORE: Final = re.compile(
    r"(?:\b(?:(?:experience|knowledge|command|grasp|understanding|use)\s+(?:of|in|with)|"
    r"(?:proficient|skilled|fluent|competent|confident|good|trained)\s+(?:in|with|using|on|at)|using|"
    r"(?:written|built|coded|developed|programmed|scripts?|implemented|dashboards?|reports?|queries)\s+(?:in|with))\s+"
    r"(?:the\s+)?|\b(?:Microsoft|MS|Adobe|Apache|Google|Amazon|Oracle)\s+)$",
    re.IGNORECASE,
)
_SPOKEN_BEHIND: Final = re.compile(
    r"\s+(?:skills?|proficiency|knowledge|developers?|programmers?|programming|development|code|scripts?|scripting|macros?|"
    r"databases?|clusters?|containers?|dashboards?|spreadsheets?|reports?|queries|apps?|software|certified)\b",
    re.IGNORECASE,
)
#: What stands between two names that are named together.
_TOGETHER: Final = re.compile(
    r"\s*(?:[,/&+]|\band\b|\bor\b|,\s*and\b|\bplus\b|,?\s*(?:but\s+)?\bnot\b)\s*(?:Microsoft\s+|MS\s+)?", re.IGNORECASE
)
#: A capital word behind a name: "Jenkins Farm", "Notion Lounge", "Tableau Vivant".
_PROPER: Final = re.compile(r"[\s-]+[A-Z][a-z]+\b")
#: Lines that name technology beyond doubt, from which a CV is taken to be one of that trade.
MIN_TECHNICAL: Final = 3
_CUES: Final = frozenset(
    (
        "programming program language developer development code coding software script scripting framework library "
        "database tool app application package cloud platform dashboard spreadsheet cms frontend backend devops"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Link:
    """A skill found in a text. ``confidence`` in [0, 1]; ``start`` and ``end`` are offsets into the text given.

    ``method``: ``identifier``, ``label`` (word for word), ``tag`` (a reviewed catalogue tag) or ``meaning`` (vectors).
    ``broader``: the text names something narrower than the node. ``level``: the proficiency that the words around it
    state, in [0, 1], or ``None``. ``assertion``: what the text says of the skill.
    """

    node: int
    confidence: float
    method: Literal["identifier", "label", "tag", "meaning"]
    start: int
    end: int
    broader: bool = False
    level: float | None = None
    assertion: Assertion = "held"


@dataclass(frozen=True, slots=True)
class _Doubtful:
    """A name that is also an everyday word.

    ``whole``: a list's entry is nothing else; ``first``: it starts a sentence; ``spoken``: the words beside it speak of
    it as of a skill; ``together``: it is named in one breath with another product; ``proper``: it is part of a name;
    ``small``: it is written in small letters, as an everyday word is.
    """

    link: Link
    whole: bool
    first: bool
    spoken: bool = False
    together: bool = False
    proper: bool = False
    small: bool = False


@dataclass(frozen=True, slots=True)
class _Matched:
    """Labels of one segment. ``sure``: one names a technology beyond doubt; ``cued``: words that speak of software."""

    links: list[Link]
    doubtful: list[_Doubtful]
    sure: bool
    cued: bool


@dataclass(frozen=True, slots=True)
class _Context:
    """What the lines of a text say of technology: numbers of lines that do beyond doubt, and doubtful names of each."""

    sure: frozenset[int]
    doubts: Counter[int]

    @classmethod
    def of(cls, read: Iterable[tuple[Segment, _Matched]]) -> _Context:
        read = list(read)
        return cls(
            frozenset(segment.line for segment, matched in read if matched.sure),
            Counter(segment.line for segment, matched in read for _ in matched.doubtful),
        )

    def believes(self, segment: Segment, doubtful: _Doubtful, matched: _Matched) -> bool:
        """Whether an ambiguous name is meant as a name here."""
        if doubtful.whole:
            listed = segment.item and segment.section in LISTED
            return listed or segment.line in self.sure or self.doubts[segment.line] > 1 or bool(self.sure)
        if doubtful.together or doubtful.small:
            return doubtful.together
        if doubtful.spoken:
            return True
        told = matched.cued or len(self.sure) >= MIN_TECHNICAL
        return told and not doubtful.first and not doubtful.proper


class Linker:
    """Links texts and tags to the nodes of one skill space. ``vectors`` are those of ``space.searchable``."""

    def __init__(self, space: SkillSpace, encoder: Encoder, vectors: SkillVectors, model: Reranker) -> None:
        self._space = space
        self._encoder = encoder
        self._model = model
        self.vectors = vectors
        self.finder = Finder(space, vectors)

    def link(self, text: str, *, by_meaning: bool = True, of_person: bool = False) -> list[Link]:
        """The skills that ``text`` (a CV, an advert, a description) names, best first; empty where there are none.

        ``by_meaning=False`` matches labels only, for languages the encoder does not read. ``of_person``: somebody says
        it of themselves; how far a link is believed was calibrated on such lines.
        """
        read = self._together([(segment, self._match(segment)) for segment in segments_of(text)])
        context = _Context.of(read)
        believed = [
            [*matched.links, *(d.link for d in matched.doubtful if context.believes(segment, d, matched))]
            for segment, matched in read
        ]
        if not by_meaning:
            return self._told(text, read, believed)
        asked = [
            number
            for number, (segment, _) in enumerate(read)
            if not (segment.item and believed[number]) and len(segment.text.split()) <= MAX_WORDS_BY_MEANING
        ]
        heads = [
            ("entry" if of_person else "tag") if read[n][0].item else "line" if of_person else "sentence" for n in asked
        ]
        found = self._scored([read[number][0].text for number in asked], heads)
        for number, (speaks, candidates, probability) in zip(asked, found, strict=True):
            segment = read[number][0]
            if speaks < MIN_SPEAKS_OF_SKILL and len(segment.text.split()) >= SENTENCE_WORDS:
                believed[number] = [k for k in believed[number] if self._space.is_technology[k.node]]
            if of_person:
                least = self.threshold("entry" if segment.item else "line")
            else:
                least = MIN_ITEM_PROBABILITY if segment.item else self.threshold("sentence")
            known = [(link.start, link.end) for link in believed[number]]
            believed[number] += self._meant(segment, candidates, probability, least, known if of_person else ())
        return self._told(text, read, believed)

    @staticmethod
    def _told(text: str, read: Sequence[tuple[Segment, _Matched]], believed: Sequence[Sequence[Link]]) -> list[Link]:
        """Links with what the words around each say: the level, and whether the skill is held at all."""
        year = latest_year(text)
        spans: dict[int, list[tuple[int, int]]] = {}
        for (segment, _), links in zip(read, believed, strict=True):
            named = [
                (link.start - segment.begin, link.end - segment.begin) for link in links if link.method != "meaning"
            ]
            spans.setdefault(segment.line, []).extend(named)
        out = []
        for (segment, _), links in zip(read, believed, strict=True):
            by_label = {link.node for link in links if link.method != "meaning"}
            kept = [link for link in links if link.method != "meaning" or link.node not in by_label]
            out += [_told_of(link, segment, spans[segment.line], year) for link in kept]
        return _best(out)

    def scored(self, texts: Sequence[str], items: Sequence[bool]) -> list[tuple[float, SkillCandidates, Floats]]:
        """For each text: whether it speaks of a skill, its candidates, and the probability of each that it is right.

        ``items``: whether each is a bare name (a tag, an entry of a list) rather than a sentence.
        """
        return self._scored(texts, ["tag" if item else "sentence" for item in items])

    def _scored(self, texts: Sequence[str], heads: Sequence[str]) -> list[tuple[float, SkillCandidates, Floats]]:
        read = read_texts(texts, [head != "line" for head in heads], self._encoder, self._model.speaks_of_skill)
        names = [head in NAMES for head in heads]
        read = [replace(one, speaks=1.0) if name else one for one, name in zip(read, names, strict=True)]
        return [
            (one.speaks, candidates, self._model.heads[head].probability(candidates.features))
            for one, candidates, head in zip(read, self.finder.of(read), heads, strict=True)
        ]

    def threshold(self, head: str) -> float:
        """The least probability of a link by meaning; ``head`` is one of `recommender.linking.reranker.HEADS`."""
        return self._model.heads[head].threshold

    def _meant(
        self,
        segment: Segment,
        candidates: SkillCandidates,
        probability: Floats,
        least: float,
        known: Sequence[tuple[int, int]] = (),
    ) -> list[Link]:
        """Links by meaning: the most probable candidates that reach ``least`` and are not far behind the best.

        In ``known`` stretches a label says already what is meant.
        """
        least = max(least, MIN_SHARE_OF_BEST * float(probability.max(initial=0.0)))
        order = np.argsort(-probability, kind="stable")[:MAX_LINKS_BY_MEANING]
        out = []
        for n in order:
            start, end = (segment.start + int(place) for place in candidates.spans[n])
            if probability[n] >= least and not any(start < b and a < end for a, b in known):
                node = int(self._space.canonical[candidates.nodes[n]])
                out.append(Link(node, round(float(probability[n]), 4), "meaning", start, end))
        return out

    def identified(self, name: str) -> Link | None:
        """The node whose identifier this is, which is certain; ``None`` where it is none."""
        node = self._space.meant(name)
        return None if node is None else Link(node, 1.0, "identifier", 0, len(name))

    def named(self, name: str) -> list[Link]:
        """The nodes that somebody names, by an identifier or as `link_tag`."""
        return self.each_named([name])[0]

    def each_named(self, names: Sequence[str]) -> list[list[Link]]:
        """As `named`, for several names at once: those that only their meaning tells are encoded together."""
        found = [[whole] if (whole := self.identified(name)) else self.known_tag(name) for name in names]
        guessed = iter(self._guessed_tags([name for name, known in zip(names, found, strict=True) if known is None]))
        return [next(guessed) if known is None else known for known in found]

    def link_tag(self, tag: str) -> list[Link]:
        """The nodes that one tag or skill name means; empty where nothing fits.

        Reviewed tags come first, then labels, then meaning.
        """
        known = self.known_tag(tag)
        return self._guessed_tags([tag])[0] if known is None else known

    def known_tag(self, tag: str) -> list[Link] | None:
        """By review or by label; ``None`` where neither knows it."""
        for name in dict.fromkeys((tag, strip_qualifier(tag))):
            reviewed = self._space.tag(name)
            if reviewed is not None:
                return [self._reviewed(node, relation, len(tag)) for node, relation in reviewed]
            if hits := self._space.hits(fold(name)):
                believed = hits[0].trust / math.sqrt(len(hits))
                return [Link(hits[0].node, round(believed, 4), "label", 0, len(tag))]
        return None

    def _guessed_tags(self, tags: Sequence[str]) -> list[list[Link]]:
        """By meaning alone: at most one node for each tag."""
        asked = [tag for tag in tags if tag.strip()]
        found = iter(self.scored(asked, [True] * len(asked)) if asked else ())
        out: list[list[Link]] = []
        for tag in tags:
            if tag.strip():
                _, candidates, probability = next(found)
                segment = Segment(tag, 0, item=True, line=0)
                out.append(self._meant(segment, candidates, probability, self.threshold("tag"))[:1])
            else:
                out.append([])
        return out

    def _reviewed(self, node: int, relation: str, length: int) -> Link:
        broader = relation == "broader"
        return Link(node, BROADER_TAG_CONFIDENCE if broader else 0.95, "tag", 0, length, broader)

    def _match(self, segment: Segment) -> _Matched:
        """Labels in a segment, longest first from left to right; an entry of a list is first tried as a whole."""
        whole = self.known_tag(segment.text) if segment.item else None
        if whole:
            links = [replace(link, start=segment.start, end=segment.end) for link in whole]
            hits = self._space.hits(fold(segment.text))
            if whole[0].method == "label" and hits and hits[0].ambiguous:
                named = segment.text[0].isupper() or segment.section in LISTED
                alone = [_Doubtful(links[0], whole=True, first=False)] if named else []
                return _Matched([], alone, sure=False, cued=False)
            sure = any(self._space.is_technology[link.node] for link in links)
            return _Matched(links, [], sure=sure, cued=False)
        words = [(match.start(), match.end()) for match in TOKEN.finditer(segment.text)]
        stems = [stem(segment.text[a:b].casefold()) for a, b in words]
        # Where somebody types no capitals at all, small letters say nothing of a name.
        plain = len(words) >= SENTENCE_WORDS and segment.text.islower()
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
                written = surface[0].isupper() or plain or self._space.label(hit.node)[0].islower()
                if len(surface) > 1 and not written:
                    doubtful.append(_Doubtful(link, whole=False, first=False, small=True))
                    length = 1
                elif written and not _NOT_A_NAME.match(segment.text, start):
                    spoken = _SPOKEN_BEFORE.search(segment.text[:start]) or _SPOKEN_BEHIND.match(segment.text[end:])
                    proper = _PROPER.match(segment.text, end) is not None
                    doubtful.append(_Doubtful(link, False, start == 0, bool(spoken), proper=proper))
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

    def _together(self, read: Sequence[tuple[Segment, _Matched]]) -> list[tuple[Segment, _Matched]]:
        """Doubtful names of each segment with whether each is named in one breath with another product of its line."""
        spans: dict[int, set[tuple[int, int]]] = defaultdict(set)
        for segment, matched in read:
            products = [link for link in matched.links if self._space.is_technology[link.node]]
            products += [doubtful.link for doubtful in matched.doubtful]
            spans[segment.line] |= {(link.start, link.end) for link in products}

        def beside(one: Link, segment: Segment) -> bool:
            others = spans[segment.line] - {(one.start, one.end)}
            gaps = ((min(one.end, b) - segment.begin, max(one.start, a) - segment.begin) for a, b in others)
            return any(_TOGETHER.fullmatch(segment.around[a:b]) for a, b in gaps if a < b)

        return [(s, replace(m, doubtful=[replace(d, together=beside(d.link, s)) for d in m.doubtful])) for s, m in read]

    def _longest(
        self, text: str, words: list[tuple[int, int]], stems: list[str], position: int
    ) -> tuple[LabelHit, int, int] | None:
        """The longest label that starts at a word: (hit, words, number of classes that bear the label)."""
        last = position + 1
        while last < min(len(words), position + MAX_LABEL_WORDS):
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


def read_texts(
    texts: Sequence[str], whole: Sequence[bool], encoder: Encoder, speaks: Callable[[Vectors], Floats]
) -> list[ReadText]:
    """Texts with their vectors and those of their stretches; ``whole``: which are looked up as a whole alone."""
    spans = [[] if one else spans_of(text) for text, one in zip(texts, whole, strict=True)]
    if not texts:
        return []
    vectors, parts = encoded_spans(encoder, texts, spans)
    chances = speaks(vectors)
    rows = zip(texts, vectors, spans, parts, chances, strict=True)
    return [ReadText(text, vector, found, part, float(chance)) for text, vector, found, part, chance in rows]


def _told_of(link: Link, segment: Segment, spans: Sequence[tuple[int, int]], year: int | None) -> Link:
    """A link with its level and its assertion, from the line that its segment is of."""
    start, end = link.start - segment.begin, link.end - segment.begin
    where = segment.section, segment.lead, segment.columns
    level: float | None = None
    if link.method == "meaning" and (start, end) == (segment.start - segment.begin, segment.end - segment.begin):
        shift = segment.start - segment.begin
        said = asserted_whole(segment.text, *where, [(a - shift, b - shift) for a, b in spans if a >= shift])
    else:
        said = asserted(segment.around, start, end, *where, spans)
    if said in {"held", "learning"}:
        around, columns = segment.around, segment.columns
        level = stated_level(around, start, end, segment.lead, columns=columns, others=spans, year=year)
        if level is None and link.method == "meaning" and not segment.item:
            level = sentence_level(segment.text, year)
    return replace(link, level=level, assertion=said)


def _best(links: Iterable[Link]) -> list[Link]:
    """One link for each node and what is said of it, the most confident; best first, ties by node.

    Of equally confident mentions one that states a level speaks.
    """
    best: dict[tuple[int, Assertion], Link] = {}
    for link in links:
        held = best.get((link.node, link.assertion))
        if held is None or (link.confidence, link.level is not None) > (held.confidence, held.level is not None):
            best[link.node, link.assertion] = link
    return sorted(best.values(), key=lambda link: (-link.confidence, link.node, ASSERTIONS.index(link.assertion)))
