"""UK regulated qualifications in fields that online catalogues do not cover, from their titles alone.

Level and size are read from the title; size is a rule of the register (Award up to 120 hours of total qualification
time, Certificate 121 to 369), so hours are an interval. Nothing says whether a title is still offered: the status is
``unconfirmed``, as of 2023.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from recommender.data.build.drafts import Draft, squeezed
from recommender.data.build.shared.sources import rows
from recommender.text import tokens

OFQUAL: Final = "ofqual-titles"
AS_OF: Final = "2023-09"
HOURS: Final = {"Award": (1.0, 120.0), "Certificate": (121.0, 369.0)}
#: Words that place a title in a field; one of them must stand in it.
FIELDS: Final[dict[str, str]] = {
    "nursing and care": "nursing nurse care healthcare health dementia medication medicine infection patient clinical "
    "safeguarding autism disability diabetes stroke palliative aid",
    "trades": "electrical electrician wiring electrotechnical plumbing heating gas construction bricklaying carpentry "
    "joinery plastering welding refrigeration photovoltaic solar roofing scaffolding tiling decorating pipefitting",
    "hospitality and food": "hospitality catering food cookery chef kitchen barista bartending wine beverage "
    "housekeeping hotel restaurant bakery patisserie licensing",
    "management and services": "project leadership supervising conflict customer events event retail marketing",
}
#: Most titles taken for one word of a field, so that none of them crowds out the others.
MOST: Final = 14
_TITLE: Final = re.compile(
    r"^(?P<org>.*?)\s*(?P<entry>Entry Level|Level (?P<level>\d))\s+(?:\w+\s+){0,2}?(?P<size>Award|Certificate)\s+"
    r"(?:in|for|of)\s+(?P<subject>.+)$",
    re.IGNORECASE,
)
_SUFFIX: Final = re.compile(r"\s*\((?:QCF|RQF|VRQ|NVQ|Entry \d|ITEM)\)\s*|\s*\(QCF\)|\s*\(RQF\)", re.IGNORECASE)
_UNWANTED: Final = re.compile(
    r"assess|teach|tutor|quality assur|GCSE|NVQ|apprentic|animal|hair|beauty|pet |dog|horse|equine",
    re.IGNORECASE,
)


def subject_of(title: str) -> str | None:
    """What a qualification is about: its title without awarding body, level and size; ``None`` for other forms."""
    match = _TITLE.match(_SUFFIX.sub("", title).strip())
    return match.group("subject").strip() if match else None


def read_ofqual(folder: Path) -> Iterator[Draft]:
    """Awards and Certificates up to level 5, one for each subject, level and size, the most listed first."""
    candidates: dict[tuple[str, str, str], list[tuple[int, bool, str, str, str]]] = defaultdict(list)
    for row in rows(folder / "qualification-titles.csv.gz"):
        title = " ".join(row["title"].split())
        match = _TITLE.match(_SUFFIX.sub("", title).strip())
        if row["end_point_assessment"] == "yes" or match is None or _UNWANTED.search(title):
            continue
        level = match.group("level") or "Entry"
        organisation = match.group("org").strip()
        if level in {"6", "7", "8", "9"} or not organisation:
            continue
        size = match.group("size").title()
        subject = match.group("subject").strip()
        key = (squeezed(subject), level, size)
        candidates[key].append((int(row["times_listed"]), "(QCF)" not in title, organisation, subject, title))
    taken: Counter[str] = Counter()
    ordered = sorted(candidates.items(), key=lambda item: (-len(item[1]), item[0]))
    for (_, level, size), offers in ordered:
        _, _, organisation, subject, title = max(offers, key=lambda offer: (offer[1], offer[0], offer[4]))
        named = marks_in(subject)
        if not named or all(taken[mark] >= MOST for mark in named):
            continue
        taken.update(named)
        yield _draft(title, organisation, subject, level, size)


def marks_in(subject: str) -> set[str]:
    """The words of `FIELDS` that stand in a subject."""
    return set(tokens(subject)) & {mark for marks in FIELDS.values() for mark in tokens(marks)}


def _draft(title: str, organisation: str, subject: str, level: str, size: str) -> Draft:
    draft = Draft(f"{OFQUAL}:{squeezed(title)}")
    low, high = HOURS[size]
    draft.state(
        OFQUAL,
        AS_OF,
        title=_SUFFIX.sub(" ", title).strip(),
        provider=organisation,
        type="qualification",
        hours_low=low,
        hours_high=high,
        language="en",
        award="qualification",
        recognised_by=("Ofqual",),
        qualification_level=f"RQF {level}",
        status="unconfirmed",
    )
    draft.text = subject
    return draft
