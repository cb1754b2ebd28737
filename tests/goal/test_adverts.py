"""What of an advert is asked of the applicant."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from eval.goal.adverts import FOLDER, read_as, read_lines
from recommender import artifacts
from recommender.errors import ModelError
from recommender.goal.advert import asked_as, headline, nice_segments
from recommender.goal.advert_lines import (
    ASKED,
    LINE_KINDS,
    MAX_LINES,
    MIN_ASKED,
    AdvertLine,
    AdvertReader,
    LineModel,
    settled,
    spans_of,
)
from recommender.linking.linker import Linker

ADVERT = """Payroll clerk, Westfold Mills
Who we are
We are an SAP house with mills in Java and Kent.
Requirements
- You must know SQL
- Experience with Tableau is a plus
- Good Excel skills
Nice to have:
- Docker
What you get
- Subsidised yoga, and evening courses in Photoshop or Italian
You do not need to know Python, and Kubernetes is not required.
How to apply
Our recruiter will call you on Zoom.
"""


@pytest.fixture(scope="module")
def reader(engine) -> AdvertReader:
    return engine._goals._adverts


def asked_by(text: str, reader: AdvertReader, word: str) -> str | None:
    return asked_as(text.index(word), reader.lines(text), nice_segments(text))


@pytest.mark.parametrize("word", ["SQL", "Excel"])
def test_what_stands_under_requirements_is_essential(reader, word):
    assert asked_by(ADVERT, reader, word) == "essential"


@pytest.mark.parametrize("word", ["Tableau", "Docker"])
def test_a_line_or_its_heading_says_what_is_nice_to_have(reader, word):
    assert asked_by(ADVERT, reader, word) == "nice-to-have"


@pytest.mark.parametrize("word", ["SAP", "Java", "yoga", "Photoshop", "Italian", "Python", "Kubernetes", "Zoom"])
def test_the_firm_perks_denials_and_the_way_to_apply_ask_nothing(reader, word):
    assert asked_by(ADVERT, reader, word) is None


def test_only_what_is_asked_becomes_a_requirement(engine):
    labels = " ".join(requirement.label for requirement in engine.goal(ADVERT).requirements)
    assert {"SQL", "Tableau", "Excel"} <= {name for name in ("SQL", "Tableau", "Excel", "Docker") if name in labels}
    unasked = ("SAP", "yoga", "Photoshop", "Italian", "Python", "Kubernetes", "Zoom", "Java")
    assert [name for name in unasked if name.casefold() in labels.casefold()] == []


def test_the_title_is_the_first_line_that_is_one(reader):
    assert headline(ADVERT, reader.lines(ADVERT)) == "Payroll clerk, Westfold Mills"
    assert headline("Baker wanted. Start at four.", []) == "Baker wanted"


def test_a_line_of_several_sentences_is_cut_into_them():
    text = "You know SQL well. We pay for your Spanish lessons."
    assert [text[a:b] for a, b in spans_of(text)] == ["You know SQL well.", "We pay for your Spanish lessons."]


def test_a_few_lines_have_no_sections_and_all_are_read(reader):
    text = "You know SQL well. We pay for your Spanish lessons."
    assert asked_by(text, reader, "SQL") == asked_by(text, reader, "Spanish") == "essential"


def test_an_empty_text_has_no_lines_and_an_endless_one_is_read_up_to_a_bound(reader):
    assert reader.lines(" \n ") == []
    assert len(AdvertReader(reader.encoder, None).lines("one line\n" * (MAX_LINES + 50))) == MAX_LINES


def test_without_a_model_every_line_is_read(reader):
    lines = AdvertReader(reader.encoder, None).lines(ADVERT)
    assert {line.kind for line in lines} == {"must"}
    assert asked_as(ADVERT.index("yoga"), lines) == "essential"


def test_a_line_that_nobody_can_tell_is_neither_asked_nor_dropped():
    line = AdvertLine(0, 10, "must", MIN_ASKED - 0.05)
    assert line.unsure
    assert asked_as(3, [line]) == "unsure"
    assert asked_as(10, [line]) is None


def test_the_chain_prefers_what_usually_follows():
    even = np.array([[0.9, 0.1], [0.5, 0.5]])
    follows = np.array([[4.0, 0.25], [0.25, 4.0]])
    found = settled(even, follows)
    assert found[1, 0] > 0.7
    assert np.allclose(found.sum(axis=1), 1)
    assert np.allclose(settled(even, np.ones((2, 2))), even)


def test_a_damaged_model_and_one_of_another_encoder_are_refused(tmp_path: Path, reader):
    name = reader.encoder.name
    folder = tmp_path / name
    shutil.copytree(artifacts.model("advert") / name, folder)
    with pytest.raises(ModelError, match="fitted for"):
        LineModel.read(folder, "another")
    (folder / "lines.npz").write_bytes(b"no array")
    with pytest.raises(ModelError):
        LineModel.read(folder, name)
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | {"format": 99}))
    with pytest.raises(ModelError):
        LineModel.read(folder, name)


def test_lines_of_adverts_that_fitted_nothing_are_told_apart(reader):
    """A floor below what ``python -m eval adverts`` reports, so that a broken model is noticed."""
    adverts = read_lines(FOLDER / "lines.csv")
    both = [
        (line.kind in ASKED, one.asked >= MIN_ASKED)
        for lines in list(adverts.values())[::3]
        for line, one in zip(lines, read_as(lines, reader), strict=True)
        if line.kind not in {"heading", "title"}
    ]
    right = both.count((True, True))
    assert 2 * right / (2 * right + both.count((False, True)) + both.count((True, False))) > 0.9
    assert {line.kind for lines in adverts.values() for line in lines} <= set(LINE_KINDS)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Good Excel skills", True),
        ("Experience of Word and a calm voice", True),
        ("Proficient in Microsoft Access", True),
        ("You excel at your work", False),
        ("Access to a car and a good word for everybody", False),
    ],
)
def test_an_everyday_word_is_a_product_where_it_is_spoken_of_as_a_skill(engine, text, named):
    linker: Linker = engine._snapshot.linker
    labels = {engine._snapshot.space.label(link.node) for link in linker.link(text, by_meaning=False)}
    assert any(label.startswith("Microsoft") for label in labels) is named
