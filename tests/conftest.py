"""Shared fixtures: one small snapshot with a deterministic encoder, and the bundled one with the real encoder."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from recommender.catalogue.schema import CatalogueRow
from recommender.engine import Recommender
from recommender.rank.ranker import Ranker
from recommender.snapshot.build import build_snapshot, fill_catalogue
from recommender.snapshot.bundled import bundled_snapshot
from recommender.snapshot.snapshot import Snapshot, open_snapshot
from tests.support.catalogues import ROWS
from tests.support.rankers import made_up_ranker

ROOT = Path(__file__).resolve().parent.parent
# The bundled snapshot is named by its content, so one folder serves every run of the tests.
os.environ.setdefault("CREDPATH_CACHE", str(ROOT / "build" / "cache"))
os.environ.setdefault("HF_HUB_OFFLINE", "1")


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory) -> Path:
    return build_snapshot(ROWS, tmp_path_factory.mktemp("small") / "snapshot", encoder="hashing-64")


@pytest.fixture(scope="session")
def small(small_folder) -> Snapshot:
    return open_snapshot(small_folder, full=True)


@pytest.fixture(scope="session")
def small_engine(small) -> Recommender:
    return Recommender(small)


@pytest.fixture
def with_rows(small, tmp_path_factory):
    """The small snapshot with another catalogue; text vectors are those of the titles alone, so they stay fixed."""

    def make(rows: list[CatalogueRow], ranker: Ranker | None = None) -> Recommender:
        folder = tmp_path_factory.mktemp("rows")
        credentials, _ = fill_catalogue(folder, rows, small.space, small.linker, small.encoder)
        index = type(small.credential_index).build(small.encoder.encode([row.title for row in rows]))
        return Recommender(replace(small, credentials=credentials, credential_index=index), ranker)

    return make


@pytest.fixture(scope="session")
def learned_rankers(small) -> list[Ranker]:
    """Rankers fitted on made-up logs, in some of which what closes more is taken less, with a history of their own."""
    return [made_up_ranker(small, seed) for seed in range(4)]


@pytest.fixture(scope="session")
def bundled_folder() -> Path:
    """The bundled snapshot; one that is named where the code under test is a mutant, which would build its own."""
    named = os.environ.get("CREDPATH_TEST_SNAPSHOT")
    return Path(named) if named else bundled_snapshot()


@pytest.fixture(scope="session")
def bundled(bundled_folder) -> Snapshot:
    return open_snapshot(bundled_folder, full=True)


@pytest.fixture(scope="session")
def engine(bundled) -> Recommender:
    return Recommender(bundled)
