"""How usual each requirement is over all occupations, a statistic of the taxonomy."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import numpy.typing as npt

from recommender.taxonomy.occupations import RELATIONS, Occupations
from recommender.taxonomy.space import KINDS, SkillSpace


def usual_importance(occupations: Occupations, space: SkillSpace) -> npt.NDArray[np.float32]:
    """Computed once when a snapshot is built: see ``usual`` in `of_occupations`."""
    out = np.zeros(len(space), dtype=np.float64)
    onet = np.flatnonzero(occupations.is_onet)
    rated: dict[int, list[float]] = defaultdict(list)
    commodity = KINDS.index("commodity")
    with_technology = 0
    for occupation in onet:
        span = occupations.needs.span(int(occupation))
        classes: set[int] = set()
        for node, code, importance in zip(
            occupations.needs.columns[span],
            occupations.needs.values["relation"][span],
            occupations.needs.values["importance"][span],
            strict=True,
        ):
            relation = RELATIONS[int(code)]
            if relation == "element" and not np.isnan(importance):
                rated[int(node)].append(float(importance))
            elif relation in {"in-demand", "hot", "technology"}:
                classes |= {parent for parent, _ in space.broader_of(int(node)) if space.kind[parent] == commodity}
        with_technology += bool(classes)
        out[list(classes)] += 1
    out /= max(1, with_technology)
    for node, values in rated.items():
        out[node] = float(np.mean(values))
    esco = np.flatnonzero(~occupations.is_onet)
    for occupation in esco:
        for node in np.unique(occupations.needs.row(int(occupation))):
            if node not in rated:
                out[node] += 1 / len(esco)
    return out.astype(np.float32)
