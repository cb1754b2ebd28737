"""Where bundled files live, in a wheel and beside a checkout alike."""

from __future__ import annotations

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


def api_factory() -> str:
    """The import path of the service's factory, in a wheel or beside a checkout."""
    return "recommender._api:create_app" if (_PACKAGE / "_api").is_dir() else "api:create_app"
