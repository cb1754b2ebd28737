"""Every encoder that needs no download: unit vectors that do not depend on the company of a text."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.embed.encoder import open_encoder
from recommender.embed.minilm import DEFAULT_ENCODER, packaged_minilm

TEXTS = ["SQL", "", "data mining " * 80, "é 数据", "statistics"]


@pytest.fixture(scope="module", params=["hashing-16", DEFAULT_ENCODER, "folder"])
def encoder(request, bundled_folder):
    return open_encoder(str(packaged_minilm()) if request.param == "folder" else request.param, bundled_folder)


def test_vectors_are_of_unit_length_and_of_the_stated_shape(encoder):
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.dimension)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert encoder.encode([]).shape == (0, encoder.dimension)
    assert encoder.name


def test_a_text_has_the_same_vector_alone_and_in_company(encoder):
    together = encoder.encode(TEXTS)
    for number, text in enumerate(TEXTS):
        assert encoder.encode([text])[0] == pytest.approx(together[number], abs=2e-6)
    assert encoder.encode(TEXTS[::-1])[::-1] == pytest.approx(together, abs=2e-6)
