"""The manifest of a snapshot: sizes and checksums of its files, sealed last and verified on opening."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from recommender import artifacts
from recommender.artifacts import MANIFEST, sha256_of
from recommender.errors import SnapshotError
from recommender.version import __version__

FORMAT: Final = 8
#: Snapshots of up to this many bytes are verified whole whenever they are opened: two seconds at most.
VERIFIED_BELOW: Final = 1 << 30
#: Files whose reader trusts every byte: one bit wrong can end the process. They are small.
TRUSTED: Final = ".marisa"


def verify(folder: Path, *, full: bool = True) -> dict[str, Any]:
    """Check a snapshot against its manifest and return the manifest; `SnapshotError` names the first file at fault.

    Always: that the manifest is whole, that the files are those it names, with their sizes, and the checksums of tries.
    ``full``: all checksums.
    """
    manifest = read_manifest(folder)
    files: dict[str, dict[str, Any]] = manifest["files"]
    _sizes(folder, files)
    compared = [name for name in files if full or name.endswith(TRUSTED)]
    with ThreadPoolExecutor(max_workers=2) as pool:
        for name, digest in zip(compared, pool.map(lambda name: _digest(folder, name), compared), strict=True):
            if digest != files[name]["sha256"]:
                msg = f"{name} is altered: its checksum does not match; rebuild the snapshot"
                raise SnapshotError(msg, name)
    return manifest


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a snapshot, held against its own checksum; `SnapshotError` where it is none."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        found, stated = manifest["format"], manifest.get("sha256")
    except FileNotFoundError:
        msg = f"{folder} is not a snapshot: it has no {MANIFEST}"
        raise SnapshotError(msg, MANIFEST) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        msg = f"{MANIFEST} is not readable; rebuild the snapshot"
        raise SnapshotError(msg, MANIFEST) from error
    if found != FORMAT:
        msg = f"the snapshot has format {found}, this version reads {FORMAT}; rebuild it"
        raise SnapshotError(msg, MANIFEST)
    if stated != digest_of(manifest):
        msg = f"{MANIFEST} is altered; rebuild the snapshot"
        raise SnapshotError(msg, MANIFEST)
    return manifest


def size_of(manifest: Mapping[str, Any]) -> int:
    """Bytes of all files of a snapshot together."""
    return sum(int(about["size"]) for about in manifest["files"].values())


def _sizes(folder: Path, files: Mapping[str, Mapping[str, Any]]) -> None:
    for name, about in files.items():
        path = folder / name
        size = path.stat().st_size if path.is_file() else None
        if size != about["size"]:
            state = "missing" if size is None else f"truncated or altered ({size} bytes, not {about['size']})"
            msg = f"{name} is {state}; rebuild the snapshot"
            raise SnapshotError(msg, name)
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    if more := sorted(there - {*files, MANIFEST}):
        msg = f"{more[0]} is not in the {MANIFEST}; rebuild the snapshot, or take the file away"
        raise SnapshotError(msg, more[0])


def _digest(folder: Path, name: str) -> str:
    try:
        return sha256_of(folder / name)
    except OSError as error:
        msg = f"{name} cannot be read ({error.strerror})"
        raise SnapshotError(msg, name) from error


def seal(folder: Path, identifier: str, encoder: str) -> None:
    """Hash every file and write the manifest last."""
    files = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            files[path.relative_to(folder).as_posix()] = {"size": path.stat().st_size, "sha256": sha256_of(path)}
    models = {name: sha256_of(folder / name / MANIFEST)[:12] for name in ("linker", "goal", "roles")}
    facts = {name: sha256_of(artifacts.data(name) / MANIFEST)[:12] for name in ("taxonomy", "roles")}
    versions = {"credpath": __version__, "encoder": encoder, **models, "taxonomy": facts["taxonomy"]}
    versions["roles"] = f"{models['roles']}+{facts['roles']}"
    manifest = {
        "format": FORMAT,
        "id": identifier,
        "encoder": encoder,
        "versions": versions,
        "files": files,
    }
    manifest["sha256"] = digest_of(manifest)
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def digest_of(manifest: Mapping[str, Any]) -> str:
    """SHA-256 over all that a manifest states, but for this checksum itself."""
    stated = {name: value for name, value in manifest.items() if name != "sha256"}
    return hashlib.sha256(json.dumps(stated, sort_keys=True).encode()).hexdigest()
