"""The additive ranker: exact contributions, functions that never fall, arrays that are checked, order, propensities."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommender import artifacts
from recommender.engine import Recommender
from recommender.errors import ModelError
from recommender.rank import ranker
from recommender.rank.explanation import MAX_SENTENCES, subjects
from recommender.rank.features import FEATURES, RISING
from recommender.rank.history import NEUTRAL, Past, Uptake
from recommender.rank.transitions import ORDER_FEATURES, Histories, Order
from recommender.records import Learner, NamedSkill, Preferences, Price
from recommender.training import boosting
from recommender.training.propensity import MIN_EXAMINATION, examination
from tests.properties.test_promises import SKILLS, catalogues, changed, links

DATE = dt.date(2026, 1, 1)
LIMITED = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def table(rows, seed=0):
    random = np.random.default_rng(seed)
    found = random.random((rows, len(FEATURES)))
    found[random.random(found.shape) < 0.1] = 0.5
    return found


def test_a_fitted_score_is_what_scikit_learn_says_and_its_parts_add_up():
    x = table(1_500)
    y = np.random.default_rng(1).random(1_500) < x[:, 0] * (1 - x[:, 4])
    fitted = boosting.fit(x, y, FEATURES, RISING, settings=boosting.BoostingSettings(trees=60))
    assert fitted.score(x) == pytest.approx(fitted.intercept + fitted.contributions(x).sum(axis=1), abs=1e-12)
    assert np.corrcoef(fitted.score(x), y)[0, 1] > 0.2


@pytest.mark.parametrize("seed", range(3))
def test_what_must_not_fall_never_falls_whatever_the_labels_say(seed):
    x = table(1_000, seed)
    y = np.random.default_rng(seed).random(1_000) > x[:, :5].mean(axis=1)
    fitted = boosting.fit(x, y, FEATURES, RISING, settings=boosting.BoostingSettings(trees=80))
    for name, shape in zip(fitted.names, fitted.shapes, strict=True):
        if name in RISING:
            assert (np.diff(shape.value) >= -1e-9).all(), name
    fallen = [n for n, s in zip(fitted.names, fitted.shapes, strict=True) if (np.diff(s.value) < -1e-9).any()]
    free = boosting.fit(x, y, FEATURES, settings=boosting.BoostingSettings(trees=80))
    assert any((np.diff(s.value) < -1e-9).any() for n, s in zip(free.names, free.shapes, strict=True) if n in RISING)
    assert not set(fallen) & set(RISING)


def test_unknown_values_have_a_score_of_their_own_and_labels_all_alike_are_refused():
    x = table(600)
    x[:200, 2] = np.nan
    fitted = boosting.fit(x, np.isnan(x[:, 2]), FEATURES, settings=boosting.BoostingSettings(trees=20))
    assert fitted.score(x)[:200].min() > fitted.score(x)[200:].max()
    with pytest.raises(ModelError, match="all labels are the same"):
        boosting.fit(x, np.ones(600, dtype=bool), FEATURES)


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


def place(engine, identifier, preferences, top=50):
    answer = engine.recommend(Learner(), "data analyst", preferences=preferences, top=top, as_of=DATE)
    order = [item.credential.id for item in answer.recommendations]
    return order.index(identifier) if identifier in order else len(order) + 1


@LIMITED
@given(
    catalogues(),
    st.integers(0, 6),
    st.sampled_from(["skill", "level", "hours", "price"]),
    links,
    st.floats(0, 1),
    st.integers(0, 3),
    st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]),
    st.lists(st.sampled_from([f"c{n}" for n in range(7)]), max_size=3, unique=True),
)
def test_promises_hold_under_learned_rankers(
    with_rows, learned_rankers, rows, which, change, extra, share, chosen, diversity, held
):
    """Teaching more, costing less and taking fewer hours never lower a place, at every diversity and history."""
    which %= len(rows)
    row, name = rows[which], f"c{which}"
    preferences = Preferences(
        held=tuple(h for h in held if h != name), diversity=diversity, budget=Price(amount=5_000, currency="USD")
    )
    if change == "skill":
        values = {"skills": (*row.skills, extra)}
    elif change == "level":
        first = row.skills[0]
        level = first.level + share * (1 - first.level)
        values = {"skills": (first.model_copy(update={"level": level}), *row.skills[1:])}
    elif getattr(row, change) is None:
        return
    else:
        values = {change: getattr(row, change) * share}
    ranker = learned_rankers[chosen]
    before = place(with_rows(rows, ranker), name, preferences)
    after = place(with_rows(changed(rows, which, **values), ranker), name, preferences)
    assert after <= before


@LIMITED
@given(catalogues(), st.integers(0, 3), st.floats(0, 1))
def test_terms_add_up_and_only_the_largest_are_put_into_words(with_rows, learned_rankers, rows, chosen, diversity):
    engine = with_rows(rows, learned_rankers[chosen])
    answer = engine.recommend(
        Learner(), "data analyst", preferences=Preferences(diversity=diversity), top=50, as_of=DATE
    )
    for item in answer.recommendations:
        assert sum(item.features.values()) == pytest.approx(item.score, abs=2e-5)
        assert item.takes is None
        assert len(item.reasons) <= MAX_SENTENCES + 1


def test_effects_are_differences_from_the_mean_of_the_candidates(small_engine):
    case = small_engine._case(None, "data analyst", Preferences(diversity=0.0), DATE)
    pipeline = small_engine._pipeline(case)
    _, table_, ranked = pipeline.ranked(pipeline.gap, 50)
    mean = np.mean([item.score for item in ranked])
    assert len(ranked) == len(table_.values)
    for item in ranked:
        assert sum(item.effects.values()) == pytest.approx(item.score - mean, abs=1e-9)
        moved = list(map(abs, subjects(item).values()))
        assert moved == sorted(moved, reverse=True)


def test_a_place_is_owed_to_a_credential_only_if_without_it_the_place_is_another(small, learned_rankers):
    engine = Recommender(small, next(r for r in learned_rankers if r.history is not None))
    preferences = Preferences(held=("sql", "stats"))
    answer = engine.recommend(Learner(), "data analyst", preferences=preferences, top=20, as_of=DATE)
    order = [item.credential.id for item in answer.recommendations]
    for item in answer.recommendations:
        said = next((r for r in item.reasons if r.startswith("often taken next after")), None)
        for name, title in (("sql", "SQL for Data Analysis"), ("stats", "Statistics Foundations")):
            if said is not None and title in said:
                rest = tuple(h for h in preferences.held if h != name)
                others = engine.recommend(
                    Learner(), "data analyst", preferences=Preferences(held=rest, exclude=(name,)), top=20, as_of=DATE
                )
                without = [i.credential.id for i in others.recommendations]
                assert without.index(item.credential.id) > order.index(item.credential.id)


def test_some_places_are_owed_to_what_was_taken_and_each_that_is_falls_without_it(small, learned_rankers):
    owed = 0
    for learned in learned_rankers:
        engine = Recommender(small, learned)
        for held in (("sql",), ("stats", "viz"), ("sql", "mining")):
            pipeline = engine._pipeline(engine._case(None, "data analyst", Preferences(held=held), DATE))
            gap = pipeline.gap
            candidates, table_, ranked = pipeline.ranked(gap, 20)
            for place, rows in pipeline.history_behind(gap, candidates, table_, ranked).items():
                owed += len(rows)
                for row in rows:
                    rest = [n for n in pipeline.taken if n != row]
                    values = table_.values.copy()
                    values[:, FEATURES.index("order")] = pipeline.past.order(rest, candidates.rows)
                    without = pipeline.ordered(candidates, gap, replace(table_, values=values), 20)
                    assert [item.position for item in without].index(ranked[place].position) > place
    assert owed > 0


def test_order_knows_what_comes_next_and_smooths_what_nobody_took():
    histories = Histories.of([[0, 1, 2], [0, 1, 3], [0, 1, 2], [4, 0, 1]])
    order = Order.fit(histories, 6)
    found = order.features(Histories.of([[0, 1], []]))
    assert found.shape == (2, 6, len(ORDER_FEATURES))
    assert np.isfinite(found).all()
    after = found[0, :, ORDER_FEATURES.index("next")]
    assert after[2] > after[3] > after[5]
    direction = order.direction.toarray()
    assert direction[0, 1] > 0 > direction[1, 0]
    assert direction[0, 1] == pytest.approx(-direction[1, 0])
    before, last = histories.without_last(np.asarray([1, 1, 1, 1]))
    assert (before.items.tolist(), last.items.tolist()) == ([0, 1, 0, 1, 0, 1, 4, 0], [2, 3, 2, 1])


def test_an_unseen_credential_is_told_by_its_skills_and_teaching_more_only_helps(small, learned_rankers):
    history = learned_rankers[0].history
    past = Past(history, small.credentials, small.space.number)
    rows = np.arange(len(small.credentials))
    assert past.order([], rows).tolist() == [NEUTRAL] * len(rows)
    found = past.order([small.credentials.number("sql")], rows)
    assert ((found >= 0) & (found <= 1)).all()
    assert found.std() > 0


def test_uptake_is_shrunk_towards_the_mean():
    found = Uptake(np.asarray([0.0, 10.0, 1000.0]), np.asarray([0.0, 10.0, 50.0])).relative()
    assert found[0] == pytest.approx(NEUTRAL)
    assert found[1] > NEUTRAL > found[2]


def test_positions_are_corrected_only_where_propensities_are_known():
    random = np.random.default_rng(3)
    position = np.tile(np.arange(1, 6), 4_000)
    looked = random.random(len(position)) < np.asarray([1, 0.8, 0.6, 0.4, 0.3])[position - 1]
    acted = looked & (random.random(len(position)) < 0.3)
    nothing = np.full(len(position), np.nan)
    told = examination(position, acted, np.ones(len(position), dtype=bool), nothing)
    assert told.source == "randomised"
    assert told.curve == pytest.approx([1, 0.8, 0.6, 0.4, 0.3], abs=0.06)
    off = examination(position, acted, np.zeros(len(position), dtype=bool), nothing)
    assert (off.source, off.of(position, nothing).min()) == ("off", 1.0)
    stated = np.full(len(position), 0.01)
    logged = examination(position, acted, np.zeros(len(position), dtype=bool), stated)
    assert (logged.source, logged.of(position, stated).max(), logged.clipped) == ("logged", MIN_EXAMINATION, 1.0)
    assert told.of(np.asarray([1, 5, 9]), nothing[:3]).tolist() == [1, told.curve[4], told.curve[4]]


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
