"""Profile files as people have them, each with what a right reader returns.

`STRUCTURES`, 183 Word and PDF files, were drawn up before the readers; `FOUND`, 352 files of all formats, come from
trying to break the readers that passed those.
"""

from __future__ import annotations

import re

import pytest

from recommender.errors import ProfileError
from recommender.profile import understand_bytes
from recommender.profile.reading import unread_warning
from recommender.records import Learner
from tests.profile.structures import FOUND, STRUCTURES, Structure

#: What a warning says of each part that is left unread.
WORDS = {"scan": "a picture", "embedded": "embedded", "hidden": "hidden", "attachment": "attached"}


def fault(structure: Structure) -> str | None:
    """What is wrong with the reading of a structure, or ``None``."""
    try:
        learner = understand_bytes(structure.build(), "cv" + structure.suffix).learner
    except ProfileError as error:
        if structure.refused is not None and structure.refused in str(error):
            return None
        return f"refused: {error}"
    if structure.refused is not None:
        return f"was read, and should have been refused for {structure.refused!r}"
    text, place = " ".join(re.split(r"[ \t]+", learner.text or "")), 0
    for phrase in structure.reads:
        found = text.find(phrase, place)
        if found < 0:
            return f"{phrase!r} is {'out of order' if phrase in text else 'missing'} in {text!r}"
        place = found + len(phrase)
    if kept := [phrase for phrase in structure.never if phrase in text]:
        return f"{kept[0]!r} should not stand in {text!r}"
    warned = " ".join(map(unread_warning, learner.unread))
    if structure.unread and WORDS.get(structure.unread, structure.unread) not in warned:
        return f"no warning of {structure.unread!r}; warned of {warned!r}"
    return wrong_skills(structure, learner)


def wrong_skills(structure: Structure, learner: Learner) -> str | None:
    """What is wrong with the skills that a file names as data: their levels may differ by a fifth."""
    if structure.skills is None:
        return None
    found = {skill.name: skill.level for skill in learner.skills}
    right = dict(structure.skills)
    if set(found) != set(right):
        return f"skills {sorted(found)}, not {sorted(right)}"
    for name, level in right.items():
        if (level is None) != (found[name] is None) or (level is not None and abs(level - (found[name] or 0)) > 0.2):
            return f"{name} at {found[name]}, not {level}"
    return None


#: What is not read right yet, and why. A structure that comes to be read right leaves this list.
SHORT = {
    "found-docx-smart-art-in-another-order": "SmartArt is read in the order of its file",
    "found-docx-letter-of-a-symbol-font": "letters of symbol fonts become bullets",
    "found-pdf-side-bar-beside-jobs-with-dates-at-right": "a side bar beside lines with dates is read across",
    "found-pdf-two-lists-of-four": "two short lists side by side look like a table",
    "found-pdf-contacts-at-right-tight": "boxes of letters overlap",
    "found-pdf-lines-of-letters-far-too-high": "boxes of letters overlap",
    "found-pdf-names-of-glyphs-that-mean-nothing": "letters that read as other letters are not noticed",
    "found-pdf-numbers-of-glyphs-without-a-map": "letters that read as other letters are not noticed",
    "found-pdf-letters-half-of-private-use": "a page of which a part cannot be told is not read at all, and said so",
    "found-pdf-words-beyond-the-page": "what stands beyond the page's edge is read",
    "found-pdf-layer-that-is-hidden": "hidden layers are read",
    "found-pdf-fields-beside-their-labels": "what was typed into a form comes behind the page's text",
    "found-pdf-stamp-with-words": "stamps are told, not read",
    "found-json-skills-in-groups-of-groups": "headings of groups are named as skills too",
    "found-json-badge-with-a-story": "the story of a subject is not read",
    "found-txt-emoji-as-two-halves": "text in CESU-8 is taken for another encoding",
    "found-txt-word-broken-over-lines": "hyphens at the ends of lines stay in plain text",
    "found-md-escaped-signs": "Markdown is read as text",
    "found-md-links-marks-and-remarks": "Markdown is read as text",
    "found-md-table": "Markdown is read as text",
}


@pytest.mark.parametrize("structure", STRUCTURES, ids=lambda structure: structure.name)
def test_a_structure_is_read_in_order_or_told(structure):
    assert fault(structure) is None


@pytest.mark.parametrize("structure", FOUND, ids=lambda structure: structure.name)
def test_what_broke_the_readers_once(structure):
    found = fault(structure)
    assert (found is not None) is (structure.name in SHORT), found or "read right now: take it from the list"
