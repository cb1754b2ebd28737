"""Requests over 100,000 generated credentials: the approximate index that such a catalogue has, beside an exact one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np

from eval.planning.catalogues import SEED, generated
from recommender.arrays import Vectors, normalise
from recommender.catalogue.store import Credentials
from recommender.embed.index.faiss import FaissIndex
from recommender.engine import Recommender
from recommender.records import Learner, NamedSkill, Preferences
from recommender.snapshot.snapshot import Snapshot

SIZE: Final = 100_000
GOALS: Final = ("data analyst", "registered nurse", "electrician", "chef", "project manager", "web developer")
LEARNER: Final = Learner(skills=(NamedSkill(name="Microsoft Excel", level=0.4),))
#: Shares of the catalogue that a filter on providers leaves, with the providers that do.
PROVIDERS: Final = 200
SHARES: Final = (0.005, 0.02, 0.1, 0.5)
#: Nearest rows that both indexes are asked for where they are compared as indexes.
NEAREST: Final = 10
REPEATS: Final = 5


Beside = tuple[float, str, float]


def beside_exact(snapshot: Snapshot) -> tuple[Beside, Beside]:
    """(value, unit, floor) of a request over the approximate index beside the exact one, and of the lists alike."""
    with TemporaryDirectory() as folder:
        credentials = generated(snapshot, Path(folder), SIZE, providers=PROVIDERS)
        vectors = _vectors(snapshot, credentials)
        over = {
            name: Recommender(replace(snapshot, credentials=credentials, credential_index=index))
            for name, index in (
                ("approximate", FaissIndex.build(vectors)),
                ("exact", FaissIndex.build(vectors, exact_below=SIZE + 1)),
            )
        }
        same, spent = [], {name: list[float]() for name in over}
        for goal, preferences in _requests():
            lists = {name: _first(engine, goal, preferences) for name, engine in over.items()}
            same.append(lists["approximate"] == lists["exact"])
            for name in list(over) * REPEATS:
                begun = time.perf_counter()
                _first(over[name], goal, preferences)
                spent[name].append(1000 * (time.perf_counter() - begun))
    value, floor = median(spent["approximate"]), median(spent["exact"])
    return (value, "ms", floor), (sum(same), "lists", len(same))


def _requests() -> Iterator[tuple[str, Preferences]]:
    for goal in GOALS:
        yield goal, Preferences()
        for share in SHARES:
            count = round(PROVIDERS * share)
            yield goal, Preferences(providers=tuple(f"Provider {n}" for n in range(count)))


def _first(engine: Recommender, goal: str, preferences: Preferences) -> list[str]:
    answer = engine.recommend(LEARNER, goal, preferences=preferences, top=NEAREST)
    return [one.credential.id for one in answer.recommendations]


def _vectors(snapshot: Snapshot, credentials: Credentials) -> Vectors:
    """A vector for each credential: those of two bundled ones, and noise, so that no two are equal."""
    random = np.random.default_rng(SEED)
    old = snapshot.credential_index.vectors
    first, second = random.integers(0, len(old), (2, len(credentials)))
    noise = random.normal(0, 0.02, (len(credentials), old.shape[1])).astype(np.float32)
    return normalise(old[first] + old[second] + noise)
