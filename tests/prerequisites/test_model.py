"""How probable a prerequisite is."""

from __future__ import annotations

import hashlib
import json

import numpy as np
import pytest

from recommender import artifacts
from recommender.errors import ModelError
from recommender.prerequisites.model import FEATURES, Course, Courses, PrerequisiteModel, numbered

# Likely prerequisites


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("Algorithms I", "Algorithms II", 1),
        ("Algorithms II", "Algorithms I", -1),
        ("Calculus 1A: Differentiation", "Calculus 1B: Integration", 1),
        ("Mechanics", "Mechanics II", 1),
        ("Mechanics II", "Mechanics", -1),
        ("Mechanics", "Mechanics for Engineers", 0),
        ("Java 1", "Python 2", 0),
        ("Part 1", "Part 2", 1),
        ("", "Algebra", 0),
    ],
)
def test_parts_of_a_series(first, second, expected):
    import re

    assert numbered(*(re.findall(r"[a-z0-9]+", text.casefold()) for text in (first, second))) == expected


def test_features_of_a_pair_are_those_of_the_swapped_pair_swapped():
    random = np.random.default_rng(5)
    vectors = random.standard_normal((4, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    courses = [
        Course("Introduction to Statistics", "mean; variance", frozenset({1, 2}), 0.0),
        Course("Advanced Statistics", "statistics; regression", frozenset({2, 3}), 1.0),
        Course("Pottery", "", frozenset(), None),
        Course("", "", frozenset(), None),
    ]
    found = Courses(courses, vectors, vectors[::-1].copy(), {3: frozenset({1})})
    there, back = found.features([0, 2, 3], [1, 0, 2]), found.features([1, 0, 2], [0, 2, 3])
    assert there.shape == (3, len(FEATURES))
    swapped = [0, 1, 3, 2, 5, 4, 7, 6, 9, 8, 10, 12, 11, 14, 13, 15, 17, 16, 18]
    sign = np.ones(len(FEATURES))
    sign[[10, 18]] = -1
    assert there == pytest.approx(back[:, swapped] * sign)
    assert there[0, FEATURES.index("skills essential, forward")] == 1
    assert np.isfinite(there).all()


def test_the_model_that_ships_believes_in_beginnings_and_is_checked(tmp_path):
    model = PrerequisiteModel.read(artifacts.model("prerequisites"))
    weight = dict(zip(FEATURES, model.weights, strict=True))
    assert weight["first begins"] > 0 > weight["second begins"]
    assert weight["numbered parts"] > 0
    with pytest.raises(ModelError, match="missing"):
        PrerequisiteModel.read(tmp_path)
    content = json.dumps({"features": ["other"]})
    (tmp_path / "weights.json").write_text(content)
    for digest, message in (("0", "altered"), (hashlib.sha256(content.encode()).hexdigest(), "another version")):
        (tmp_path / "manifest.json").write_text(json.dumps({"files": {"weights.json": {"sha256": digest}}}))
        with pytest.raises(ModelError, match=message):
            PrerequisiteModel.read(tmp_path)
