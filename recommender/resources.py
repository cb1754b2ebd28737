"""Where bundled files live, in a wheel and beside a checkout alike."""

from __future__ import annotations

import hashlib
from pathlib import Path

from recommender.errors import ModelError

_PACKAGE = Path(__file__).resolve().parent


def data(name: str) -> Path:
    """A folder of bundled facts: ``taxonomy`` or ``catalogue``."""
    return _PACKAGE / "data" / name


def model(name: str) -> Path:
    """A folder of trained artefacts: ``recommender/_models/NAME`` in a wheel, ``models/NAME`` beside a checkout."""
    for folder in (_PACKAGE / "_models" / name, _PACKAGE.parent / "models" / name):
        if folder.is_dir():
            return folder
    msg = f"the model {name!r} is not installed; reinstall credpath"
    raise ModelError(msg)


def code_digest() -> str:
    """SHA-256 of the source of everything that decides what a snapshot holds, so that changed code means another id."""
    digest = hashlib.sha256()
    parts = ("catalogue", "embed", "taxonomy", "columns.py", "goal/requirements.py", "normalize.py", "rows.py")
    for part in (*parts, "scales.py", "snapshot.py"):
        path = _PACKAGE / part
        for file in sorted(path.glob("*.py")) if path.is_dir() else [path]:
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()


def api_factory() -> str:
    """The import path of the service's factory, in a wheel or beside a checkout."""
    return "recommender._api:create_app" if (_PACKAGE / "_api").is_dir() else "api:create_app"
