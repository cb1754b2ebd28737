"""The domain encoder on disk."""

from __future__ import annotations

import numpy as np

from recommender.embed.domain_encoder import expanded, reduced


def test_eight_bits_are_near_enough():
    change = np.random.default_rng(2).standard_normal((40, 64)).astype(np.float32)
    assert np.abs(expanded(*reduced(change)) - change).max() <= np.abs(change).max() / 127 / 2 + 1e-6
    assert (expanded(*reduced(np.zeros((3, 4), dtype=np.float32))) == 0).all()
