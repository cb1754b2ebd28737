"""CV files as people have them: 183 structures of Word and PDF files, each with what a right reader returns."""

from __future__ import annotations

import pytest

from recommender.errors import ProfileError
from recommender.profile import understand_bytes
from recommender.profile.reading import unread_warning
from tests.profile.structures import STRUCTURES, Structure

#: What a warning says of each part that is left unread.
WORDS = {"scan": "a picture", "embedded": "embedded", "hidden": "hidden", "attachment": "attached"}


def fault(structure: Structure) -> str | None:
    """What is wrong with the reading of a structure, or ``None``."""
    try:
        learner = understand_bytes(structure.build(), "cv" + structure.suffix).learner
    except ProfileError as error:
        if structure.refused and structure.refused in str(error):
            return None
        return f"refused: {error}"
    if structure.refused:
        return f"was read, and should have been refused for {structure.refused!r}"
    text, place = learner.text or "", 0
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
    return None


@pytest.mark.parametrize("structure", STRUCTURES, ids=lambda structure: structure.name)
def test_a_structure_is_read_in_order_or_told(structure):
    assert fault(structure) is None
