"""What files call the columns: in any spelling, by another word, or wrongly."""

from __future__ import annotations

from collections.abc import Callable

# A reader may not guess these: it offers them, and takes them once they are mapped.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "title": ("course_name", "Course Title", "name"),
    "provider": ("institution", "organisation", "university"),
    "hours": ("duration", "effort", "length"),
    "price": ("cost", "fee", "tuition"),
    "skills": ("tags", "topics", "skills gained"),
    "language": ("lang", "taught in"),
    "entry_level": ("level", "difficulty"),
    "url": ("link",),
    "available_until": ("end date",),
    "rating": ("stars",),
}
MISSPELT = {"title": "titel", "language": "langauge", "provider": "provder"}
UNRELATED = ("instructor", "created_at", "thumbnail")

SPELLINGS: dict[str, Callable[[str], str]] = {
    "canonical": str,
    "Title Case": lambda name: name.replace("_", " ").title(),
    "UPPER CASE": lambda name: name.replace("_", " ").upper(),
    "Title-With-Hyphens": lambda name: name.replace("_", "-").title(),
    "lower case with spaces": lambda name: name.replace("_", " "),
    "UPPER_CASE_JOINED": str.upper,
    "spaces around": lambda name: f" {name} ",
}
MAPPED, WRONG = "synonyms", "misspelt"
WITH_UNRELATED = {"unrelated columns": "canonical", "Unrelated Columns in Title Case": "Title Case"}


def respelt(columns: list[str], kind: str) -> dict[str, str]:
    """Column to heading, where only case and spacing differ."""
    spelling = SPELLINGS[WITH_UNRELATED.get(kind, kind)] if kind not in {MAPPED, WRONG} else str
    return {name: spelling(name) for name in columns}
