"""HTML out of texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.text.markup import without_markup


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<b>Data &amp; Tables</b>", "Data & Tables"),
        ("<p>Learn <strong>SQL</strong>.</p><script>Kubernetes</script>", "Learn SQL."),
        ("Knots<script>alert('Docker')", "Knots"),
        ("<style>.java{}</style>Welding", "Welding"),
        ("<SCRIPT type='x'>if (1<2) Python</SCRIPT>Baking", "Baking"),
        ("one<!-- Kubernetes -->two", "onetwo"),
        ("<ul><li>One<li>Two</ul>", "One\nTwo"),
        ("<td>SQL</td><td>advanced</td>", "SQL\nadvanced"),
        ("first<br/>second", "first\nsecond"),
        ("half<b>word</b>s", "halfwords"),
        ("<p>1 &lt; 2 &nbsp; &eacute;</p>", "1 < 2 é"),
        ("&lt;p&gt;Learn &amp;amp; do&lt;/p&gt;", "Learn & do"),
        ("Caf&#233; work", "Café work"),
        ("C++ &lt;templates&gt;", "C++ <templates>"),
        ("Learn the &lt;table&gt; tag", "Learn the <table> tag"),
        ("<img src=x onerror=alert(1)>picture", "picture"),
        ('<a href="https://example.org/?a=1&b=2">Course</a> page', "Course page"),
        # Tags that are spoken of are words.
        ("Using <script> tags safely", "Using <script> tags safely"),
        ("HTML: the <table> element", "HTML: the <table> element"),
        ("The <style> element: a primer", "The <style> element: a primer"),
        ("<div>Learn <b>SQL", "Learn SQL"),
        ("Learn<script>track({page: 1});", "Learn"),
        ("One<br>two<p>three", "One\ntwo\nthree"),
        # What is no HTML comes back as it is.
        ("Generics: List<int>", "Generics: List<int>"),
        ("Heat > light <3", "Heat > light <3"),
        ("R&D and AT&T", "R&D and AT&T"),
        ("a < b > c", "a < b > c"),
        ("<p>Map<String, List<T>> and a < b</p>", "Map<String, List<T>> and a < b"),
        ("  spaced  out ", "  spaced  out "),
    ],
)
def test_markup_goes_and_words_stay(text, words):
    assert without_markup(text) == words


@given(st.text(alphabet=st.sampled_from(list("<>/&;ap! -b#x\x00\n\"'=")), max_size=60))
def test_any_text_comes_out_as_text(text):
    assert isinstance(without_markup(text), str)
