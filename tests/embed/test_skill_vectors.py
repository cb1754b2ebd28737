"""Several vectors a skill: the nearest by any of them, against a plain computation."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.arrays import normalise
from recommender.embed.skill_vectors import VIEWS, SkillVectors, read_view, write_views
from recommender.errors import ModelError


@pytest.fixture(scope="module")
def random():
    return np.random.default_rng(3)


@pytest.mark.parametrize("views", [1, 3])
def test_the_nearest_are_those_of_a_plain_computation(random, views):
    skills, dimension = 200, 16
    matrix = normalise(random.standard_normal((views * skills, dimension)).astype(np.float32))
    queries = normalise(random.standard_normal((12, dimension)).astype(np.float32))
    made = SkillVectors(matrix, skills)
    best = np.round(queries @ matrix.T, 4).reshape(12, views, skills).max(axis=1)
    for row, found in zip(best, made.nearest(queries, 7), strict=True):
        assert len(set(found.tolist())) == len(found) == 7
        assert row[found] == pytest.approx(np.sort(row)[::-1][:7], abs=2e-4)


def test_a_skill_without_other_views_goes_by_its_label(random):
    matrix = normalise(random.standard_normal((5, 8)).astype(np.float32))
    cosines = SkillVectors(matrix, 5).cosines(matrix[2], np.arange(5))
    assert cosines.shape == (5, 3)
    assert (cosines[:, 0] == cosines[:, 1]).all()
    assert cosines[2] == pytest.approx(1, abs=1e-4)


def test_missing_views_are_named(tmp_path):
    (tmp_path / "manifest.json").write_text('{"name": "x", "files": {"delta.npz": {"sha256": "0"}}}')
    with pytest.raises(ModelError, match="views"):
        read_view(tmp_path, "alternatives")


def test_views_of_other_names_stay(tmp_path):
    path = tmp_path / VIEWS
    write_views(path, {"titles": (["esco:a"], np.eye(1, 4, dtype=np.float32))})
    write_views(path, {"work": (["esco:b"], np.eye(1, 4, 1, dtype=np.float32))})
    with np.load(path) as stored:
        assert (stored["titles/ids"].tolist(), stored["work/ids"].tolist()) == (["esco:a"], ["esco:b"])
