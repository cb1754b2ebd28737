"""Snapshots: one immutable, checksummed folder with everything needed to recommend. Build, verify, open.

A snapshot is written to a temporary folder beside its place, every file is hashed and synced, and one rename publishes
it; a reader sees a whole snapshot or none. Its ``id`` is a hash of what went in (facts, rows, encoder, linker)
and of the code that builds, so the same inputs have the same id on every machine.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from recommender import resources
from recommender.catalogue.row import CatalogueRow
from recommender.catalogue.store import Credentials, write_credentials
from recommender.columns import open_array, write_array
from recommender.embed import texts
from recommender.embed.encoder import (
    MINILM,
    MINILM_SHA256,
    Encoder,
    HashingEncoder,
    OnnxEncoder,
    SentenceTransformerEncoder,
    normalise,
)
from recommender.embed.index import VectorIndex, Vectors
from recommender.embed.linker import Linker
from recommender.embed.rerank import Reranker
from recommender.embed.views import SkillVectors, stacked, with_titles
from recommender.errors import SnapshotError
from recommender.goal.requirements import usual_importance
from recommender.goal.resolver import GoalModel
from recommender.rows import linked
from recommender.taxonomy import Occupations, SkillSpace
from recommender.taxonomy import build as build_taxonomy
from recommender.version import __version__

FORMAT: Final = 3
MANIFEST: Final = "manifest.json"
#: The domain encoder of ``models/encoder``; `MINILM` is the packaged model that it was trained from.
DEFAULT_ENCODER: Final = "credpath-minilm"
#: Encoders that are exported from the packaged weights.
PACKAGED: Final = (DEFAULT_ENCODER, MINILM)

Progress = Callable[[str, float], None]


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
    credential_index: VectorIndex
    linker: Linker
    goals: GoalModel
    usual: npt.NDArray[np.float32]


def open_snapshot(folder: Path, *, full: bool = False) -> Snapshot:
    """Open a snapshot. Sizes and manifest are always checked, with ``full`` every checksum too.

    Raises `SnapshotError` naming the file that is missing, truncated or altered.
    """
    manifest = verify(folder, full=full)
    space = SkillSpace(folder / "taxonomy")
    encoder = _open_encoder(manifest["encoder"], folder)
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
        GoalModel.read(folder / "goal"),
        open_array(folder / "taxonomy" / "usual.npy"),
    )


def verify(folder: Path, *, full: bool = True) -> dict[str, Any]:
    """Check a snapshot against its manifest and return the manifest; `SnapshotError` names the first file at fault."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files: dict[str, dict[str, Any]] = manifest["files"]
        found = manifest["format"]
    except FileNotFoundError:
        msg = f"{folder} is not a snapshot: it has no {MANIFEST}"
        raise SnapshotError(msg, MANIFEST) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        msg = f"{MANIFEST} is not readable; rebuild the snapshot"
        raise SnapshotError(msg, MANIFEST) from error
    if found != FORMAT:
        msg = f"the snapshot has format {found}, this version reads {FORMAT}; rebuild it"
        raise SnapshotError(msg, MANIFEST)
    if _digest(files) != manifest.get("files_sha256"):
        msg = f"{MANIFEST} is altered; rebuild the snapshot"
        raise SnapshotError(msg, MANIFEST)
    for name, about in files.items():
        path = folder / name
        size = path.stat().st_size if path.is_file() else None
        if size != about["size"]:
            state = "missing" if size is None else f"truncated or altered ({size} bytes, not {about['size']})"
            msg = f"{name} is {state}; rebuild the snapshot"
            raise SnapshotError(msg, name)
    if full:
        with ThreadPoolExecutor(max_workers=2) as pool:
            for name, digest in zip(files, pool.map(lambda name: _sha256(folder / name), files), strict=True):
                if digest != files[name]["sha256"]:
                    msg = f"{name} is altered: its checksum does not match; rebuild the snapshot"
                    raise SnapshotError(msg, name)
    return manifest


def build(
    rows: Sequence[CatalogueRow],
    out: Path,
    *,
    encoder: str = DEFAULT_ENCODER,
    own_skills: Path | None = None,
    progress: Progress = lambda label, share: None,
) -> Path:
    """Build a snapshot of catalogue rows at ``out`` and return it; a folder that is there already is never touched.

    ``encoder``: ``credpath-minilm`` (the domain encoder), ``all-MiniLM-L6-v2`` (as packaged), ``hashing-N`` (tests), or
    any model that sentence-transformers loads.
    ``progress`` is called with a label and a share of the work in [0, 1].
    """
    if out.exists():
        msg = f"{out} exists already; a snapshot is never overwritten: choose another folder"
        raise SnapshotError(msg)
    out.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        identifier = snapshot_id(rows, encoder, own_skills)
        _fill(temporary, rows, encoder, own_skills, progress)
        _seal(temporary, identifier, encoder)
        temporary.chmod(0o755)
        try:
            temporary.rename(out)
        except OSError as error:
            msg = f"{out} could not be published ({error.strerror}); another process may have built it"
            raise SnapshotError(msg) from error
        _sync(out.parent)
    finally:
        if temporary.exists():
            shutil.rmtree(temporary, ignore_errors=True)
    progress("done", 1.0)
    return out


def snapshot_id(rows: Sequence[CatalogueRow], encoder: str, own_skills: Path | None = None) -> str:
    """The id that a snapshot of these inputs has: 16 hexadecimal digits."""
    digest = hashlib.sha256(f"format {FORMAT} {resources.code_digest()}".encode())
    digest.update((resources.data("taxonomy") / "manifest.json").read_bytes())
    for model in (linker_model(encoder), resources.model("goal")):
        digest.update((model / "manifest.json").read_bytes())
    digest.update(encoder.encode() + (MINILM_SHA256.encode() if encoder in PACKAGED else b""))
    if encoder == DEFAULT_ENCODER:
        digest.update((resources.model("encoder") / "manifest.json").read_bytes())
    if own_skills is not None:
        digest.update(own_skills.read_bytes())
    for row in rows:
        digest.update(row.model_dump_json().encode())
    return digest.hexdigest()[:16]


def _fill(
    folder: Path, rows: Sequence[CatalogueRow], encoder_name: str, own_skills: Path | None, progress: Progress
) -> None:
    progress("skill space", 0.0)
    build_taxonomy(resources.data("taxonomy"), folder / "taxonomy", own_skills)
    shutil.copytree(linker_model(encoder_name), folder / "linker")
    shutil.copytree(resources.model("goal"), folder / "goal")
    space, occupations = SkillSpace(folder / "taxonomy"), Occupations(folder / "taxonomy")
    write_array(folder / "taxonomy" / "usual.npy", usual_importance(occupations, space), np.float32)
    progress("encoder", 0.1)
    encoder = _make_encoder(encoder_name, folder)
    labels = [texts.of_skill(label) for label in space.labels_of(space.searchable)]
    own = _vectors(encoder, labels, lambda share: progress("skill vectors", 0.25 + 0.45 * share))
    views = resources.model("encoder") if encoder_name == DEFAULT_ENCODER else None
    vectors = SkillVectors(stacked(space, own, views), len(space.searchable))
    (folder / "vectors").mkdir()
    write_array(folder / "vectors" / "skills.npy", vectors.matrix, np.float32)
    titles = [texts.of_occupation(occupations.label(n)) for n in range(len(occupations))]
    main = _vectors(encoder, titles, lambda share: progress("occupation vectors", 0.7 + 0.1 * share))
    write_array(folder / "vectors" / "occupations.npy", with_titles(occupations, main, views), np.float32)
    linker = Linker(space, encoder, vectors, Reranker.read(folder / "linker"))
    fill_catalogue(folder, rows, space, linker, encoder, lambda label, s: progress(label, 0.8 + 0.17 * s))


def fill_catalogue(
    folder: Path,
    rows: Sequence[CatalogueRow],
    space: SkillSpace,
    linker: Linker,
    encoder: Encoder,
    progress: Progress = lambda label, share: None,
) -> tuple[Credentials, VectorIndex]:
    """Link rows to the skill space and write the catalogue's part of a snapshot to ``folder``; returns it opened."""
    titles = _vectors(encoder, [row.title for row in rows], lambda share: progress("titles", 0.1 * share))
    progress("linking the catalogue", 0.1)
    records, taught, requires = linked(rows, space, linker, titles, calibrated=encoder.name == DEFAULT_ENCODER)
    write_credentials(folder / "catalogue", records, taught, requires, len(space))
    shown = [
        texts.of_credential(record.title, [skill.label for skill in record.skills], row.description)
        for record, row in zip(records, rows, strict=True)
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


def _indexed(folder: Path, name: str, vectors: Vectors) -> VectorIndex:
    (folder / "vectors").mkdir(exist_ok=True)
    write_array(folder / "vectors" / f"{name}.npy", vectors, np.float32)
    index = VectorIndex.build(vectors)
    if not index.exact:
        index.write(folder / "vectors" / f"{name}.faiss")
    return index


def _open_index(folder: Path, name: str) -> VectorIndex:
    approximate = folder / "vectors" / f"{name}.faiss"
    if approximate.is_file():
        return VectorIndex.read(approximate)
    return VectorIndex.build(open_array(folder / "vectors" / f"{name}.npy"))


def _make_encoder(name: str, folder: Path) -> Encoder:
    if name in PACKAGED:
        from recommender.embed.export import export_minilm

        export_minilm(folder / "encoder", resources.model("encoder") if name == DEFAULT_ENCODER else None)
    return _open_encoder(name, folder)


def _open_encoder(name: str, folder: Path) -> Encoder:
    if name in PACKAGED:
        return OnnxEncoder(folder / "encoder")
    if name.startswith("hashing-") and name.removeprefix("hashing-").isdigit():
        return HashingEncoder(int(name.removeprefix("hashing-")))
    return SentenceTransformerEncoder(name)


def linker_model(encoder: str) -> Path:
    """The folder of the linker's model for an encoder; for one it was not fitted with, that of the packaged model."""
    folder = resources.model("linker")
    return folder / (encoder if (folder / encoder).is_dir() else MINILM)


def _seal(folder: Path, identifier: str, encoder: str) -> None:
    """Hash and sync every file, and write the manifest last."""
    files = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            _sync(path)
            files[path.relative_to(folder).as_posix()] = {"size": path.stat().st_size, "sha256": _sha256(path)}
    linker, goal = (
        hashlib.sha256((folder / name / "manifest.json").read_bytes()).hexdigest()[:12] for name in ("linker", "goal")
    )
    taxonomy = hashlib.sha256((resources.data("taxonomy") / "manifest.json").read_bytes()).hexdigest()[:12]
    manifest = {
        "format": FORMAT,
        "id": identifier,
        "encoder": encoder,
        "versions": {"credpath": __version__, "encoder": encoder, "goal": goal, "linker": linker, "taxonomy": taxonomy},
        "files": files,
        "files_sha256": _digest(files),
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    _sync(folder / MANIFEST)
    for path in (folder, *[p for p in folder.rglob("*") if p.is_dir()]):
        _sync(path)


def _digest(files: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _sync(path: Path) -> None:
    # Some file systems refuse to sync a folder; the rename is atomic all the same.
    with contextlib.suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
