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
    again = FaissIndex.read(tmp_path / "i.faiss", vectors)
    for share, least in ((None, 0.97), (0.9, 0.97), (0.5, 0.97), (0.1, 1), (0.02, 1), (0.005, 1)):
        mask = None if share is None else np.random.default_rng(3).random(4000) < share
        similarity, rows = again.search(queries, 10, mask)
        _, expected = exact(vectors, queries, 10, mask)
        assert rows.shape == expected.shape
        assert rows.min() >= 0
        assert mask is None or mask[rows].all()
        assert similarity == pytest.approx(np.take_along_axis(queries @ vectors.T, rows, 1), abs=2e-4)
        recall = np.mean([len(set(a) & set(b)) / len(b) for a, b in zip(rows, expected, strict=True)])
        assert recall >= least, share


@pytest.mark.parametrize("exact_below", [10**6, 100])
@pytest.mark.parametrize("share", [0.005, 0.02, 0.1, 0.5, 1.0])
def test_known_rows_and_more_than_there_are(exact_below, share):
    """Every kind of index: cosines of named rows, and a search for more rows than the graph leads to."""
    vectors, queries = unit(4, 3000, 24), unit(5, 4, 24)
    index = FaissIndex.build(vectors, exact_below=exact_below)
    allowed = np.random.default_rng(6).random(3000) < share
    rows = np.random.default_rng(7).permutation(np.flatnonzero(allowed))
    assert index.cosines(queries, rows) == pytest.approx((queries @ vectors.T)[:, rows], abs=6e-5)
    for k in (len(rows), 2000, 10**6):
        found, positions = index.search(queries, k, allowed)
        expected, expected_rows = exact(vectors, queries, k, allowed)
        assert positions.shape == expected_rows.shape
        assert (np.sort(positions) >= 0).all()
        if k >= len(rows):
            assert (np.sort(positions) == np.sort(rows)).all()
            assert found == pytest.approx(expected, abs=2e-4)


def test_an_index_of_other_vectors_is_refused(tmp_path):
    FaissIndex.build(unit(1, 200), exact_below=100).write(tmp_path / "i.faiss")
    for others in (unit(1, 201), unit(1, 200, 8)):
        with pytest.raises(SnapshotError, match=r"i\.faiss"):
            FaissIndex.read(tmp_path / "i.faiss", others)


def test_nothing_to_find():
    index = FaissIndex.build(unit(1, 5))
    assert index.search(unit(2, 2), 3, np.zeros(5, dtype=bool))[1].shape == (2, 0)
    assert index.search(unit(2, 0), 3)[1].shape == (0, 0)


def test_a_damaged_file_is_named(tmp_path):
    (tmp_path / "i.faiss").write_bytes(b"nothing")
    with pytest.raises(SnapshotError, match=r"i\.faiss"):
        FaissIndex.read(tmp_path / "i.faiss", unit(1, 5))
