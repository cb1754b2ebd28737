"""Evidence to states: posteriors, contradiction, forgetting, inference."""

from __future__ import annotations

import datetime as dt

from recommender.learner.state import infer
from recommender.records import Evidence
from recommender.scales import BROADER_DISCOUNT, ESSENTIAL_DISCOUNT

TODAY = dt.date(2026, 1, 1)


def evidence(level, kind="claimed", reliability=0.6, date=None, source="cv"):
    return Evidence(skill="x", level=level, kind=kind, source=source, reliability=reliability, date=date)


def python(space):
    return int(space.lookup("Python")[0].node)


def test_unknown_level_is_assumed_and_said(small):
    skill = python(small.space)
    state = infer([(skill, evidence(None))], small.space, TODAY).by_node[skill]
    assert state.assumed
    assert state.high - state.low > 0.5
    assert 0.2 < state.mean < 0.6


def test_a_broader_skill_is_inferred_at_a_discount(small):
    skill = python(small.space)
    states = infer([(skill, evidence(0.8))], small.space, TODAY)
    parents = [p for p, _ in small.space.broader_of(skill) if p in states.by_node]
    assert parents
    for parent in parents:
        assert states.by_node[parent].kind == "inferred"
        assert states.by_node[parent].mean <= BROADER_DISCOUNT * 0.8


def test_what_a_skill_needs_is_inferred_at_a_discount(bundled):
    space = bundled.space
    skill = next(n for n in range(len(space)) if int(space.canonical[n]) == n and space.essential_of(n))
    states = infer([(skill, evidence(0.9, "evidenced", 0.95))], space, TODAY)
    for needed in space.essential_of(skill):
        assert states.by_node[needed].kind == "inferred"
        assert 0 < states.by_node[needed].mean <= max(ESSENTIAL_DISCOUNT, BROADER_DISCOUNT)


def test_evidence_from_after_the_date_is_left_out(small):
    skill = python(small.space)
    late = evidence(0.9, date=dt.date(2026, 2, 1))
    assert infer([(skill, late)], small.space, TODAY).mean(skill) == 0


def test_evidence_fades_with_the_years_between_its_date_and_the_request(small):
    skill = python(small.space)

    def mean(date):
        shown = evidence(0.8, "evidenced", 1.0, date, "test")
        return infer([(skill, shown)], small.space, TODAY).mean(skill)

    today, old, older = (mean(dt.date(year, 1, 1)) for year in (2026, 2016, 2006))
    assert today > old > older > 0.2
    assert mean(None) == today
    assert 0.7 * today > older
