"""The normal form of labels and texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.text import fold, strip_qualifier, tokens


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Data Bases", "data base"),
        ("C++, C# and .NET", "c++ c# and .net"),
        ("Node.js", "node.js"),
        ("problem-solving skills", "problem solving skill"),
        ("statistics", "statistics"),
        ("Companies' taxes", "company taxe"),
        ("ﬁnance", "finance"),
        ("Kubernetes", "kubernetes"),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


def test_marks_that_tell_names_apart_survive():
    assert len({fold(name) for name in ("C", "C++", "C#", ".NET", "NET")}) == 5


def test_strip_qualifier():
    assert strip_qualifier("Python (computer programming)") == "Python"
    assert strip_qualifier("(whole)") == "(whole)"


@given(st.text())
def test_folding_is_idempotent_enough_to_compare(text):
    assert fold(text) == " ".join(tokens(text))
    assert fold(text.upper().lower()) == fold(text.lower().upper().lower())
