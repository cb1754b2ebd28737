"""The skill space as columns: what is looked up is what stands in the bundled tables."""

from __future__ import annotations

import numpy as np

from recommender.taxonomy.space import KINDS, TRUST


def test_every_node_is_found_by_its_identifier_and_stands_for_its_class(small):
    space = small.space
    for node in range(0, len(space), 97):
        assert space.number(space.id(node)) == node
        assert space.canonical[space.canonical[node]] == space.canonical[node]
    assert space.number("esco:skill/none") is None
    assert space.number("") is None


def test_a_label_finds_its_node_most_trusted_first(small):
    hits = small.space.lookup("SQL")
    assert hits
    assert [hit.trust for hit in hits] == sorted((hit.trust for hit in hits), reverse=True)
    assert all(0 < hit.trust <= 0.95 for hit in hits)
    assert small.space.lookup("no such skill at all") == []
    assert max(TRUST.values()) == TRUST["preferred"] > TRUST["alternative"]


def test_only_what_may_be_meant_by_meaning_is_searched(small):
    space = small.space
    kinds = {KINDS[code] for code in space.kind[space.searchable].tolist()}
    assert kinds <= {"skill", "knowledge", "emerging", "own"}
    assert {"skill", "knowledge"} <= kinds
    assert len(space.labels_of(space.searchable[:5])) == 5


def test_broader_and_essential_skills_are_canonical_with_a_confidence(small):
    space = small.space
    seen = 0
    for node in range(0, len(space), 211):
        for parent, confidence in space.broader_of(node):
            assert space.canonical[parent] == parent
            assert 0 < confidence <= 1
            seen += 1
        assert all(space.canonical[needed] == needed for needed in space.essential_of(node))
    assert seen


def test_demand_is_a_share_where_anything_is_said(small):
    known = small.space.demand[~np.isnan(small.space.demand)]
    assert 0 < len(known) < len(small.space)
    assert ((known >= 0) & (known <= 1)).all()


def test_an_identifier_means_the_node_that_stands_for_its_class(small):
    space = small.space
    other = int(np.flatnonzero(space.canonical != np.arange(len(space)))[0])
    assert space.meant(space.id(other)) == space.canonical[other]
    assert space.meant("esco:skill/none") is None


def test_near_labels_begin_alike(small):
    assert any(label.casefold().startswith("stat") for label in small.space.nearest_labels("statistik"))
    assert small.space.nearest_labels("zzqx") == []
