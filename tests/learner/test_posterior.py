"""Evidence about one skill to a posterior over its level."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta

from recommender.learner.posterior import (
    EDGES,
    LEVELS,
    PRIOR,
    SURENESS,
    ItemResponse,
    Observation,
    chance_correct,
    density,
    posterior_of,
)
from recommender.learner.state import infer
from recommender.records import Evidence, Item

TODAY = dt.date(2026, 1, 1)


def evidence(level, kind="claimed", reliability=0.6, date=None, source="cv"):
    return Evidence(skill="x", level=level, kind=kind, source=source, reliability=reliability, date=date)


def python(space):
    return int(space.lookup("Python")[0].node)


def test_a_verified_result_weighs_more_than_a_self_rating_and_names_the_state(small):
    skill = python(small.space)
    claim, test = evidence(0.9), evidence(0.3, "evidenced", 0.95, source="test")
    state = infer([(skill, claim), (skill, test)], small.space, TODAY).by_node[skill]
    assert (state.kind, state.sources) == ("evidenced", ("test", "cv"))
    assert abs(state.mean - 0.3) < abs(state.mean - 0.9) / 4


def test_without_evidence_the_density_is_the_prior_and_sums_to_one():
    assert abs(density([]).sum() - 1) < 1e-12
    assert abs(density([]) @ LEVELS - 1 / 3) < 1e-3
    assert len(EDGES) == len(LEVELS) + 1


def test_nothing_is_held_at_full_strength_on_a_claim():
    assert posterior_of((Observation(1.0, "claimed", 0.6, 0.0, "cv"),)).mean < 0.85


def test_skills_fade():
    seen = [posterior_of((Observation(0.8, "evidenced", 1.0, age, "test"),)) for age in (0.0, 5.0, 20.0)]
    assert seen[0].mean > seen[1].mean > seen[2].mean
    assert seen[0].sd < seen[1].sd


def test_two_sources_are_worth_more_than_one_that_repeats_itself():
    twice = posterior_of((Observation(0.7, "claimed", 0.5, 0.0, "cv"), Observation(0.7, "claimed", 0.5, 0.0, "cv")))
    both = posterior_of((Observation(0.7, "claimed", 0.5, 0.0, "cv"), Observation(0.7, "claimed", 0.5, 0.0, "badge")))
    assert abs(both.mean - 0.7) < abs(twice.mean - 0.7)


def test_one_source_is_right_or_wrong_as_a_whole_as_often_as_its_uncertain_reliability_says():
    """Against a sum over finely spaced reliabilities, drawn from the same distribution by scipy."""
    low, high = (Observation(level, "claimed", 0.6, 0.0, "cv") for level in (0.2, 0.8))
    right = [density([replace(item, reliability=1.0)]) / PRIOR for item in (low, high)]
    grid = np.linspace(0.05, 0.95, 181)
    weight = beta(SURENESS * 0.6, SURENESS * 0.4).pdf(grid)
    mixed = np.prod([grid[:, None] * shape + 1 - grid[:, None] for shape in right], axis=0)
    expected = PRIOR * (weight[:, None] * mixed).sum(axis=0)
    assert np.abs(density([low, high]) - expected / expected.sum()).max() < 1e-3


def test_a_wrong_answer_is_as_likely_as_a_right_one_is_not():
    item = Item(id="i", skill="x", text="?", a=1.4, b=0.5, c=0.2)
    right, wrong = (
        density([Observation(None, "evidenced", 1.0, 0.0, "test", ItemResponse(item, correct))])
        for correct in (True, False)
    )
    chance = chance_correct(item)
    assert np.allclose(right, PRIOR * chance / (PRIOR @ chance))
    assert np.allclose(wrong, PRIOR * (1 - chance) / (PRIOR @ (1 - chance)))
    assert wrong @ LEVELS < PRIOR @ LEVELS < right @ LEVELS


def test_contradiction_widens(small):
    skill = python(small.space)
    agree = infer([(skill, evidence(0.5)), (skill, evidence(0.5))], small.space, TODAY).by_node[skill]
    differ = infer([(skill, evidence(0.1)), (skill, evidence(0.9))], small.space, TODAY).by_node[skill]
    assert differ.sd > agree.sd
    assert differ.high - differ.low > agree.high - agree.low


def test_reliability_narrows(small):
    skill = python(small.space)
    sure = infer([(skill, evidence(0.5, reliability=1.0))], small.space, TODAY).by_node[skill]
    unsure = infer([(skill, evidence(0.5, reliability=0.1))], small.space, TODAY).by_node[skill]
    assert sure.sd < unsure.sd


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.floats(0, 1), st.floats(0.05, 1), st.sampled_from(["claimed", "evidenced"]), st.sampled_from("ab")
        ),
        min_size=1,
        max_size=4,
    ),
    st.floats(0, 1),
    st.floats(0.05, 1),
    st.sampled_from(["claimed", "evidenced"]),
    st.sampled_from("abc"),
)
def test_evidence_at_or_above_the_mean_never_lowers_it(small, items, share, reliability, kind, source):
    skill = python(small.space)
    held = [(skill, evidence(level, k, r, source=s)) for level, r, k, s in items]
    before = infer(held, small.space, TODAY).mean(skill)
    more = evidence(before + share * (1 - before), kind, reliability, source=source)
    after = infer([*held, (skill, more)], small.space, TODAY).mean(skill)
    assert after >= before - 1e-4
