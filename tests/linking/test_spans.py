"""Stretches of a sentence, and their vectors in one pass of the encoder."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.embed.encoder import SpanEncoder, encoded_spans
from recommender.embed.hashing_encoder import HashingEncoder
from recommender.linking.spans import MAX_SPANS, spans_of

TEXT = "For mam I did washing and dressing, mouth care, and turned her with the slide sheet."


def test_each_thing_told_is_a_stretch():
    found = {TEXT[a:b] for a, b in spans_of(TEXT)}
    assert {"dressing", "mouth care", "turned her with the slide sheet", "slide sheet"} <= found


@pytest.mark.parametrize("text", ["", "...", "word", "one two three four"])
def test_what_has_no_parts_has_no_stretches(text):
    assert all(0 <= a < b <= len(text) and (a, b) != (0, len(text)) for a, b in spans_of(text))


def test_long_texts_are_bounded():
    assert len(spans_of("we did this and that with care, " * 300)) == MAX_SPANS


def test_the_packaged_encoder_reads_stretches_in_their_context(bundled):
    encoder = bundled.encoder
    assert isinstance(encoder, SpanEncoder)
    spans = spans_of(TEXT)
    vectors, parts = encoded_spans(encoder, [TEXT, "wound care"], [spans, []])
    assert np.array_equal(vectors, encoder.encode([TEXT, "wound care"]))
    assert parts[0].shape == (len(spans), encoder.dimension)
    assert parts[1].shape == (0, encoder.dimension)
    assert np.allclose(np.linalg.norm(parts[0], axis=1), 1, atol=1e-5)
    place = spans.index((TEXT.index("mouth care"), TEXT.index("mouth care") + 10))
    alone = encoder.encode(["mouth care", "shop window dressing"])
    assert parts[0][place] @ alone[0] > parts[0][place] @ alone[1]


def test_another_encoder_reads_each_stretch_by_itself():
    encoder = HashingEncoder(64)
    _, parts = encoded_spans(encoder, [TEXT], [[(14, 21)]])
    assert np.array_equal(parts[0], encoder.encode([TEXT[14:21]]))
