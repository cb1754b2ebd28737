"""Candidates of a text: what is near to it, and what it names."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.linking.candidates import MAX_NEAREST


@pytest.mark.parametrize("text", ["Tableau", "Built dashboards in Power BI and Tableau, statistics", "blorf"])
def test_a_candidate_is_near_to_the_text_or_named_in_it(small, text):
    space, finder = small.space, small.linker.finder
    vectors = small.encoder.encode([text])
    (found,) = finder.of([text], vectors, np.ones(1))
    near = set(space.searchable[finder._vectors.nearest(vectors, MAX_NEAREST)[0]].tolist())
    nodes = found.nodes.tolist()
    assert near <= set(nodes)
    assert len(nodes) == len(set(nodes))
    assert {int(space.canonical[node]) for node in nodes if node not in near} <= set(finder.matched(text))
