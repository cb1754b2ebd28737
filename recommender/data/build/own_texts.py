"""Texts that were written for this project with a language model, each with what it means.

Sentences of adverts, CVs and course pages with the skills that they speak of, and vacancy titles with their occupation.
The writers saw ESCO's labels and definitions and nothing else: no benchmark, no advert. The files stand in
``curation``; each row is an answer to "how would a practitioner say this".
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from recommender.data.build.read_space import ESCO
from recommender.data.build.shared.sources import rows

FOLDER: Final = Path(__file__).parent / "curation"


def sentences() -> list[tuple[str, tuple[str, ...]]]:
    """(text, URIs of the ESCO skills that it speaks of), the main one first."""
    return [
        (row["text"], tuple(f"{ESCO}skill/{name}" for name in row["skills"].split("|")))
        for row in rows(FOLDER / "adverts.tsv")
    ]


def vacancies() -> list[tuple[str, str]]:
    """(vacancy title, URI of its ESCO occupation)."""
    return [(row["title"], f"{ESCO}occupation/{row['occupation']}") for row in rows(FOLDER / "vacancies.tsv")]
