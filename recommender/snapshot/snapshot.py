"""An open snapshot: columns mapped into memory, the encoder loaded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from recommender.arrays import Vectors, open_array
from recommender.catalogue.store import Credentials
from recommender.embed.encoder import Encoder, open_encoder
from recommender.embed.index.faiss import FaissIndex
from recommender.embed.skill_vectors import SkillVectors
from recommender.linking.linker import Linker
from recommender.linking.occupations import OccupationModel
from recommender.linking.reranker import Reranker
from recommender.snapshot.manifest import verify
from recommender.taxonomy.occupations import Occupations
from recommender.taxonomy.space import SkillSpace


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An open snapshot: columns mapped into memory, the encoder loaded."""

    id: str
    versions: dict[str, str]
    space: SkillSpace
    occupations: Occupations
    credentials: Credentials
    encoder: Encoder
    #: Vectors of ``space.searchable``.
    skill_vectors: SkillVectors
    #: Main titles and means of the other titles, ``(2, occupations, dimension)``.
    occupation_vectors: Vectors
    credential_index: FaissIndex
    linker: Linker
    goals: OccupationModel
    usual: npt.NDArray[np.float32]


def open_snapshot(folder: Path, *, full: bool = False) -> Snapshot:
    """Open a snapshot. Sizes and manifest are always checked, with ``full`` every checksum too.

    Raises `SnapshotError` naming the file that is missing, truncated or altered.
    """
    manifest = verify(folder, full=full)
    space = SkillSpace(folder / "taxonomy")
    encoder = open_encoder(manifest["encoder"], folder)
    vectors = SkillVectors(open_array(folder / "vectors" / "skills.npy"), len(space.searchable))
    return Snapshot(
        str(manifest["id"]),
        dict(manifest["versions"]),
        space,
        Occupations(folder / "taxonomy"),
        Credentials(folder / "catalogue"),
        encoder,
        vectors,
        open_array(folder / "vectors" / "occupations.npy"),
        _open_index(folder, "credentials"),
        Linker(space, encoder, vectors, Reranker.read(folder / "linker")),
        OccupationModel.read(folder / "goal"),
        open_array(folder / "taxonomy" / "usual.npy"),
    )


def _open_index(folder: Path, name: str) -> FaissIndex:
    approximate, vectors = folder / "vectors" / f"{name}.faiss", open_array(folder / "vectors" / f"{name}.npy")
    return FaissIndex.read(approximate, vectors) if approximate.is_file() else FaissIndex.build(vectors)
