"""Encoders, linkers and resolvers by the encoder's name: exported once under ``build/eval`` and opened from there."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from recommender import artifacts
from recommender.data.build.shared.workbench import Workbench, open_encoder, open_workbench
from recommender.embed import texts
from recommender.embed.encoder import Encoder
from recommender.embed.minilm import DEFAULT_ENCODER, MINILM
from recommender.embed.skill_vectors import of_occupations
from recommender.linking.occupations import OccupationMatcher, OccupationModel

CACHE: Final = Path("build") / "eval" / "encoders"
PLAIN: Final = MINILM
SHIPPED: Final = DEFAULT_ENCODER


@lru_cache(maxsize=2)
def encoder(name: str) -> Encoder:
    """``all-MiniLM-L6-v2`` as it comes, or the one that ships."""
    if name != SHIPPED:
        return open_encoder(name, CACHE / name)
    # Named by its content, so that a retrained one is never mistaken for its predecessor.
    digest = hashlib.sha256((artifacts.model("encoder") / "manifest.json").read_bytes()).hexdigest()[:12]
    return open_encoder(name, CACHE / f"{name}-{digest}")


@lru_cache(maxsize=2)
def bench(name: str) -> Workbench:
    """The skill space, vectors and linker over one encoder."""
    return open_workbench(name, encoder=encoder(name))


@lru_cache(maxsize=2)
def resolver(name: str) -> OccupationMatcher:
    """The goal resolver over one encoder."""
    made = bench(name)
    titles = [texts.of_occupation(made.occupations.label(n)) for n in range(len(made.occupations))]
    views = artifacts.model("encoder") if name == SHIPPED else None
    vectors = of_occupations(made.occupations, np.asarray(made.encoder.encode(titles)), views)
    return OccupationMatcher(made.occupations, made.encoder, vectors, OccupationModel.read(artifacts.model("goal")))
