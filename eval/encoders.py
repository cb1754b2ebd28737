"""Encoders by name for the tasks: exported once under ``build/eval`` and opened from there."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from recommender.embed.encoder import Encoder, OnnxEncoder
from recommender.embed.export import export_minilm

CACHE: Final = Path("build") / "eval" / "encoders"
PLAIN: Final = "all-MiniLM-L6-v2"


def plain() -> Encoder:
    """The packaged all-MiniLM-L6-v2, as it comes."""
    folder = CACHE / PLAIN
    if not (folder / "encoder.json").is_file():
        export_minilm(folder)
    return OnnxEncoder(folder)
