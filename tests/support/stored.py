"""A snapshot from stored vectors and links: every product of vectors in it is exact, so answers are equal everywhere.

A component is a whole number of 1/2048 and a vector's length is at most about 1, so every sum of products is a whole
number below 2**23 of 2**-22: 32-bit floats hold it exactly, whatever the order of summation of a processor's library.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from recommender.arrays import Vectors
from recommender.catalogue.store import Credentials, write_credentials
from recommender.embed.index.faiss import FaissIndex
from recommender.embed.skill_vectors import SkillVectors
from recommender.linking.linker import Link
from recommender.records import Credential
from recommender.roles.evidence import RoleEvidence
from recommender.roles.grouping import AreaGrouping
from recommender.roles.neighbours import RoleNeighbours
from recommender.roles.profile import RoleProfiles
from recommender.snapshot.snapshot import Snapshot

GRID: Final = 2_048
VECTORS, LINKS = "vectors.npz", "links.json.gz"
AGAIN: Final = "is not stored; record the golden answers again: make golden"


def rounded(vectors: npt.NDArray[np.floating[Any]]) -> Vectors:
    """Vectors on the grid: float32, each component a whole number of 1/`GRID`."""
    return np.asarray(np.round(vectors * GRID) / GRID, dtype=np.float32)


def key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]


@dataclass
class StoredEncoder:
    """Vectors of the texts that the golden answers ask for. ``ask``: the encoder to record new ones from, if any."""

    vectors: dict[str, Vectors]
    dimension: int
    ask: Callable[[Sequence[str]], Vectors] | None = None
    name: str = "stored"

    def encode(self, texts: Sequence[str]) -> Vectors:
        for text in texts:
            if key(text) not in self.vectors:
                if self.ask is None:
                    msg = f"the vector of {text[:60]!r} {AGAIN}"
                    raise LookupError(msg)
                self.vectors[key(text)] = rounded(self.ask([text])[0])
        rows = [self.vectors[key(text)] for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self.dimension), dtype=np.float32)


@dataclass
class StoredLinker:
    """What the linker found in each text and tag. ``ask``: the linker to record new ones from, if any."""

    links: dict[str, list[tuple[Any, ...]]]
    node: Callable[[str], int | None]
    identifier: Callable[[int], str]
    ask: Any = None

    def link(self, text: str, *, by_meaning: bool = True, of_person: bool = False) -> list[Link]:
        asked = {"by_meaning": by_meaning, "of_person": of_person}
        return self._stored(f"text {by_meaning} {of_person} {text}", lambda: self.ask.link(text, **asked))

    def identified(self, name: str) -> Link | None:
        number = self.node(name)
        return None if number is None else Link(number, 1.0, "identifier", 0, len(name))

    def named(self, name: str) -> list[Link]:
        return self._stored(f"tag {name}", lambda: self.ask.named(name))

    def each_named(self, names: Sequence[str]) -> list[list[Link]]:
        return [self.named(name) for name in names]

    def _stored(self, said: str, find: Callable[[], list[Link]]) -> list[Link]:
        if key(said) not in self.links:
            if self.ask is None:
                msg = f"what the linker finds in {said[:60]!r} {AGAIN}"
                raise LookupError(msg)
            self.links[key(said)] = [(self.identifier(link.node), *astuple(link)[1:]) for link in find()]
        return [Link(int(self.node(name) or 0), *rest) for name, *rest in self.links[key(said)]]


@dataclass
class Stored:
    """What is on disk: vectors by text, skill, occupation and credential; links; records and what they teach."""

    texts: dict[str, Vectors] = field(default_factory=dict)
    skills: dict[str, Vectors] = field(default_factory=dict)
    occupations: dict[str, Vectors] = field(default_factory=dict)
    credentials: dict[str, Vectors] = field(default_factory=dict)
    links: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    records: list[dict[str, Any]] = field(default_factory=list)
    taught: list[tuple[Any, ...]] = field(default_factory=list)
    requires: list[tuple[Any, ...]] = field(default_factory=list)

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        arrays: dict[str, npt.NDArray[np.generic]] = {}
        for kind in ("texts", "skills", "occupations", "credentials"):
            held = getattr(self, kind)
            arrays[f"{kind}.keys"] = np.asarray(sorted(held))
            arrays[kind] = np.stack([np.round(held[name] * GRID).astype(np.int16) for name in sorted(held)])
        np.savez_compressed(folder / VECTORS, **arrays)  # type: ignore[arg-type]
        rest = {"links": self.links, "records": self.records, "taught": self.taught, "requires": self.requires}
        content = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        (folder / LINKS).write_bytes(gzip.compress(content, mtime=0))

    @classmethod
    def read(cls, folder: Path) -> Stored:
        out = cls(**json.loads(gzip.decompress((folder / LINKS).read_bytes())))
        with np.load(folder / VECTORS, allow_pickle=False) as arrays:
            for kind in ("texts", "skills", "occupations", "credentials"):
                vectors = arrays[kind].astype(np.float32) / GRID
                setattr(out, kind, dict(zip(arrays[f"{kind}.keys"].tolist(), vectors, strict=True)))
        return out

    def snapshot(self, base: Snapshot, folder: Path, real: Snapshot | None = None) -> Snapshot:
        """``base`` with these vectors, links and credentials. ``real``: where to record what is missing from."""
        space, occupations = base.space, base.occupations
        dimension = len(next(iter(self.credentials.values())))
        labels = np.zeros((len(space.searchable), dimension), dtype=np.float32)
        place = {space.id(int(node)): row for row, node in enumerate(space.searchable)}
        for name, vector in self.skills.items():
            labels[place[name]] = vector
        titles = np.zeros((3, len(occupations), dimension), dtype=np.float32)
        for name, pair in self.occupations.items():
            titles[:, occupations.number(name)] = pair
        records = [Credential.model_validate(record) for record in self.records]
        taught = [(row, int(space.number(name) or 0), *rest) for row, name, *rest in self.taught]
        requires = [(row, int(space.number(name) or 0), level) for row, name, level in self.requires]
        write_credentials(folder / "catalogue", records, taught, requires, len(space))
        vectors = np.stack([self.credentials[record.id] for record in records])
        encoder = StoredEncoder(self.texts, dimension, real.encoder.encode if real else None)
        linker = StoredLinker(self.links, space.number, space.id, real.linker if real else None)
        skills, credentials, index = (
            SkillVectors(labels, len(labels)),
            Credentials(folder / "catalogue"),
            FaissIndex.build(vectors),
        )
        evidence = RoleEvidence(space, occupations, skills, titles[0], credentials, index)
        # Names of areas and likeness to reviewed roles are left out: their vectors would be as many as all the rest.
        none = np.zeros((len(base.areas), dimension), dtype=np.float32)
        reviewed = base.roles.grouping.roles.weights
        like = RoleNeighbours(np.zeros((len(reviewed), 2 * dimension), dtype=np.float32), reviewed)
        grouping = AreaGrouping(evidence, base.areas, none, like)
        return replace(
            base,
            encoder=encoder,
            skill_vectors=skills,
            occupation_vectors=titles,
            credentials=credentials,
            credential_index=index,
            roles=RoleProfiles(evidence, grouping, base.roles.model, base.roles.store),
            linker=linker,  # type: ignore[arg-type]
        )
