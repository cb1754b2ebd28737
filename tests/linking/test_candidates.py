"""Candidates of a text: what is near to it, and what it names."""

from __future__ import annotations

import pytest

from recommender.embed.encoder import encoded_spans
from recommender.linking.candidates import MAX_NEAREST, MAX_NEAREST_OF_SPAN, ReadText
from recommender.linking.reranker import FEATURES


@pytest.mark.parametrize("text", ["Tableau", "Built dashboards in Power BI and Tableau, statistics", "blorf"])
def test_a_candidate_is_near_to_the_text_or_named_in_it(small, text):
    space, finder = small.space, small.linker.finder
    vectors = small.encoder.encode([text])
    (found,) = finder.of([ReadText(text, vectors[0], [], vectors[:0], 1.0)])
    near = set(space.searchable[finder._vectors.nearest(vectors, MAX_NEAREST)[0]].tolist())
    nodes = found.nodes.tolist()
    assert near <= set(nodes)
    assert len(nodes) == len(set(nodes))
    assert {int(space.canonical[node]) for node in nodes if node not in near} <= set(finder.matched(text))


def test_a_stretch_brings_its_own_candidates_and_says_where_they_are_meant(small):
    text, spans = "some other words here, Tableau", [(23, 30)]
    whole, parts = encoded_spans(small.encoder, [text], [spans])
    finder = small.linker.finder
    (found,) = finder.of([ReadText(text, whole[0], spans, parts[0], 1.0)])
    (alone,) = finder.of([ReadText(text, whole[0], [], parts[0][:0], 1.0)])
    near = small.space.searchable[finder._vectors.nearest_labels(parts[0], MAX_NEAREST_OF_SPAN)[0]]
    assert set(near.tolist()) | set(alone.nodes.tolist()) == set(found.nodes.tolist())
    assert {tuple(span) for span in found.spans.tolist()} <= {(0, len(text)), (23, 30)}
    assert (alone.spans == [0, len(text)]).all()
    assert found.features.shape[1] == len(FEATURES)
