"""The additive ranker: exact contributions, functions that never fall, arrays that are checked, order, propensities."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys

import numpy as np
import pytest

from recommender import artifacts
from recommender.errors import ModelError
from recommender.rank import ranker
from recommender.rank.features import FEATURES
from recommender.records import Learner, NamedSkill, Preferences
from tests.properties.test_promises import SKILLS

DATE = dt.date(2026, 1, 1)


def table(rows, seed=0):
    random = np.random.default_rng(seed)
    found = random.random((rows, len(FEATURES)))
    found[random.random(found.shape) < 0.1] = 0.5
    return found


def test_a_ranker_reads_back_whole_and_damage_is_named(tmp_path, learned_rankers):
    written = ranker.write_ranker(tmp_path, "learned", learned_rankers[0], {"seed": 1}, "# card\n")
    x = table(50)
    assert written.score.score(x).tolist() == learned_rankers[0].score.score(x).tolist()
    assert written.history is not None
    assert written.history.credentials == learned_rankers[0].history.credentials
    assert (written.history.follows.counted != learned_rankers[0].history.follows.counted).nnz == 0
    content = (tmp_path / "ranker.npz").read_bytes()
    (tmp_path / "ranker.npz").write_bytes(content + b"\x00")
    with pytest.raises(ModelError, match="not the file that its manifest names"):
        ranker.Ranker.read(tmp_path)
    (tmp_path / "ranker.npz").write_bytes(content)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    (tmp_path / "manifest.json").write_text(json.dumps({**manifest, "format": 99}))
    with pytest.raises(ModelError, match="format 99"):
        ranker.Ranker.read(tmp_path)
    (tmp_path / "manifest.json").unlink()
    with pytest.raises(ModelError, match="missing or not readable"):
        ranker.Ranker.read(tmp_path)


def test_serving_a_ranker_imports_no_scikit_learn(tmp_path, learned_rankers):
    ranker.write_ranker(tmp_path, "learned", learned_rankers[0], {}, "")
    code = (
        f"import sys, pathlib; from recommender.rank.ranker import Ranker; Ranker.read(pathlib.Path({str(tmp_path)!r}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code + "; assert 'sklearn' not in sys.modules and 'torch' not in sys.modules"],
        check=False,
    )
    assert done.returncode == 0


def test_the_prior_that_ships_never_falls_and_says_that_it_is_set_by_hand():
    prior = ranker.Ranker.read(artifacts.model("ranker"))
    assert all((np.diff(shape.value) >= 0).all() for shape in prior.score.shapes)
    assert (prior.take, prior.finish, prior.history, prior.domain) == (None, None, None, None)
    assert "set by hand" in (artifacts.model("ranker") / "card.md").read_text()


def test_a_candidate_unlike_all_others_is_unfamiliar(learned_rankers):
    domain = learned_rankers[0].domain
    assert not domain.unfamiliar(np.full((1, len(FEATURES)), 0.5))[0]
    assert domain.unfamiliar(np.full((1, len(FEATURES)), 40.0))[0]


@pytest.mark.parametrize("diversity", [0.0, 0.5, 1.0])
def test_one_knob_spreads_providers_and_leaves_the_first_place(small_engine, diversity):
    learner = Learner(skills=(NamedSkill(name=SKILLS[0], level=0.2),))
    answer = small_engine.recommend(
        learner, "data analyst", preferences=Preferences(diversity=diversity), top=5, as_of=DATE
    )
    spread = [item.features["spread"] for item in answer.recommendations]
    assert spread[0] == 0
    assert (min(spread) < 0) == (diversity > 0.5)
