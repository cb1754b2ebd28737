"""Which text of a credential, a skill, an occupation and a learner is embedded. Nothing else decides that."""

from __future__ import annotations

from collections.abc import Sequence

from recommender.text import strip_qualifier

#: Skills named in a credential's text; more would drown its title in the mean-pooled vector.
SKILLS_SHOWN = 12
#: Gaps named in an aim: the goal's title must lead.
GAPS_SHOWN = 4
DESCRIPTION_SHOWN = 600
#: What the title counts for in a credential's vector beside its whole text: long descriptions stray from the subject.
TITLE_WEIGHT = 0.5


def of_skill(label: str) -> str:
    """The preferred label without its qualifier: ``Python (computer programming)`` -> ``Python``."""
    return strip_qualifier(label)


def of_occupation(label: str) -> str:
    """The main title."""
    return label


def of_credential(title: str, skills: Sequence[str], description: str | None = None) -> str:
    """Title, the first skills it teaches, and the start of its description where the catalogue has one."""
    parts = [title, ", ".join(skills[:SKILLS_SHOWN])]
    if description:
        parts.append(description[:DESCRIPTION_SHOWN])
    return ". ".join(part for part in parts if part)


def of_learner(skills: Sequence[str], sentences: Sequence[str]) -> str:
    """The skills found in a profile; where none were, the start of what it says, without personal details."""
    return ", ".join(skills[:SKILLS_SHOWN]) or " ".join(sentences)[:DESCRIPTION_SHOWN]


def of_aim(goal: str | None, gaps: Sequence[str]) -> str:
    """What a learner is looking for: the goal and its widest gaps, widest first. Never anything about the person."""
    return ". ".join(part for part in (goal or "", ", ".join(gaps[:GAPS_SHOWN])) if part)
