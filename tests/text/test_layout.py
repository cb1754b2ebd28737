"""The layout of CVs: sections, rows, columns, entries, and lines that a width broke."""

from __future__ import annotations

import pytest

from recommender.data.build.shared import people_readings
from recommender.text.layout import lines_of, section_of, unspaced


def told(text):
    return [(line.kind, line.section, line.text.strip()) for line in lines_of(text)]


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("SKILLS", "skills"),
        ("Key skills & tools", "skills"),
        ("Work experience", "experience"),
        ("What I have done", "experience"),
        ("Languages", "languages"),
        ("Licences and certificates", "certificates"),
        ("Out of work", "interests"),
        ("To learn", "wishes"),
        ("Skills to improve", "wishes"),
        ("Skills I lack", "lacks"),
        ("Currently learning", "learning"),
        ("Berufserfahrung", "experience"),
        ("Windows Server", None),
        ("I have worked in a shop for six years", None),
    ],
)
def test_what_heads_a_section(heading, section):
    assert section_of(heading) == section


def test_one_skill_a_line_stays_one_a_line():
    assert told("Skills\nExcel\nGit\nGo")[1:] == [("line", "skills", name) for name in ("Excel", "Git", "Go")]


def test_lines_that_a_width_broke_are_one():
    text = "I have built models with machine\nlearning and worked on project\nmanagement."
    (line,) = lines_of(text)
    assert line.text == text.replace("\n", " ")


def test_bullets_and_entries_are_not_joined():
    found = told("Jobs\n2012 - now Baker, Harbour Bread\n- shaping loaves and rolls by hand\n- orders")
    assert [kind for kind, _, _ in found] == ["heading", "entry", "bullet", "bullet"]


def test_spaced_letters_are_a_word():
    assert unspaced("E X P E R I E N C E") == "EXPERIENCE"
    assert unspaced("K E Y  S K I L L S") == "KEY SKILLS"
    assert unspaced("A plain line") == "A plain line"
    assert [line.kind for line in lines_of("E X P E R I E N C E\nWaiter\nJ O R D A N  R E Y")][::2] == ["heading"] * 2


@pytest.mark.parametrize(
    "text",
    [
        "| Skill | Level |\n|---|---|\n| Python | advanced |\n| SQL | none |",
        "SKILL\tLEVEL\nPython\tadvanced\nSQL\tnone",
        "Skill        Level\nPython       advanced\nSQL          none",
    ],
)
def test_a_table_says_how_well(text):
    rows = [line for line in lines_of(text) if line.kind == "row"]
    assert [(row.text, row.section, row.columns) for row in rows] == [
        ("Python", "skills", "advanced"),
        ("SQL", "skills", "none"),
    ]


def test_columns_keep_their_own_sections():
    text = "SKILLS                  LANGUAGES\nJava                    French\nMaven                   English"
    sections = {line.text: line.section for line in lines_of(text) if line.kind == "line"}
    assert sections == {"Java": "skills", "Maven": "skills", "French": "languages", "English": "languages"}


def test_words_before_a_colon_head_their_line_alone():
    found = told("Hobbies: chess\nSkills: Excel, Word\nI like to work in a team.")
    assert [section for _, section, _ in found] == ["interests", "skills", None]


@pytest.mark.parametrize("person", [p for p in people_readings.read() if not p.measures], ids=lambda p: p.id)
def test_every_line_is_of_the_text_itself(person):
    lines = list(lines_of(person.text))
    for line in lines:
        assert person.text[line.start : line.end].replace("\n", " ") == line.text
    if person.layout != "table":
        # Cells of a table's head say nothing themselves; everything else is in some line.
        said = " ".join(f"{line.text} {line.columns}" for line in lines)
        assert set(person.text.replace("|", " ").split()) <= set(said.replace("|", " ").split())
