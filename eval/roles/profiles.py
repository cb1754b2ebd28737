"""``role-profiles``: profiles made from evidence alone against those that blind readers settled on.

An area of a profile lies in an area of the other where at least half of its first members do; members that no reader
saw are left out (condensed lists: Sakai, 2007). Areas are paired one to one, as many as can be.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from scipy.optimize import linear_sum_assignment

from eval.core import intervals
from eval.core.report import Metrics, Report
from eval.roles import levels
from recommender.data.build.fit_roles import job_of
from recommender.data.build.shared import role_readings
from recommender.data.build.shared.role_readings import JudgedTitle, RoleReading
from recommender.engine import Recommender
from recommender.errors import AmbiguousGoal
from recommender.linking.occupations import MIN_PAIR_CONFIDENCE
from recommender.roles.evidence import JobTitle
from recommender.snapshot.bundled import bundled_snapshot
from recommender.snapshot.snapshot import Snapshot, open_snapshot
from recommender.taxonomy.space import SkillSpace

#: Areas of a profile, and members of an area, that are looked at.
FIRST_AREAS: Final = 12
FIRST_MEMBERS: Final = 5
#: A profile holds at most so many areas that stand in over `OFTEN` of all roles.
OFTEN: Final = 0.25
#: Titles that only measure and that a third reader settled.
MEASURED: Final = "reviewed"
NO_MEMBER: Final = frozenset({-1})

Members = tuple[int, ...]


def evaluate(folder: Path) -> Report:
    """Recall and precision of the first twelve areas, beside those of a single reader, and how common areas are."""
    begun = time.monotonic()
    snapshot = open_snapshot(bundled_snapshot())
    engine = Recommender(snapshot)
    settled = role_readings.settled(folder)
    judged = [title for title in role_readings.read(folder) if title.set == MEASURED]
    profiles = {title.title: _by_evidence(title, snapshot) for title in judged}
    found = _compared(judged, profiles, settled, snapshot.space)
    shown = {title.title: _as_shown(engine, title.title, snapshot.space) for title in judged}
    baselines: dict[str, Metrics] = {"role as shown": _compared(judged, shown, settled, snapshot.space)}
    for place, name in enumerate(role_readings.READERS):
        read = {title.title: _areas(title.readings[place], snapshot.space) for title in judged}
        baselines[f"the {name} reader"] = _compared(judged, read, settled, snapshot.space)
    other = {title.title: title.readings[1] for title in judged}
    first = {title.title: _areas(title.readings[0], snapshot.space) for title in judged}
    baselines["one reader against the other"] = _compared(judged, first, other, snapshot.space)
    common, most = _common(snapshot)
    return Report(
        "role-profiles",
        folder / "settled.jsonl",
        len(judged),
        found,
        baselines,
        time.monotonic() - begun,
        system="profile from evidence",
        unit="titles",
        sections={
            "areas in over a quarter of all roles": {"all": {"areas": common, "most in one profile": most}},
            "levels, against those that a framework states": levels.compared(snapshot.roles),
        },
        notes=("the profile from evidence is made as if nobody had corrected it; one reader corrected what is shown",),
    )


def _by_evidence(title: JudgedTitle, snapshot: Snapshot) -> list[Members]:
    areas = snapshot.roles.of_job(job_of(title, snapshot)).areas
    return [area.members for area in areas]


def _as_shown(engine: Recommender, title: str, space: SkillSpace) -> list[Members]:
    """What people see, whoever made it; nothing where the product asks which job is meant."""
    try:
        areas = engine.role(title).areas
    except AmbiguousGoal:
        return []
    known = ([space.meant(member.id) for member in area.members] for area in areas)
    return [tuple(node for node in members if node is not None) for members in known]


def _areas(reading: RoleReading, space: SkillSpace) -> list[Members]:
    """A reader's areas as nodes of the snapshot; one of which nothing is there is left out."""
    found = (tuple(_canonical(area.members, space)) for area in reading.areas)
    return [area for area in found if area]


def _canonical(identifiers: Sequence[str] | frozenset[str], space: SkillSpace) -> list[int]:
    return [node for one in sorted(identifiers) if (node := space.meant(one)) is not None]


def _compared(
    judged: Sequence[JudgedTitle],
    profiles: dict[str, list[Members]],
    truth: dict[str, RoleReading],
    space: SkillSpace,
) -> Metrics:
    rows = []
    for title in judged:
        seen = frozenset(_canonical(title.pool, space))
        shown = profiles[title.title][:FIRST_AREAS]
        asked = [frozenset(area) for area in _areas(truth[title.title], space)]
        hits = matched([_judged(area, seen) for area in shown], asked)
        rows.append((hits / len(asked), hits / max(1, len(shown))))
    values = np.asarray(rows)
    return {
        f"areas recalled in the first {FIRST_AREAS}": intervals.mean(values[:, 0]),
        f"precision of the first {FIRST_AREAS}": intervals.mean(values[:, 1]),
    }


def _judged(area: Members, seen: frozenset[int]) -> frozenset[int]:
    """The first members that readers saw; an area of which they saw nothing lies in none."""
    kept = [node for node in area if node in seen][:FIRST_MEMBERS]
    return frozenset(kept) or NO_MEMBER


def matched(shown: Sequence[frozenset[int]], asked: Sequence[frozenset[int]]) -> int:
    """Pairs of areas, one to one and as many as can be, of which the first lies in the second by half or more."""
    if not shown or not asked:
        return 0
    lies = np.asarray([[2 * len(area & other) >= len(area) for other in asked] for area in shown], dtype=np.float64)
    rows, columns = linear_sum_assignment(-lies)
    return int(lies[rows, columns].sum())


def _common(snapshot: Snapshot) -> tuple[list[str], int]:
    """Areas that stand in over a quarter of the profiles of all ESCO occupations, and the most of them in one."""
    occupations = snapshot.occupations
    profiles = []
    for number in range(len(occupations)):
        if not occupations.is_onet[number]:
            span = occupations.pairs.span(number)
            pairs = zip(occupations.pairs.columns[span], occupations.pairs.values["confidence"][span], strict=True)
            onet = tuple(int(other) for other, confidence in list(pairs)[:1] if confidence >= MIN_PAIR_CONFIDENCE)
            vector = snapshot.occupation_vectors[0][number]
            profiles.append({area.name for area in snapshot.roles.of_job(JobTitle(vector, (number,), onet)).areas})
    counts = Counter(name for names in profiles for name in names)
    often = sorted(name for name, count in counts.items() if count > OFTEN * len(profiles))
    return often, max(len(names.intersection(often)) for names in profiles)
