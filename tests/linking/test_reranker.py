"""The re-ranker that ships: what it was fitted with, that it is what scikit-learn fitted, and that damage is named."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest

from recommender import artifacts
from recommender.errors import ModelError
from recommender.linking.occupations import OccupationModel
from recommender.linking.reranker import ARRAYS, FEATURES, HEADS, Reranker

NAMES = ["credpath-minilm", "all-MiniLM-L6-v2"]


@pytest.mark.parametrize("name", NAMES)
def test_what_ships_can_be_read_and_gives_probabilities(name):
    model = Reranker.read(artifacts.model("linker") / name)
    assert model.encoder == name
    random = np.random.default_rng(0)
    for head in HEADS:
        found = model.heads[head].probability(random.random((200, len(FEATURES))))
        assert ((found >= 0) & (found <= 1)).all()
        assert np.ptp(found) > 0.01
        assert 0 < model.heads[head].threshold < 1
        assert not len(model.heads[head].probability(np.zeros((0, len(FEATURES)))))


def test_the_exported_trees_are_those_of_scikit_learn():
    from sklearn.ensemble import HistGradientBoostingClassifier

    from recommender.data.build.fit_linker import exported
    from recommender.linking.reranker import Trees

    random = np.random.default_rng(1)
    features = random.random((900, len(FEATURES)))
    right = features[:, 0] + features[:, 4] * features[:, 7] + 0.2 * random.standard_normal(900) > 0.8
    fitted = HistGradientBoostingClassifier(max_iter=20, max_leaf_nodes=6, random_state=1).fit(features, right)
    parts = exported(fitted)
    trees = Trees(**parts, bias=float(fitted._baseline_prediction.ravel()[0]))
    assert trees.score(features) == pytest.approx(fitted.decision_function(features), abs=1e-9)


def test_damage_is_named(tmp_path):
    folder = tmp_path / "linker"
    shutil.copytree(artifacts.model("linker") / NAMES[0], folder)
    (folder / ARRAYS).write_bytes(b"not an archive")
    with pytest.raises(ModelError, match="altered"):
        Reranker.read(folder)
    (folder / ARRAYS).unlink()
    with pytest.raises(ModelError, match="missing"):
        Reranker.read(folder)
    with pytest.raises(ModelError, match="models/goal"):
        OccupationModel.read(tmp_path)


def test_what_was_fitted_stands_in_the_manifest():
    for name in NAMES:
        manifest = json.loads((artifacts.model("linker") / name / "manifest.json").read_text())
        assert manifest["features"] == list(FEATURES)
        assert manifest["heads"]["sentence"]["out_of_fold"]["ece"] < 0.02
