"""The FAISS index against plain numpy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommender.arrays import normalise
from recommender.embed.index.faiss import FaissIndex
from recommender.errors import SnapshotError


def exact(vectors, queries, k, allowed=None):
    similarity = np.round((queries @ vectors.T).astype(np.float64), 4)
    rows = np.arange(len(vectors)) if allowed is None else np.flatnonzero(allowed)
    order = np.lexsort((np.broadcast_to(rows, (len(queries), len(rows))), -similarity[:, rows]), axis=1)[:, :k]
    return np.take_along_axis(similarity[:, rows], order, 1), rows[order]


def unit(seed, n, d=16):
    return normalise(np.random.default_rng(seed).standard_normal((n, d)).astype(np.float32))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 80), st.integers(1, 20), st.floats(0, 1))
def test_flat_is_numpy_with_and_without_a_filter(seed, n, k, share):
    vectors, queries = unit(seed, n), unit(seed + 1, 3)
    allowed = np.random.default_rng(seed).random(n) < share
    index = FaissIndex.build(vectors)
    assert index.exact
    for mask in (None, allowed):
        found, rows = index.search(queries, k, mask)
        expected, expected_rows = exact(vectors, queries, k, mask)
        assert found == pytest.approx(expected, abs=2e-4)
        assert found.shape == expected_rows.shape
        if mask is not None:
            assert mask[rows].all()


def test_cosine_is_cosine_and_not_another_metric():
    vectors = normalise(np.array([[1, 0], [1, 1], [-1, 0]], dtype=np.float32))
    found, rows = FaissIndex.build(vectors).search(vectors[:1], 3)
    assert rows[0].tolist() == [0, 1, 2]
    assert found[0] == pytest.approx([1, 0.7071, -1])


def test_ties_go_to_the_lower_row():
    vectors = normalise(np.ones((5, 4), dtype=np.float32))
    assert FaissIndex.build(vectors).search(vectors[:1], 5)[1][0].tolist() == [0, 1, 2, 3, 4]


def test_above_the_limit_it_is_approximate_and_near_to_exact(tmp_path):
    vectors, queries = unit(1, 4000, 32), unit(2, 50, 32)
    index = FaissIndex.build(vectors, exact_below=1000)
    assert not index.exact
    index.write(tmp_path / "i.faiss")
    again = FaissIndex.read(tmp_path / "i.faiss")
    rare = np.random.default_rng(3).random(4000) < 0.02
    for mask, least in ((None, 0.97), (rare, 0.9)):
        _, rows = again.search(queries, 10, mask)
        _, expected = exact(vectors, queries, 10, mask)
        recall = np.mean([len(set(a) & set(b)) / 10 for a, b in zip(rows, expected, strict=True)])
        assert recall >= least


def test_nothing_to_find():
    index = FaissIndex.build(unit(1, 5))
    assert index.search(unit(2, 2), 3, np.zeros(5, dtype=bool))[1].shape == (2, 0)
    assert index.search(unit(2, 0), 3)[1].shape == (0, 0)


def test_a_damaged_file_is_named(tmp_path):
    (tmp_path / "i.faiss").write_bytes(b"nothing")
    with pytest.raises(SnapshotError, match=r"i\.faiss"):
        FaissIndex.read(tmp_path / "i.faiss")
