"""An open snapshot: columns mapped into memory, the encoder loaded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from recommender.arrays import Vectors, open_array
from recommender.catalogue.store import Credentials
from recommender.embed.encoder import Encoder, open_encoder
from recommender.embed.index.faiss import FaissIndex
from recommender.embed.skill_vectors import SkillVectors
from recommender.errors import MissingExtra, SnapshotError
from recommender.linking.linker import Linker
from recommender.linking.occupations import OccupationModel
from recommender.linking.reranker import Reranker
from recommender.roles.evidence import RoleEvidence
from recommender.roles.grouping import AreaGrouping
from recommender.roles.model import RoleModel
from recommender.roles.neighbours import RoleNeighbours
from recommender.roles.profile import RoleProfiles
from recommender.roles.store import RoleStore
from recommender.snapshot.manifest import VERIFIED_BELOW, read_manifest, size_of, verify
from recommender.taxonomy.areas import Areas
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
    areas: Areas
    roles: RoleProfiles


def open_snapshot(folder: Path, *, full: bool | None = None) -> Snapshot:
    """Open a snapshot. Its manifest, its files' names and their sizes are always checked.

    ``full``: every checksum too; unless told otherwise where the snapshot is of `VERIFIED_BELOW` bytes or less. A
    larger one can be checked with `recommender.snapshot.manifest.verify` while it is in use.

    Raises `SnapshotError` naming the file that is missing, truncated, altered or not readable.
    """
    if full is None:
        full = size_of(read_manifest(folder)) <= VERIFIED_BELOW
    manifest = verify(folder, full=full)
    with reading("taxonomy"):
        space, occupations = SkillSpace(folder / "taxonomy"), Occupations(folder / "taxonomy")
        areas = Areas(folder / "taxonomy")
    with reading("catalogue"):
        credentials = Credentials(folder / "catalogue")
    with reading("encoder"):
        encoder = open_encoder(manifest["encoder"], folder)
    with reading("vectors"):
        vectors = SkillVectors(open_array(folder / "vectors" / "skills.npy"), len(space.searchable))
        titles = open_array(folder / "vectors" / "occupations.npy")
        index = _open_index(folder, "credentials")
    with reading("linker"):
        linker = Linker(space, encoder, vectors, Reranker.read(folder / "linker"))
    with reading("goal"):
        goals = OccupationModel.read(folder / "goal")
    with reading("roles"):
        evidence = RoleEvidence(space, occupations, vectors, titles[0], credentials, index)
        names, like = open_array(folder / "vectors" / "areas.npy"), RoleNeighbours.open(folder / "roles")
        grouping = AreaGrouping(evidence, areas, names, like)
        roles = RoleProfiles(evidence, grouping, RoleModel.read(folder / "roles"), RoleStore(folder / "roles"))
    return Snapshot(
        str(manifest["id"]),
        dict(manifest["versions"]),
        space,
        occupations,
        credentials,
        encoder,
        vectors,
        titles,
        index,
        linker,
        goals,
        areas,
        roles,
    )


@contextmanager
def reading(part: str) -> Iterator[None]:
    """Whatever goes wrong while a part of a snapshot is read is a `SnapshotError` that names the part."""
    try:
        yield
    except SnapshotError:
        raise
    except MissingExtra:
        raise
    except Exception as error:
        msg = f"{part} is not readable ({type(error).__name__}); rebuild the snapshot"
        raise SnapshotError(msg, part) from error


def _open_index(folder: Path, name: str) -> FaissIndex:
    approximate, vectors = folder / "vectors" / f"{name}.faiss", open_array(folder / "vectors" / f"{name}.npy")
    return FaissIndex.read(approximate, vectors) if approximate.is_file() else FaissIndex.build(vectors)
