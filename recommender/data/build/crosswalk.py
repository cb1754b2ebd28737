"""ESCO to O*NET occupations by title, with a confidence; no official crosswalk is used.

Each shared title is a piece of evidence whose weight depends on whether it is the main title on either side; the
pieces are joined by noisy-or and scaled by how usual the pair of major groups (ISCO two digits, SOC two digits) is
among all shared titles, so that a stray alternate title between unlike fields counts for little.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from recommender.text import fold

MAIN_MAIN, MAIN_OTHER, OTHER_OTHER = 0.9, 0.55, 0.2
LEAST = 0.25


@dataclass(slots=True)
class TitledOccupation:
    """An occupation with its titles; ``code`` is the ISCO-08 group for ESCO and the SOC code for O*NET."""

    id: str
    label: str
    code: str
    titles: list[str] = field(default_factory=list)
    job_zone: int | None = None
    #: Titles that a reader reviewed: they mean this occupation.
    reviewed: set[str] = field(default_factory=set)

    def distinct_titles(self) -> list[str]:
        """Other titles, without repeats of each other or of the label."""
        return sorted({title for title in self.titles if title != self.label})


def pair_occupations(
    occupations: list[TitledOccupation], reviewed: Mapping[tuple[int, int], float]
) -> list[tuple[int, int, float]]:
    """(position of ESCO occupation, position of O*NET occupation, confidence in [0, 1]), best first for each ESCO.

    ``reviewed`` holds pairs with the confidence that a person gave them; they stand beside those found by title.
    """
    onet: dict[str, dict[int, bool]] = defaultdict(dict)
    for position, occupation in enumerate(occupations):
        if occupation.id.startswith("onet:"):
            for title in occupation.titles:
                onet[fold(title)].setdefault(position, False)
            onet[fold(occupation.label)][position] = True
    missing: dict[tuple[int, int], float] = defaultdict(lambda: 1.0)
    groups: Counter[tuple[str, str]] = Counter()
    for position, occupation in enumerate(occupations):
        if not occupation.id.startswith("esco:"):
            continue
        main = fold(occupation.label)
        for title in {main, *map(fold, occupation.titles)}:
            for other, other_main in onet.get(title, {}).items():
                weight = {0: OTHER_OTHER, 1: MAIN_OTHER, 2: MAIN_MAIN}[(title == main) + other_main]
                missing[position, other] *= 1 - weight
                groups[occupation.code[:2], occupations[other].code[:2]] += 1
    most = Counter[str]()
    for (isco, _), count in groups.items():
        most[isco] = max(most[isco], count)
    out = [(position, other, confidence) for (position, other), confidence in reviewed.items()]
    for (position, other), rest in missing.items():
        if (position, other) in reviewed:
            continue
        isco, soc = occupations[position].code[:2], occupations[other].code[:2]
        usual = groups[isco, soc] / most[isco]
        confidence = round((1 - rest) * (0.5 + 0.5 * min(1.0, 2 * usual)), 3)
        if confidence >= LEAST:
            out.append((position, other, confidence))
    return sorted(out, key=lambda pair: (pair[0], -pair[2], pair[1]))
