"""What each source says of a node for a job: one row of features a node, which `recommender.roles.model` weighs.

Sources: ESCO's skills of the occupations and of their neighbours in ISCO-08, O*NET's technologies and rated elements,
the credentials whose text lies nearest to the title, and the encoder's cosines to the title, to the occupations' main
titles and to the middle of what is essential.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from recommender.arrays import Floats, Ints, Vectors, normalise
from recommender.catalogue.store import Credentials
from recommender.embed.index.faiss import FaissIndex
from recommender.embed.skill_vectors import SkillVectors
from recommender.taxonomy.occupations import RELATIONS, Occupations
from recommender.taxonomy.space import KINDS, REUSE, SkillSpace

#: Of each node; ``kin`` and ``kindred``: the share of the occupations of the same ISCO-08 unit group that need it, and
#: of the minor group that need or use it. ``specific_*``: minus the logarithm of the share of ESCO occupations with the
#: node, where it is essential or optional here. ``taught``: root of the share of near credentials that teach it;
#: ``lift``: logarithm of that share over the one of the whole catalogue.
FEATURES: Final = (
    "essential",
    "optional",
    "specific_essential",
    "specific_optional",
    "unlisted",
    "kin",
    "kindred",
    "in_demand",
    "hot",
    "technology",
    "usual_product",
    "wanted_product",
    "element",
    "element_lift",
    "title",
    "nearest",
    "label",
    "centre",
    "taught",
    "lift",
    "knowledge",
    "product",
    "rated",
    "emerging",
    "transversal",
    "cross_sector",
    "specific_skill",
    "transversal_kin",
)
#: Features that say whether a source lists the node.
_FLAGS: Final = ("essential", "optional", "in_demand", "hot", "technology")
#: Credentials nearest to a title that speak for it, and the least cosine of one that does.
NEAR_CREDENTIALS: Final = 30
MIN_CREDENTIAL_COSINE: Final = 0.45
#: Added to the count of near credentials and to shares, so that one credential proves nothing.
PRIOR_CREDENTIALS: Final = 5
PRIOR_SHARE: Final = 0.01
#: What becomes a candidate beside what the occupations themselves list: nodes nearest to the title, nodes taught most
#: by near credentials, and shares of neighbouring occupations from which their skill is one here.
NEAREST_NODES: Final = 60
TAUGHT_NODES: Final = 30
MIN_KIN: Final = 0.25
MIN_KINDRED: Final = 0.3
#: O*NET's importance from which an element is a candidate, where it is also above its mean over all occupations.
MIN_ELEMENT: Final = 0.5
#: Digits of ISCO-08 that name a unit group and a minor group.
UNIT, MINOR = 4, 3
_CODE: Final = {relation: code for code, relation in enumerate(RELATIONS)}
_UNASKED: Final = [KINDS.index(kind) for kind in ("commodity", "group", "competency")]


@dataclass(frozen=True)
class JobTitle:
    """A title with its vector, and the occupations that it means: positions in ESCO and in O*NET."""

    vector: npt.NDArray[np.float32]
    esco: tuple[int, ...]
    onet: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NodeEvidence:
    """Candidate nodes (canonical, ascending) and their features, shape ``(nodes, len(FEATURES))``.

    ``lent``: taxonomies that do not have the job; what they say is of the nearest that they have.
    """

    nodes: Ints
    features: Floats
    lent: frozenset[str] = frozenset()

    def of(self, name: str) -> Floats:
        """One feature of every node."""
        return self.features[:, FEATURES.index(name)]


@dataclass(frozen=True)
class RoleEvidence:
    """Evidence over one snapshot's parts. ``titles``: vectors of the occupations' main titles."""

    space: SkillSpace
    occupations: Occupations
    vectors: SkillVectors
    titles: Vectors
    credentials: Credentials
    index: FaissIndex

    def of(self, job: JobTitle, nodes: Ints | None = None) -> NodeEvidence:
        """Features of ``nodes``, or of all that may belong to a job."""
        esco, onet = self.lent(job)
        listed = {
            "essential": self._share(esco, "essential"),
            "optional": self._share(esco, "optional"),
            "kin": self._share(self.neighbours(esco, UNIT), "essential"),
            "kindred": self._share(self.neighbours(esco, MINOR), "essential", "optional"),
            "in_demand": self._share(job.onet, "in-demand"),
            "hot": self._share(job.onet, "hot"),
            "technology": self._share(job.onet, "technology"),
            "element": self._rated(onet),
            "taught": self._taught(job.vector),
        }
        listed["optional"][listed["essential"] > 0] = 0.0
        cosine = np.round(self.vectors.labels @ job.vector, 4)
        if nodes is None:
            nodes = self._candidates(listed, cosine)
        columns = self._of_sources(listed, nodes) | self._of_meaning(job, listed["essential"], cosine, nodes)
        columns |= self._of_kind(nodes)
        columns["transversal_kin"] = columns["transversal"] * columns["kindred"]
        features = np.stack([columns[name] for name in FEATURES], axis=1)
        return NodeEvidence(
            nodes, features, frozenset(lent for lent, own in (("esco", job.esco), ("onet", job.onet)) if not own)
        )

    def vector(self, node: int) -> npt.NDArray[np.float32] | None:
        """The vector of a node's label; ``None`` for one that is never guessed by meaning."""
        place = int(self._place[node])
        return None if place < 0 else np.asarray(self.vectors.labels[place])

    # Candidates

    def _candidates(self, listed: dict[str, Floats], cosine: Floats) -> Ints:
        asked = (listed["kin"] >= MIN_KIN) | (listed["kindred"] >= MIN_KINDRED)
        for name in ("essential", "optional", "in_demand", "hot"):
            asked |= listed[name] > 0
        asked |= (listed["element"] >= MIN_ELEMENT) & (listed["element"] > self._usual_element)
        taught = listed["taught"] * np.log1p(listed["taught"] / (self._usual_taught + PRIOR_SHARE))
        near = np.lexsort((np.arange(len(cosine)), -cosine))[:NEAREST_NODES]
        most = np.lexsort((np.arange(len(taught)), -np.round(taught, 6)))[:TAUGHT_NODES]
        found = np.concatenate([np.flatnonzero(asked), self.space.searchable[near], most[taught[most] > 0]])
        nodes = np.unique(self.space.canonical[found]).astype(np.int64)
        return nodes[~np.isin(self.space.kind[nodes], _UNASKED)]

    # Features

    def _of_sources(self, listed: dict[str, Floats], nodes: Ints) -> dict[str, Floats]:
        out = {name: (listed[name][nodes] > 0).astype(np.float64) for name in _FLAGS}
        share = self._usual_skill[nodes]
        specific = np.where(share > 0, -np.log(np.maximum(share, 1e-9)), 0.0)
        product = np.where(self._usual_product[nodes] > 0, np.log(self._usual_product[nodes] + 1e-3), 0.0)
        element, taught = listed["element"][nodes], listed["taught"][nodes]
        lift = np.log((taught + PRIOR_SHARE) / (self._usual_taught[nodes] + PRIOR_SHARE))
        return out | {
            "specific_essential": specific * out["essential"],
            "specific_optional": specific * out["optional"],
            "unlisted": (share == 0).astype(np.float64),
            "kin": listed["kin"][nodes],
            "kindred": listed["kindred"][nodes],
            "usual_product": product,
            "wanted_product": product * np.maximum(out["in_demand"], out["hot"]),
            "element": element,
            "element_lift": np.where(element > 0, element - self._usual_element[nodes], 0.0),
            "taught": np.sqrt(taught),
            "lift": np.where(taught > 0, lift, 0.0),
        }

    def _of_meaning(self, job: JobTitle, essential: Floats, cosine: Floats, nodes: Ints) -> dict[str, Floats]:
        """Cosines, to four places; 0 for a node that has no vector."""
        place = self._place[nodes]
        there = place >= 0
        rows = np.where(there, place, 0)
        labels = self.vectors.labels
        main = self.titles[[*job.esco, *job.onet]].mean(axis=0)
        needed = self._place[np.flatnonzero(essential)]
        needed = needed[needed >= 0]
        middle = labels[needed].mean(axis=0) if len(needed) else job.vector
        return {
            "title": cosine[rows] * there,
            "nearest": self.vectors.cosines(job.vector, rows).max(axis=1) * there,
            "label": np.round(labels[rows] @ normalise(main[None, :])[0], 4) * there,
            "centre": np.round(labels[rows] @ normalise(middle[None, :])[0], 4) * there,
        }

    def _of_kind(self, nodes: Ints) -> dict[str, Floats]:
        kind, reuse = self.space.kind[nodes], self.space.reuse[nodes]

        def flag(found: npt.NDArray[np.bool_]) -> Floats:
            return found.astype(np.float64)

        return {
            "knowledge": flag(kind == KINDS.index("knowledge")),
            "product": flag((kind == KINDS.index("technology")) | self.space.is_technology[nodes]),
            "rated": flag(np.isin(kind, [KINDS.index("element-skill"), KINDS.index("element-knowledge")])),
            "emerging": flag(kind == KINDS.index("emerging")),
            "transversal": flag(reuse == REUSE.index("transversal")),
            "cross_sector": flag(reuse == REUSE.index("cross-sector")),
            "specific_skill": flag(reuse == REUSE.index("occupation-specific")),
        }

    # Sources

    def _share(self, occupations: Sequence[int], *relations: str) -> Floats:
        """Share of some occupations that have each node in one of these relations: shape ``(nodes,)``."""
        out = np.zeros(len(self.space))
        wanted = [_CODE[relation] for relation in relations]
        needs = self.occupations.needs
        for occupation in occupations:
            span = needs.span(occupation)
            out[np.unique(needs.columns[span][np.isin(needs.values["relation"][span], wanted)])] += 1
        return out / max(1, len(occupations))

    def _rated(self, onet: Sequence[int]) -> Floats:
        """O*NET's importance of each element, the highest of several occupations."""
        out = np.zeros(len(self.space))
        needs = self.occupations.needs
        for occupation in onet:
            span = needs.span(occupation)
            rated = needs.values["relation"][span] == _CODE["element"]
            importance = np.nan_to_num(needs.values["importance"][span][rated]).astype(np.float64)
            np.maximum.at(out, needs.columns[span][rated], importance)
        return out

    def lent(self, job: JobTitle) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Occupations of ESCO and of O*NET that speak for a job: its own, or where one has none, the nearest."""
        return job.esco or self._near(job.onet), job.onet or self._near(job.esco)

    def _near(self, occupations: Sequence[int]) -> tuple[int, ...]:
        """The nearest occupation of the other taxonomy for each that has one there, be it another job."""
        pairs = self.occupations.pairs
        found = []
        for occupation in occupations:
            span = pairs.span(occupation)
            confidence, others = pairs.values["confidence"][span], pairs.columns[span]
            if len(others):
                found.append(int(others[np.lexsort((others, -confidence))[0]]))
        return tuple(found)

    def neighbours(self, esco: Sequence[int], digits: int) -> list[int]:
        """ESCO occupations of the same groups, themselves among them."""
        return [n for occupation in esco for n in self._groups[self.occupations.code(occupation)[:digits]]]

    def _taught(self, vector: npt.NDArray[np.float32]) -> Floats:
        """Share of the credentials nearest to a title that teach each node."""
        out = np.zeros(len(self.space))
        cosines, rows = self.index.search(vector[None, :], NEAR_CREDENTIALS)
        near = rows[0][cosines[0] >= MIN_CREDENTIAL_COSINE]
        for row in near:
            for skill in self.credentials.record(int(row)).skills:
                if (node := self.space.meant(skill.skill)) is not None:
                    out[node] += skill.confidence
        return out / (len(near) + PRIOR_CREDENTIALS)

    # What is usual, over all occupations and credentials

    @cached_property
    def _of_esco(self) -> npt.NDArray[np.bool_]:
        return ~self.occupations.is_onet

    @cached_property
    def _groups(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for occupation in np.flatnonzero(self._of_esco):
            code = self.occupations.code(int(occupation))
            for digits in (UNIT, MINOR):
                found[code[:digits]].append(int(occupation))
        return found

    @cached_property
    def _usual_skill(self) -> Floats:
        """Share of ESCO occupations that need or use each node."""
        return self._usual("essential", "optional") / max(1, int(self._of_esco.sum()))

    @cached_property
    def _usual_product(self) -> Floats:
        """Share of O*NET occupations that use each product."""
        return self._usual("in-demand", "hot", "technology") / max(1, int(self.occupations.is_onet.sum()))

    @cached_property
    def _usual_element(self) -> Floats:
        """Mean importance of each element over O*NET occupations."""
        needs = self.occupations.needs
        rated = np.asarray(needs.values["relation"]) == _CODE["element"]
        nodes, importance = needs.columns[rated], np.nan_to_num(needs.values["importance"][rated])
        size = len(self.space)
        count = np.bincount(nodes, minlength=size)
        return np.asarray(np.bincount(nodes, weights=importance, minlength=size) / np.maximum(count, 1))

    @cached_property
    def _usual_taught(self) -> Floats:
        """Share of the catalogue that teaches each node."""
        return np.diff(self.credentials.taught_by.starts) / max(1, len(self.credentials))

    def _usual(self, *relations: str) -> Floats:
        """How many occupations have each node in one of these relations."""
        needs = self.occupations.needs
        owner = np.repeat(np.arange(len(needs), dtype=np.int64), np.diff(needs.starts))
        wanted = np.isin(needs.values["relation"], [_CODE[relation] for relation in relations])
        size = len(self.space)
        pairs = np.unique(owner[wanted] * size + needs.columns[wanted])
        return np.bincount(pairs % size, minlength=size).astype(np.float64)

    @cached_property
    def _place(self) -> Ints:
        """Position of each node in ``space.searchable``, -1 where it has no vector."""
        place = np.full(len(self.space), -1, dtype=np.int64)
        place[self.space.searchable] = np.arange(len(self.space.searchable))
        return place
