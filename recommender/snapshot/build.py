"""Snapshots: one immutable, checksummed folder with everything needed to recommend. Build, verify, open.

A snapshot is written to a temporary folder beside its place, every file is hashed and synced, and one rename publishes
it; a reader sees a whole snapshot or none. Its ``id`` is a hash of what went in (facts, rows, encoder, linker)
and of the code that builds, so the same inputs have the same id on every machine.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from recommender import artifacts
from recommender.arrays import Vectors, normalise, write_array
from recommender.artifacts import MANIFEST, publishing
from recommender.catalogue.schema import CatalogueRow
from recommender.catalogue.store import Credentials, write_credentials
from recommender.embed import texts
from recommender.embed.encoder import Encoder, open_encoder
from recommender.embed.index.faiss import FaissIndex
from recommender.embed.minilm import DEFAULT_ENCODER, MINILM, MINILM_SHA256, PACKAGED
from recommender.embed.skill_vectors import SkillVectors, of_occupations, stacked
from recommender.errors import SnapshotError
from recommender.linking.linker import Linker
from recommender.linking.reranker import Reranker
from recommender.roles.neighbours import write_neighbours
from recommender.roles.reader import read_roles, resolved
from recommender.roles.schema import RoleFileRole
from recommender.roles.store import bundled_levels, bundled_licences, bundled_roles, merged, write_store
from recommender.snapshot.credentials import linked
from recommender.snapshot.manifest import FORMAT, seal
from recommender.taxonomy.areas import Areas
from recommender.taxonomy.columns_builder import build_columns as build_taxonomy
from recommender.taxonomy.occupations import Occupations
from recommender.taxonomy.space import SkillSpace


def code_digest() -> str:
    """SHA-256 of the source of everything that decides what a snapshot holds, so that changed code means another id.

    `CODE` names packages and modules of ``recommender``; a test holds that it is closed under import.
    """
    digest = hashlib.sha256()
    for part in CODE:
        path = _PACKAGE / part
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            digest.update(file.relative_to(_PACKAGE).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()


ProgressCallback = Callable[[str, float], None]

#: Names of skills in the catalogue that the skill space does not know, by how often each is given.
UNKNOWN_SKILLS: Final = "unknown_skills.json"
_PACKAGE: Final = Path(__file__).resolve().parents[1]
#: What decides the content of a snapshot: this package and all that it imports.
CODE: Final = (
    "arrays.py",
    "artifacts.py",
    "catalogue",
    "embed",
    "errors.py",
    "linking",
    "records.py",
    "roles",
    "scales.py",
    "snapshot",
    "taxonomy",
    "text",
    "version.py",
)


def build_snapshot(
    rows: Sequence[CatalogueRow],
    out: Path,
    *,
    encoder: str = DEFAULT_ENCODER,
    own_skills: Path | None = None,
    own_roles: Path | None = None,
    progress: ProgressCallback = lambda label, share: None,
) -> Path:
    """Build a snapshot of catalogue rows at ``out`` and return it; a folder that is there already is never touched.

    ``encoder``: ``credpath-minilm`` (the domain encoder), ``all-MiniLM-L6-v2`` (as packaged), ``hashing-N`` (tests), or
    any model that sentence-transformers loads. ``own_skills``, ``own_roles``: a platform's own, as files.
    ``progress`` is called with a label and a share of the work in [0, 1].
    """
    with publishing(out, SnapshotError) as temporary:
        identifier = snapshot_id(rows, encoder, own_skills, own_roles)
        _fill(temporary, rows, encoder, (own_skills, own_roles), progress)
        seal(temporary, identifier, encoder)
    progress("done", 1.0)
    return out


def snapshot_id(
    rows: Sequence[CatalogueRow], encoder: str, own_skills: Path | None = None, own_roles: Path | None = None
) -> str:
    """The id that a snapshot of these inputs has: 16 hexadecimal digits."""
    digest = hashlib.sha256(f"format {FORMAT} {code_digest()}".encode())
    for facts in ("taxonomy", "roles"):
        digest.update((artifacts.data(facts) / MANIFEST).read_bytes())
    for model in (linker_model(encoder), artifacts.model("goal"), artifacts.model("roles")):
        digest.update((model / MANIFEST).read_bytes())
    digest.update(encoder.encode() + (MINILM_SHA256.encode() if encoder in PACKAGED else b""))
    if encoder == DEFAULT_ENCODER:
        digest.update((artifacts.model("encoder") / MANIFEST).read_bytes())
    for name, own in (("skills", own_skills), ("roles", own_roles)):
        if own is not None:
            digest.update(name.encode() + own.read_bytes())
    for row in rows:
        digest.update(row.model_dump_json().encode())
    return digest.hexdigest()[:16]


def _fill(
    folder: Path,
    rows: Sequence[CatalogueRow],
    encoder_name: str,
    own: tuple[Path | None, Path | None],
    progress: ProgressCallback,
) -> None:
    """``own``: files of a platform's own skills and roles."""
    own_skills, own_roles = own
    progress("skill space", 0.0)
    build_taxonomy(artifacts.data("taxonomy"), folder / "taxonomy", own_skills)
    shutil.copytree(linker_model(encoder_name), folder / "linker")
    shutil.copytree(artifacts.model("goal"), folder / "goal")
    shutil.copytree(artifacts.model("roles"), folder / "roles")
    space, occupations = SkillSpace(folder / "taxonomy"), Occupations(folder / "taxonomy")
    roles = _roles(own_roles, space, occupations)
    facts = artifacts.data("roles")
    write_store(folder / "roles", roles, bundled_licences(facts), bundled_levels(facts))
    progress("encoder", 0.1)
    encoder = _make_encoder(encoder_name, folder)
    labels = [texts.of_skill(label) for label in space.labels_of(space.searchable)]
    plain = _vectors(encoder, labels, lambda share: progress("skill vectors", 0.25 + 0.45 * share))
    views = artifacts.model("encoder") if encoder_name == DEFAULT_ENCODER else None
    vectors = SkillVectors(stacked(space, plain, views), len(space.searchable))
    (folder / "vectors").mkdir()
    write_array(folder / "vectors" / "skills.npy", vectors.matrix, np.float32)
    titles = [texts.of_occupation(occupations.label(n)) for n in range(len(occupations))]
    main = _vectors(encoder, titles, lambda share: progress("occupation vectors", 0.7 + 0.1 * share))
    write_array(folder / "vectors" / "occupations.npy", of_occupations(occupations, main, views), np.float32)
    areas = Areas(folder / "taxonomy")
    named = encoder.encode([areas.name(number) for number in range(len(areas))])
    write_array(folder / "vectors" / "areas.npy", named, np.float32)
    write_neighbours(folder / "roles", roles, encoder.encode, main, occupations, space, areas)
    linker = Linker(space, encoder, vectors, Reranker.read(folder / "linker"))
    fill_catalogue(folder, rows, space, linker, encoder, lambda label, s: progress(label, 0.8 + 0.17 * s))


def _roles(own: Path | None, space: SkillSpace, occupations: Occupations) -> list[RoleFileRole]:
    """The bundled roles, and a platform's own in the place of those that share a name with one."""
    given = [] if own is None else read_roles(own)
    mine = [resolved(role, space, occupations, f"{own.name}, role {n}") for n, role in enumerate(given, start=1)]  # type: ignore[union-attr]
    return merged(bundled_roles(artifacts.data("roles")), mine)


def fill_catalogue(
    folder: Path,
    rows: Sequence[CatalogueRow],
    space: SkillSpace,
    linker: Linker,
    encoder: Encoder,
    progress: ProgressCallback = lambda label, share: None,
) -> tuple[Credentials, FaissIndex]:
    """Link rows to the skill space and write the catalogue's part of a snapshot to ``folder``; returns it opened."""
    titles = _vectors(encoder, [row.title for row in rows], lambda share: progress("titles", 0.1 * share))
    progress("linking the catalogue", 0.1)
    found = linked(rows, space, linker, titles, calibrated=encoder.name == DEFAULT_ENCODER)
    write_credentials(folder / "catalogue", found.records, found.taught, found.requires, len(space))
    unknown = sorted(found.unknown.items(), key=lambda item: (-item[1], item[0]))
    (folder / "catalogue" / UNKNOWN_SKILLS).write_text(json.dumps(dict(unknown), ensure_ascii=False), encoding="utf-8")
    shown = [
        texts.of_credential(record.title, [skill.label for skill in record.skills], row.description)
        for record, row in zip(found.records, rows, strict=True)
    ]
    whole = _vectors(encoder, shown, lambda share: progress("credential vectors", 0.3 + 0.7 * share))
    return Credentials(folder / "catalogue"), _indexed(
        folder, "credentials", normalise(whole + texts.TITLE_WEIGHT * titles)
    )


def _vectors(encoder: Encoder, lines: list[str], progress: Callable[[float], None], step: int = 1024) -> Vectors:
    parts = []
    for start in range(0, len(lines), step):
        progress(start / max(1, len(lines)))
        parts.append(encoder.encode(lines[start : start + step]))
    return np.concatenate(parts) if parts else np.zeros((0, encoder.dimension), dtype=np.float32)


def _indexed(folder: Path, name: str, vectors: Vectors) -> FaissIndex:
    (folder / "vectors").mkdir(exist_ok=True)
    write_array(folder / "vectors" / f"{name}.npy", vectors, np.float32)
    index = FaissIndex.build(vectors)
    if not index.exact:
        index.write(folder / "vectors" / f"{name}.faiss")
    return index


def _make_encoder(name: str, folder: Path) -> Encoder:
    if name in PACKAGED:
        from recommender.embed.onnx_export import export_minilm

        export_minilm(folder / "encoder", artifacts.model("encoder") if name == DEFAULT_ENCODER else None)
    return open_encoder(name, folder)


def linker_model(encoder: str) -> Path:
    """The folder of the linker's model for an encoder; for one it was not fitted with, that of the packaged model."""
    folder = artifacts.model("linker")
    return folder / (encoder if (folder / encoder).is_dir() else MINILM)
