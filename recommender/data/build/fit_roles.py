"""Fit how a role's evidence is weighed: ``python -m recommender.data.build.fit_roles`` writes ``models/roles``.

Read are the ``tuned`` titles of ``tests/golden/roles`` alone: what two blind readers mark of a pool of nodes says which
nodes belong to a job, and the settled profile which weight an area has. The chances that the second model sees are
those of a first one that was fitted without the title's fold.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from recommender.arrays import Floats, Ints
from recommender.data.build.shared import role_readings
from recommender.data.build.shared.role_readings import JudgedTitle, RoleReading
from recommender.data.build.shared.sources import sha256
from recommender.roles.evidence import FEATURES, JobTitle, NodeEvidence
from recommender.roles.grouping import AREA_FEATURES, AreaEvidence
from recommender.roles.model import Logit
from recommender.roles.profile import RoleProfiles
from recommender.scales import AREA_IMPORTANCE
from recommender.snapshot.bundled import bundled_snapshot
from recommender.snapshot.snapshot import Snapshot, open_snapshot
from recommender.taxonomy.space import SkillSpace

FOLDS: Final = 5
#: Likeliest members of an area that say which weight it has, and the chance that one needs.
JUDGED_MEMBERS: Final = 5
MIN_CHANCE: Final = 0.35
#: Members from which an area counts whole, and the share of its weight that hangs on no number of them.
WHOLE: Final = 3
SINGLE: Final = 0.6


@dataclass(frozen=True, slots=True)
class TunedTitle:
    """A title with the evidence for the nodes of its pool, their marks, and the evidence for all its candidates."""

    title: str
    job: JobTitle
    pool: NodeEvidence
    marks: Floats
    candidates: NodeEvidence
    settled: RoleReading


def tuned_titles(snapshot: Snapshot, folder: Path) -> list[TunedTitle]:
    """The titles that may decide weights."""
    settled = role_readings.settled(folder)
    return [
        _tuned(title, snapshot, settled[title.title])
        for title in role_readings.read(folder)
        if title.set == role_readings.TUNED
    ]


def job_of(title: JudgedTitle, snapshot: Snapshot) -> JobTitle:
    """A title with the occupations that were named for it by hand."""
    labels = _labels(snapshot)
    esco = tuple(labels[label] for label in title.esco)
    onet = tuple(n for code in title.onet if (n := snapshot.occupations.number(code)) is not None)
    return JobTitle(snapshot.encoder.encode([title.title])[0], esco, onet)


def _labels(snapshot: Snapshot) -> dict[str, int]:
    occupations = snapshot.occupations
    return {occupations.label(n).strip(): n for n in range(len(occupations)) if not occupations.is_onet[n]}


def _tuned(title: JudgedTitle, snapshot: Snapshot, settled: RoleReading) -> TunedTitle:
    space, evidence = snapshot.space, snapshot.roles.evidence
    marks: dict[int, float] = {}
    for identifier in title.pool:
        if (node := space.meant(identifier)) is not None:
            said = [identifier in reading.relevant for reading in title.readings]
            marks[node] = max(marks.get(node, 0.0), sum(said) / len(said))
    nodes = np.asarray(sorted(marks), dtype=np.int64)
    job = job_of(title, snapshot)
    found = evidence.of(job, nodes)
    return TunedTitle(
        title.title, job, found, np.asarray([marks[n] for n in nodes.tolist()]), evidence.of(job), settled
    )


def fitted(features: Floats, share: Floats) -> tuple[dict[str, Any], Callable[[Floats], Floats]]:
    """A logit of shares in [0, 1], as a manifest holds it without names, and the function that it is."""
    scaler = StandardScaler().fit(features)
    scaled = scaler.transform(features)
    model = LogisticRegression(max_iter=3000)
    both = np.concatenate([np.ones(len(share)), np.zeros(len(share))])
    model.fit(np.concatenate([scaled, scaled]), both, sample_weight=np.concatenate([share, 1 - share]))
    stored = {
        "weights": model.coef_[0],
        "centre": scaler.mean_,
        "scale": scaler.scale_,
        "intercept": round(float(model.intercept_[0]), 5),
    }
    logit = Logit(model.coef_[0], scaler.mean_, scaler.scale_, float(model.intercept_[0]))
    return stored, logit


def named(stored: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """The same with its values by name."""
    return {
        part: values
        if part == "intercept"
        else {name: round(float(value), 5) for name, value in zip(names, values, strict=True)}
        for part, values in stored.items()
    }


def weights_of(grouped: AreaEvidence, title: TunedTitle, chance: Floats, space: SkillSpace) -> Floats:
    """The weight that a settled profile gives to each area: the mean over its likeliest members that readers saw.

    A member has the weight of the settled area that it lies in, 0 where it lies in none. An area of fewer than `WHOLE`
    members counts for less: what a job is about has many.
    """
    weight: dict[int, float] = dict.fromkeys(title.pool.nodes.tolist(), 0.0)
    for area in title.settled.areas:
        for member in area.members:
            if (node := space.meant(member)) is not None:
                weight[node] = max(weight.get(node, 0.0), AREA_IMPORTANCE[area.importance][0])
    out = np.zeros(len(grouped.areas))
    for place, members in enumerate(grouped.members):
        nodes = title.candidates.nodes[members[chance[members] >= MIN_CHANCE]].tolist()
        seen = [weight[node] for node in nodes if node in weight][:JUDGED_MEMBERS]
        whole = min(len(nodes), WHOLE) / WHOLE
        out[place] = (SINGLE + (1 - SINGLE) * whole) * sum(seen) / len(seen) if seen else 0.0
    return out


def area_rows(
    titles: Sequence[TunedTitle], profiles: RoleProfiles, space: SkillSpace, chance_of: Callable[[TunedTitle], Floats]
) -> tuple[Floats, Floats, Ints]:
    """Features of all areas of some titles, their weights, and the title of each."""
    rows, weights, owner = [], [], []
    for number, title in enumerate(titles):
        chance = chance_of(title)
        grouped = profiles.grouping.of(title.candidates, chance, title.job)
        rows.append(grouped.features)
        weights.append(weights_of(grouped, title, chance, space))
        owner.append(np.full(len(grouped.areas), number))
    return np.concatenate(rows), np.concatenate(weights), np.concatenate(owner)


def main() -> None:
    """Fit both models and write ``models/roles``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readings", type=Path, default=role_readings.FOLDER)
    parser.add_argument("--out", type=Path, default=Path("models/roles"))
    arguments = parser.parse_args()
    snapshot = open_snapshot(bundled_snapshot())
    titles = tuned_titles(snapshot, arguments.readings)
    fold = np.arange(len(titles)) % FOLDS
    apart = [_belongs([t for t, f in zip(titles, fold, strict=True) if f != k])[1] for k in range(FOLDS)]
    chances = {title.title: apart[int(f)](title.candidates.features) for title, f in zip(titles, fold, strict=True)}
    belongs, _ = _belongs(titles)
    rows, weights, _ = area_rows(titles, snapshot.roles, snapshot.space, lambda title: chances[title.title])
    weight, _ = fitted(rows, weights)
    manifest = {
        "format": 1,
        "belongs": named(belongs, FEATURES),
        "weight": named(weight, AREA_FEATURES),
        "encoder": snapshot.encoder.name,
        "data": {
            "titles": len(titles),
            "nodes": int(sum(len(title.marks) for title in titles)),
            "areas": len(rows),
            **{
                name: sha256(arguments.readings / name)
                for name in ("titles.csv", "pools.jsonl", "first.jsonl", "second.jsonl", "settled.jsonl")
            },
        },
    }
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(manifest, indent=1))


def _belongs(titles: Sequence[TunedTitle]) -> tuple[dict[str, Any], Callable[[Floats], Floats]]:
    return fitted(np.concatenate([t.pool.features for t in titles]), np.concatenate([t.marks for t in titles]))


if __name__ == "__main__":
    main()
