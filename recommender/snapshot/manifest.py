"""The manifest of a snapshot: sizes and checksums of its files, sealed last and verified on opening."""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from recommender import artifacts
from recommender.artifacts import MANIFEST, sha256_of
from recommender.errors import SnapshotError
from recommender.version import __version__

FORMAT: Final = 3


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
    """Hash every file and write the manifest last."""
    files = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            files[path.relative_to(folder).as_posix()] = {"size": path.stat().st_size, "sha256": sha256_of(path)}
    linker, goal = (sha256_of(folder / name / MANIFEST)[:12] for name in ("linker", "goal"))
    taxonomy = sha256_of(artifacts.data("taxonomy") / MANIFEST)[:12]
    manifest = {
        "format": FORMAT,
        "id": identifier,
        "encoder": encoder,
        "versions": {"credpath": __version__, "encoder": encoder, "goal": goal, "linker": linker, "taxonomy": taxonomy},
        "files": files,
        "files_sha256": digest_of_files(files),
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def digest_of_files(files: dict[str, Any]) -> str:
    """SHA-256 over the sizes and checksums of all files."""
    return hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()
