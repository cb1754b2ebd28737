from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from recommender.learner import infer
from recommender.records import Evidence
from recommender.scales import BROADER_DISCOUNT, CLAIMED_LEVEL

TODAY = dt.date(2026, 1, 1)


def evidence(level, kind="claimed", reliability=0.6, date=None, source="cv"):
    return Evidence(skill="x", level=level, kind=kind, source=source, reliability=reliability, date=date)


def node(space, identifier):
    return int(space.canonical[space.number(identifier)])


def python(space):
    return int(space.lookup("Python")[0].node)


def test_kinds_stay_apart_and_the_strongest_decides(small):
    skill = python(small.space)
    states = infer(
        [(skill, evidence(0.9)), (skill, evidence(0.3, "evidenced", 0.95, source="test"))], small.space, TODAY
    )
    state = states.by_node[skill]
    assert (state.kind, state.mean, state.sources) == ("evidenced", 0.3, ("test",))


def test_unknown_level_is_assumed_and_said(small):
    skill = python(small.space)
    state = infer([(skill, evidence(None))], small.space, TODAY).by_node[skill]
    assert (state.mean, state.assumed) == (CLAIMED_LEVEL, True)


def test_contradiction_widens(small):
    skill = python(small.space)
    agree = infer([(skill, evidence(0.5)), (skill, evidence(0.5))], small.space, TODAY).by_node[skill]
    differ = infer([(skill, evidence(0.1)), (skill, evidence(0.9))], small.space, TODAY).by_node[skill]
    assert differ.sd > agree.sd


def test_reliability_narrows(small):
    skill = python(small.space)
    sure = infer([(skill, evidence(0.5, reliability=1.0))], small.space, TODAY).by_node[skill]
    unsure = infer([(skill, evidence(0.5, reliability=0.1))], small.space, TODAY).by_node[skill]
    assert sure.sd < unsure.sd


def test_a_broader_skill_is_inferred_at_a_discount(small):
    skill = python(small.space)
    states = infer([(skill, evidence(0.8))], small.space, TODAY)
    parents = [p for p, _ in small.space.broader_of(skill) if p in states.by_node]
    assert parents
    for parent in parents:
        assert states.by_node[parent].kind == "inferred"
        assert states.by_node[parent].mean <= BROADER_DISCOUNT * 0.8


def test_evidence_from_after_the_date_is_left_out(small):
    skill = python(small.space)
    late = evidence(0.9, date=dt.date(2026, 2, 1))
    assert infer([(skill, late)], small.space, TODAY).mean(skill) == 0


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0, 1), st.floats(0.05, 1), st.sampled_from(["claimed", "evidenced"])),
        min_size=1,
        max_size=4,
    ),
    st.floats(0, 1),
    st.floats(0.05, 1),
    st.sampled_from(["claimed", "evidenced"]),
)
def test_evidence_at_or_above_the_mean_never_lowers_it(small, items, share, reliability, kind):
    skill = python(small.space)
    held = [(skill, evidence(level, k, r)) for level, r, k in items]
    before = infer(held, small.space, TODAY).mean(skill)
    more = evidence(before + share * (1 - before), kind, reliability)
    after = infer([*held, (skill, more)], small.space, TODAY).mean(skill)
    assert after >= before - 1e-4
