"""Whether a text says that a skill is held, denied, wanted, learnt, another's or asked for."""

from __future__ import annotations

import pytest

from recommender.linking.assertion import asserted, asserted_whole


def said(marked, **around):
    start, end = marked.index("["), marked.index("]") - 1
    return asserted(marked.replace("[", "").replace("]", ""), start, end, **around)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("I do not know [SQL].", "denied"),
        ("Not familiar with [Tableau].", "denied"),
        ("Zero [Kubernetes] knowledge.", "denied"),
        ("Python, not [Java].", "denied"),
        ("[Python], not Java.", "held"),
        ("Skills I lack: PostgreSQL, [Terraform]", "denied"),
        ("I never used SAP but I know [Excel]", "held"),
        ("I don't do [mobile testing] (Kofi in our team does)", "denied"),
        ("no hardware, no OT or [SCADA]", "denied"),
        ("[Posting adverts] and hiring staff is not something I have done", "denied"),
        ("LGV C+E, valid to 2027, [ADR] lapsed Jan 2024", "denied"),
        ("[LGV C+E], valid to 2027, ADR lapsed Jan 2024", "held"),
        ("Some [Delphi] at the very start, all gone from memory now", "denied"),
        ("not only [Excel] but also SQL", "held"),
        ("I work without supervision on [boilers]", "held"),
        ("Not very confident with [Excel], I can do SUM", "held"),
        ("My brother Dean did the [booking form] for us, not me.", "other"),
        ("posters are done by a freelancer, who uses [InDesign]", "other"),
        ("The [Kubernetes] cluster is run by our platform group", "other"),
        ("Would like to learn PHP and [databases]", "wanted"),
        ("I want to become a data engineer: pipelines, [Spark]", "wanted"),
        ("[PRINCE2] booked for March", "wanted"),
        ("I am teaching myself to [touch type] on a free website", "learning"),
        ("[Diploma in Cyber Security], in progress, expected June", "learning"),
        ("Prerequisites: Java and [SQL].", "asked"),
        ("the job needs [SQL]", "asked"),
        ("keine Erfahrung mit [Java] gesammelt", "denied"),
        ("Ich habe Projekte geplant, [Teams] geleitet", "held"),
    ],
)
def test_what_a_clause_says(marked, expected):
    assert said(marked) == expected


@pytest.mark.parametrize(
    ("section", "expected"), [("lacks", "denied"), ("wishes", "wanted"), ("learning", "learning"), ("skills", "held")]
)
def test_a_heading_speaks_where_no_word_does(section, expected):
    assert said("[Public speaking]", section=section) == expected


@pytest.mark.parametrize(
    ("columns", "expected"), [("none ; -", "denied"), ("Expert ; 4 years", "held"), ("in progress", "learning")]
)
def test_the_cells_of_a_row_speak_first(columns, expected):
    assert said("[SAP EWM]", columns=columns) == expected


def test_words_that_name_another_skill_are_no_cue():
    text = "machine learning and deep learning"
    assert asserted(text, 21, 34) == "learning"
    assert asserted(text, 21, 34, others=[(0, 16), (21, 34)]) == "held"


def test_a_sentence_says_what_most_of_its_words_stand_in():
    assert asserted_whole("I have never worked with children or animals") == "denied"
    assert asserted_whole("Changed dressings and took blood samples") == "held"
