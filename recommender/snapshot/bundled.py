"""The bundled catalogue, and its snapshot in the user's cache: built once by whoever comes first."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Final

from recommender import artifacts
from recommender.artifacts import MANIFEST
from recommender.catalogue.reader import read
from recommender.catalogue.schema import CatalogueRow
from recommender.embed.minilm import DEFAULT_ENCODER, MINILM_SHA256
from recommender.errors import SnapshotError
from recommender.snapshot.build import ProgressCallback, build_snapshot, code_digest, linker_model
from recommender.snapshot.manifest import FORMAT

CACHE_VARIABLE: Final = "CREDPATH_CACHE"


def bundled_rows() -> list[CatalogueRow]:
    """The rows of the bundled catalogue; `SnapshotError` where the installation is damaged."""
    rows, report = read([artifacts.data("catalogue") / "credentials.parquet"])
    if report.refused:
        msg = f"the bundled catalogue is damaged ({report.refused[0]}); reinstall credpath"
        raise SnapshotError(msg)
    return rows


def cache_folder() -> Path:
    """``CREDPATH_CACHE`` where set, else the user's cache folder for credpath."""
    if configured := os.environ.get(CACHE_VARIABLE):
        return Path(configured)
    from platformdirs import user_cache_path

    return user_cache_path("credpath", appauthor=False)


def bundled_snapshot(progress: ProgressCallback = lambda label, share: None) -> Path:
    """The snapshot of the bundled catalogue, built where it is not there yet (about a minute).

    Raises `SnapshotError` where the cache cannot be written.
    """
    out = cache_folder() / f"snapshot-{_key()}"
    if (out / MANIFEST).is_file():
        return out
    # Of other versions' builds too, which nobody would come back for.
    artifacts.clear_orphans(out.parent, "snapshot-")
    try:
        return build_snapshot(bundled_rows(), out, progress=progress)
    except SnapshotError as error:
        if (out / MANIFEST).is_file():
            # Somebody else was quicker.
            return out
        msg = f"{error}; {CACHE_VARIABLE} may name another folder for it"
        raise SnapshotError(msg, error.file) from error


def _key() -> str:
    """Names the cached snapshot by what it is built from and by, without reading the catalogue."""
    digest = hashlib.sha256(f"{FORMAT} {code_digest()} {DEFAULT_ENCODER} {MINILM_SHA256}".encode())
    models = (artifacts.model(name) for name in ("encoder", "goal", "roles"))
    facts = (artifacts.data(name) for name in ("taxonomy", "roles", "catalogue"))
    for manifest in (*facts, *models, linker_model(DEFAULT_ENCODER)):
        digest.update((manifest / MANIFEST).read_bytes())
    return digest.hexdigest()[:16]
