"""``roles``: the first ten lines of a role against what two blind readers say of the job."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import numpy as np

from eval.core import intervals
from eval.core.report import Metrics, Report
from eval.linking import encoders
from recommender.data.build.fit_roles import job_of
from recommender.data.build.shared import role_readings
from recommender.data.build.shared.role_readings import JudgedTitle
from recommender.engine import Recommender
from recommender.errors import AmbiguousGoal
from recommender.records import Requirement
from recommender.snapshot.bundled import bundled_snapshot
from recommender.snapshot.snapshot import Snapshot, open_snapshot
from recommender.taxonomy.space import SkillSpace

DEPTH: Final = 10
SHOWN: Final = "role as shown"

Ranking = Callable[[str], list[str]]


def evaluate(folder: Path) -> Report:
    """Precision of the first ten nodes, of the role as shown and of the nodes nearest to the title's words.

    ``by source``: of what a role shows and the readers saw, the share that belongs to the job, by what asked for it.
    A role that asks which job is meant shows nothing, and counts as no hit.
    """
    begun = time.monotonic()
    judged = [title for title in role_readings.read(folder) if title.set in role_readings.MEASURED]
    snapshot = open_snapshot(bundled_snapshot())
    engine = Recommender(snapshot)
    space = engine.space
    shown = {title.title: _requirements(engine, title.title) for title in judged}
    first = {title: _first_of_areas(found)[:DEPTH] for title, found in shown.items()}
    found = {SHOWN: _precision(judged, first.__getitem__, space)}
    answered = [title for title in judged if shown[title.title]]
    found[f"{SHOWN}, of the {len(answered)} answered"] = _precision(answered, first.__getitem__, space)
    found[f"{SHOWN}, lines that readers saw"] = _of_read(answered, first.__getitem__, space)
    alone = _by_evidence(judged, snapshot)
    found["profile from evidence, occupations given"] = _precision(judged, alone.__getitem__, space)
    for name in (encoders.SHIPPED, encoders.PLAIN):
        found[f"cosine to the title ({name})"] = _precision(judged, _nearest(name, space), space)
    return Report(
        "roles",
        folder / "first.jsonl",
        len(judged),
        found.pop(SHOWN),
        found,
        time.monotonic() - begun,
        system=SHOWN,
        unit="titles",
        sections={
            "by source": _by_source(judged, shown, space),
            "readers": {"on nodes": role_readings.agreement(judged)},
        },
        notes=(f"{sum(not lines for lines in shown.values())} of {len(judged)} titles are asked about",),
    )


def _by_evidence(judged: Iterable[JudgedTitle], snapshot: Snapshot) -> dict[str, list[str]]:
    """First lines of profiles that nobody corrected, whatever ships for the titles."""
    profiles = {title.title: snapshot.roles.of_job(job_of(title, snapshot)) for title in judged}
    return {
        title: [snapshot.space.id(area.members[0]) for area in profile.areas][:DEPTH]
        for title, profile in profiles.items()
    }


def _requirements(engine: Recommender, title: str) -> tuple[Requirement, ...]:
    try:
        return engine.goal(title).requirements
    except AmbiguousGoal:
        return ()


def _first_of_areas(found: Iterable[Requirement]) -> list[str]:
    """The first member of each area: the line that a reader of the role sees."""
    return list({requirement.area: requirement.skills[0] for requirement in reversed(list(found))}.values())[::-1]


def _nearest(name: str, space: SkillSpace) -> Ranking:
    encoder = encoders.encoder(name)
    nodes = space.searchable
    vectors = np.asarray(encoder.encode([space.label(int(node)) for node in nodes]))

    def ranking(title: str) -> list[str]:
        cosine = np.round(vectors @ encoder.encode([title])[0], 4)
        return [space.id(int(nodes[row])) for row in np.argsort(-cosine, kind="stable")[:DEPTH]]

    return ranking


def _precision(judged: Iterable[JudgedTitle], ranking: Ranking, space: SkillSpace) -> Metrics:
    values = [_merged(title, space).precision(_canonical(ranking(title.title), space, DEPTH)) for title in judged]
    return {f"precision@{DEPTH}": intervals.mean(np.asarray(values))}


def _of_read(judged: Iterable[JudgedTitle], ranking: Ranking, space: SkillSpace) -> Metrics:
    """Precision among the first ten that readers saw (condensed lists: Sakai, 2007)."""
    values = []
    for title in judged:
        merged = _merged(title, space)
        seen = [node for node in _canonical(ranking(title.title), space, DEPTH) if node in merged.pool]
        values += [merged.precision(seen)] if seen else []
    return {f"precision@{DEPTH}": intervals.mean(np.asarray(values))}


def _by_source(
    judged: Iterable[JudgedTitle], shown: dict[str, tuple[Requirement, ...]], space: SkillSpace
) -> dict[str, dict[str, object]]:
    hits: dict[str, list[float]] = defaultdict(list)
    lines: Counter[str] = Counter()
    for title in judged:
        merged = _merged(title, space)
        for requirement in shown[title.title]:
            (node,) = _canonical(requirement.skills[:1], space, 1)
            for source in requirement.sources:
                lines[source] += 1
                if node in merged.pool:
                    hits[source].append(merged.precision([node]))
    return {
        name: {"lines": lines[name], "read": len(v), "precision": intervals.mean(np.asarray(v))}
        for name, v in sorted(hits.items())
    }


def _canonical(nodes: Iterable[str], space: SkillSpace, length: int) -> list[str]:
    """Nodes by the name of their same-as class; places that are missing stay, so that a short list gains nothing."""
    found = list(dict.fromkeys(_name(node, space) for node in nodes))
    return found + [""] * (length - len(found))


def _merged(title: JudgedTitle, space: SkillSpace) -> JudgedTitle:
    return title.renamed(lambda node: _name(node, space))


def _name(node: str, space: SkillSpace) -> str:
    known = space.meant(node)
    return node if known is None else space.id(known)
