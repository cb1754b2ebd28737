"""The engine over stored vectors and links that golden answers come from."""

from __future__ import annotations

import pytest

from recommender.engine import Recommender
from tests.support import golden
from tests.support.stored import Stored


@pytest.fixture(scope="session")
def stored_engine(small, tmp_path_factory):
    held = Stored.read(golden.ANSWERS / "vectors")
    return Recommender(held.snapshot(small, tmp_path_factory.mktemp("stored")))
