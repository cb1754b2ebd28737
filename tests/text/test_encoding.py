"""Which encoding a text is in."""

from __future__ import annotations

import pytest

from recommender.text.encoding import encoding_of

TEXT = "Café owner in Köln – barista’s training, €40 an hour"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_a_western_text_is_read_in_each_encoding(codec):
    content = TEXT.encode(codec)
    assert content.decode(encoding_of(content)) == TEXT


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Der Bäcker backt süße Brötchen für große Gäste", "cp1252"),
        ("Élève infirmière à l’hôpital, été 2019", "cp1252"),
        ("I don´t know 25°C from 30 m³", "cp1252"),
        ("é", "cp1252"),
        ("Опыт работы электриком и сварщиком на заводе", "cp1251"),
        ("Kraków, Łódź: główny księgowy i właściciel spółki w mieście", "cp1250"),
        ("日本語の履歴書、看護師として働いた経験", "shift_jis"),
        ("Опыт работы электриком", "utf-16-le"),
        ("name;title\r\nA;B\r\n", "utf-16-be"),
    ],
)
def test_the_text_comes_out_as_it_was(text, codec):
    content = text.encode(codec)
    assert content.decode(encoding_of(content)) == text


def test_bytes_that_are_no_utf_16_are_not_taken_for_it():
    assert encoding_of(b"A\x00B,C") == "utf-8"
    assert encoding_of(b"\x00" * 20) in {"utf-8", None}
