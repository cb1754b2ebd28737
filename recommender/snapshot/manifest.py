"""The manifest of a snapshot: sizes and checksums of its files, sealed last and verified on opening."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from recommender import artifacts
from recommender.errors import SnapshotError
from recommender.version import __version__

FORMAT: Final = 3
MANIFEST: Final = "manifest.json"


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
    if digest_of_files(files) != manifest.get("files_sha256"):
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
            for name, digest in zip(files, pool.map(lambda name: sha256_of(folder / name), files), strict=True):
                if digest != files[name]["sha256"]:
                    msg = f"{name} is altered: its checksum does not match; rebuild the snapshot"
                    raise SnapshotError(msg, name)
    return manifest


def seal(folder: Path, identifier: str, encoder: str) -> None:
    """Hash and sync every file, and write the manifest last."""
    files = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            sync(path)
            files[path.relative_to(folder).as_posix()] = {"size": path.stat().st_size, "sha256": sha256_of(path)}
    linker, goal = (
        hashlib.sha256((folder / name / "manifest.json").read_bytes()).hexdigest()[:12] for name in ("linker", "goal")
    )
    taxonomy = hashlib.sha256((artifacts.data("taxonomy") / "manifest.json").read_bytes()).hexdigest()[:12]
    manifest = {
        "format": FORMAT,
        "id": identifier,
        "encoder": encoder,
        "versions": {"credpath": __version__, "encoder": encoder, "goal": goal, "linker": linker, "taxonomy": taxonomy},
        "files": files,
        "files_sha256": digest_of_files(files),
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    sync(folder / MANIFEST)
    for path in (folder, *[p for p in folder.rglob("*") if p.is_dir()]):
        sync(path)


def digest_of_files(files: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()


def sha256_of(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def sync(path: Path) -> None:
    # Some file systems refuse to sync a folder; the rename is atomic all the same.
    with contextlib.suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
