"""Bundled folders, checked: where they lie in a wheel and beside a checkout, what a manifest promises, how one is made.

An artefact is a folder of files with ``manifest.json``, which names the sha256 of each. Every model, and every ranker
that a platform trained, is read through `Artifact`; every folder that is published at once goes through `publishing`.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from recommender.errors import CredPathError, ModelError

MANIFEST: Final = "manifest.json"
REINSTALL: Final = "reinstall credpath"
_PACKAGE: Final = Path(__file__).resolve().parent


def data(name: str) -> Path:
    """A folder of bundled facts: ``taxonomy``, ``roles`` or ``catalogue``."""
    return _PACKAGE / "data" / name


def model(name: str) -> Path:
    """A folder of trained artefacts: ``recommender/_models/NAME`` in a wheel, ``models/NAME`` beside a checkout."""
    for folder in (_PACKAGE / "_models" / name, _PACKAGE.parent / "models" / name):
        if folder.is_dir():
            return folder
    msg = f"the model {name!r} is not installed; {REINSTALL}"
    raise ModelError(msg)


def api_factory() -> str:
    """The import path of the service's factory, in a wheel or beside a checkout."""
    return "recommender._api:create_service" if (_PACKAGE / "_api").is_dir() else "api:create_service"


@dataclass(frozen=True, slots=True)
class Artifact:
    """A folder with its manifest read. ``what`` names it in messages, ``remedy`` says what to do about damage."""

    folder: Path
    manifest: dict[str, Any]
    what: str
    remedy: str

    @classmethod
    def read(cls, folder: Path, what: str, remedy: str = REINSTALL, kind: int | None = None) -> Artifact:
        """Read the manifest; `ModelError` where it is missing, not readable or of another format than ``kind``."""
        try:
            found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            msg = f"{what}: {MANIFEST} is missing or not readable; {remedy}"
            raise ModelError(msg) from error
        if not isinstance(found, dict):
            msg = f"{what}: {MANIFEST} is malformed; {remedy}"
            raise ModelError(msg)
        if kind is not None and found.get("format") != kind:
            msg = f"{what} is of format {found.get('format')}; this version reads {kind}: {remedy}"
            raise ModelError(msg)
        return cls(folder, found, what, remedy)

    def file(self, name: str) -> Path:
        """One of its files, after comparing the checksum; `ModelError` where it is missing or altered."""
        path = self.folder / name
        if not path.is_file():
            msg = f"{self.what}: {name} is missing; {self.remedy}"
            raise ModelError(msg)
        if sha256_of(path) != self.sha256(name):
            msg = f"{self.what}: {name} is altered, not the file that its manifest names; {self.remedy}"
            raise ModelError(msg)
        return path

    def sha256(self, name: str) -> str:
        """The checksum that the manifest states of a file; `ModelError` where it states none."""
        try:
            return str(self.manifest["files"][name]["sha256"])
        except (KeyError, TypeError) as error:
            raise self.malformed(error) from error

    def malformed(self, error: Exception) -> ModelError:
        """The error to raise where what was read is not what was expected."""
        return ModelError(f"{self.what} is malformed ({type(error).__name__}: {error}); {self.remedy}")


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


@contextmanager
def publishing(out: Path, error: type[CredPathError]) -> Iterator[Path]:
    """A temporary folder beside ``out`` that becomes ``out`` at the end, whole or not at all.

    Files are synced before one rename publishes them; where the body fails, all that stays is an empty lock. One
    process at a time makes ``out``: others wait, and whoever comes next removes what a killed one left. Raises
    ``error`` where ``out`` exists already, which is never overwritten, or cannot be written.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with _alone(out):
            _clear(out)
            if out.exists():
                msg = f"{out.name} exists already and is never overwritten; choose another folder"
                raise error(msg)
            with _beside(out) as temporary:
                yield temporary
                _publish(temporary, out, error)
    except OSError as failure:
        msg = f"{out.name} cannot be written in {out.parent} ({failure.strerror or type(failure).__name__})"
        raise error(msg) from failure


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Hold the lock of ``out``: an empty hidden file beside it. A killed process lets go of it.

    The file goes away once ``out`` is there, because then nobody makes it any more. Before that it has to stay: who
    waits for a file that is gone and who makes it anew would both believe to be alone.
    """
    from filelock import FileLock

    with FileLock(_lock(out)):
        try:
            yield
        finally:
            if out.exists():
                _lock(out).unlink(missing_ok=True)


def _lock(out: Path) -> Path:
    return out.parent / f".{out.name}.lock"


def _clear(out: Path) -> None:
    """Remove what killed processes left of ``out``; whoever holds its lock is alone, so nobody works in there."""
    for left in out.parent.glob(f".{out.name}-*"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)


def clear_orphans(folder: Path, prefix: str) -> None:
    """Remove what killed processes left in ``folder`` of outputs whose names begin with ``prefix``.

    What a living process works on is left alone: it holds the lock.
    """
    from filelock import FileLock, Timeout

    for left in folder.glob(f".{prefix}*-*"):
        out = folder / left.name[1:].rpartition("-")[0]
        if left.is_dir():
            with contextlib.suppress(Timeout, OSError), FileLock(_lock(out), blocking=False):
                _clear(out)


@contextmanager
def _beside(out: Path) -> Iterator[Path]:
    temporary = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        yield temporary
    finally:
        if temporary.exists():
            shutil.rmtree(temporary, ignore_errors=True)


def _publish(temporary: Path, out: Path, error: type[CredPathError]) -> None:
    for path in (*temporary.rglob("*"), temporary):
        _sync(path)
    temporary.chmod(0o755)
    try:
        temporary.rename(out)
    except OSError as failure:
        msg = f"{out.name} could not be published ({failure.strerror}); another process may have made it"
        raise error(msg) from failure
    _sync(out.parent)


def _sync(path: Path) -> None:
    # Some file systems refuse to sync a folder; the rename is atomic all the same.
    with contextlib.suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
