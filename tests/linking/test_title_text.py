"""What people type as a goal, as texts that can be matched with titles."""

from __future__ import annotations

import pytest

from recommender.linking.title_text import TitleReader, rank_of, without_rank


@pytest.fixture(scope="module")
def reader(bundled):
    return TitleReader(bundled.occupations)


def texts(reader, written):
    return [variant.text.casefold() for variant in reader.read(written).variants]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Data Analyst (m/w/d)", "data analyst"),
        ("Data Analyst - Acme GmbH - Berlin - 60.000 EUR", "data analyst"),
        ("URGENT: warehouse operative, Leeds, full-time", "warehouse operative"),
        ("Chef | The Green Pan | £14.50 per hour", "chef"),
        ("Baker at Northquay Foods", "baker"),
        ("I want to work as a baker", "baker"),
        ("I'd like to become an electrician", "electrician"),
        ("looking for work as a receptionist", "receptionist"),
        ("plumber\nCork, Ireland", "plumber"),
        ("RN", "registered nurse"),
        ("SRE", "site reliability engineer"),
        ("HGV driver", "heavy goods vehicle driver"),
        ("office mgr", "office manager"),
        ("engeneer", "engineer"),
        ("reseptionist", "receptionist"),
        ("carpentar", "carpenter"),
        ("Phyisotherapist", "physiotherapist"),
        ("I have three years in kitchens and now hope to be a pastry chef in a hotel", "pastry chef"),
    ],
)
def test_the_title_is_among_the_texts(reader, written, title):
    assert title in texts(reader, written)


@pytest.mark.parametrize("written", ["accountant", "SQL developer", "C++ developer", "R&D manager", "Welder 6G", "it"])
def test_what_is_right_stays_as_it_is(reader, written):
    first = reader.read(written).variants[0]
    assert first.mended == 0
    assert first.text.casefold() in {written.casefold(), "information technology", "research and development manager"}


@pytest.mark.parametrize("written", ["", "   ", "(m/w/d)", "£20", "- -", "\n\n", "x" * 5_000, "a, " * 2_000])
def test_there_is_always_a_text(reader, written):
    found = reader.read(written)
    assert 1 <= len(found.variants) <= 6
    assert all(0 <= variant.mended <= 1 and 0 <= variant.unknown <= 1 for variant in found.variants)


@pytest.mark.parametrize(
    ("written", "rank"),
    [
        ("carpenter", 1),
        ("trainee carpenter", 1),
        ("store manager", 2),
        ("Assistant Manager, Technical", 1),
        ("deputy head teacher", 2),
        ("Executive Assistant to the Director", 1),
        ("Head of Finance", 3),
        ("director of nursing", 3),
    ],
)
def test_the_rank_that_is_asked_for(reader, written, rank):
    assert reader.read(written).rank == rank


def test_ranks_of_occupations():
    labels = ("teaching assistant", "plumber", "restaurant manager", "chief executive officer")
    assert [rank_of(label) for label in labels] == [0, 1, 2, 3]


def test_words_of_seniority_go_unless_nothing_is_left():
    assert [without_rank(text) for text in ("Senior Data Analyst", "Lead")] == ["Data Analyst", "Lead"]


@pytest.mark.parametrize("written", ["Bürokauffrau für Einkauf", "técnico de laboratorio", "chargé du recrutement"])
def test_other_languages_are_told(reader, written):
    assert reader.read(written).foreign


@pytest.mark.parametrize(
    "written", ["chef de partie", "maitre d'hotel", "software engineer, Los Angeles", "van driver"]
)
def test_english_titles_with_foreign_words_are_english(reader, written):
    assert not reader.read(written).foreign


@pytest.mark.parametrize(
    ("written", "field"),
    [
        ("I want to work with AI", True),
        ("something with animals", True),
        ("I'd love to get a job in hospitality", True),
        ("I want to work as a baker", False),
        ("social work in schools", False),
        ("workshop manager", False),
    ],
)
def test_a_field_is_no_job(reader, written, field):
    assert reader.read(written).field is field
