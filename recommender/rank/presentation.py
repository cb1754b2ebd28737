"""From the arrays of one request to the records that leave: gaps, recommendations, what nothing covers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from recommender.gap import LearnerGap
from recommender.learner.state import State
from recommender.rank.candidates import Candidates
from recommender.rank.confidence import closure_confidence
from recommender.rank.explanation import assumed, explain
from recommender.rank.features import Features
from recommender.rank.ranker import Ranker
from recommender.rank.scoring import Ranked
from recommender.records import Closes, Credential, Gap, Preferences, Recommendation, SkillRef
from recommender.roles.area import Area
from recommender.scales import word
from recommender.taxonomy.space import SkillSpace

#: An area counts as known already where this share of the level a credential teaches to is held.
KNOWN_SHARE: Final = 0.95
#: Members shown of an area.
MAX_MEMBERS_SHOWN: Final = 8


def named(nodes: Sequence[int], space: SkillSpace) -> tuple[SkillRef, ...]:
    """Nodes by identifier and label."""
    return tuple(SkillRef(id=space.id(node), label=space.label(node)) for node in nodes)


def gap_records(
    areas: Sequence[Area],
    gap: LearnerGap,
    states: Sequence[State | None],
    held_by: Sequence[int | None],
    space: SkillSpace,
) -> tuple[Gap, ...]:
    """Every area against what is held, widest gap first.

    ``states`` holds the best state of each area, and ``held_by`` the member that it is of.
    """
    open_ = gap.open
    out = []
    for position in np.lexsort((np.arange(len(open_)), -open_)).tolist():
        area, state, member = areas[position], states[position], held_by[position]
        held = float(gap.held[position])
        out.append(
            Gap(
                area=area.name,
                members=named(area.members[:MAX_MEMBERS_SHOWN], space),
                required=area.level,
                held=held,
                word=word(held),
                through=None if member is None else named([member], space)[0],
                importance=area.importance,
                gap=round(float(open_[position]), 4),
                held_kind=state.kind if state else None,
                level_assumed=area.level_assumed,
            )
        )
    return tuple(out)


def uncovered(areas: Sequence[Area], gap: LearnerGap, candidates: Candidates) -> tuple[str, ...]:
    """Open areas that no allowed credential closes anything of, in the order of the goal."""
    left = (gap.open > 0) & ~candidates.coverable
    return tuple(areas[position].name for position in np.flatnonzero(left).tolist())


def recommendation(
    place: int,
    item: Ranked,
    credential: Credential,
    areas: Sequence[Area],
    space: SkillSpace,
    candidates: Candidates,
    gap: LearnerGap,
    table: Features,
    preferences: Preferences,
    ranker: Ranker,
    after: Sequence[str] = (),
) -> Recommendation:
    """One ranked credential with what it closes, what of it is known already, and why it is there.

    ``after``: titles of what the learner took that this place is owed to.
    """
    position = item.position
    amounts, level = candidates.closes[position], candidates.level[position]
    closes = tuple(
        Closes(
            area=areas[n].name,
            members=named(areas[n].members[:MAX_MEMBERS_SHOWN], space),
            through=named([int(candidates.through[position, n])], space)[0],
            amount=round(float(amounts[n]), 4),
            confidence=round(float(candidates.confidence[position, n]), 4),
            inferred=bool(candidates.inferred[position, n]),
        )
        for n in np.lexsort((np.arange(len(amounts)), -amounts)).tolist()
        if amounts[n] > 0
    )
    known = (level > 0) & (gap.held > 0) & (gap.held >= KNOWN_SHARE * np.minimum(gap.required, level))
    known_already = tuple(areas[n].name for n in np.flatnonzero(known).tolist())
    ready = float(table.readiness[position])
    readiness = None if np.isnan(ready) else round(ready, 4)
    row = table.values[position : position + 1]
    finish = None
    if ranker.finish is not None:
        model, curve = ranker.finish
        finish = round(float(curve(model.score(row))[0]), 4)
    whole = float(gap.open.sum())
    return Recommendation(
        rank=place,
        credential=credential,
        score=round(item.score, 6),
        confidence=closure_confidence(gap, candidates, position),
        closes=closes,
        known_already=known_already,
        readiness=readiness,
        reasons=explain(item, credential, closes, known_already, readiness, whole, preferences, after),
        assumed=assumed(credential, closes, preferences),
        features={name: round(value, 6) for name, value in item.terms.items()},
        takes=None if ranker.take is None else round(float(ranker.take(ranker.score.score(row))[0]), 4),
        finishes=finish,
        unfamiliar=None if ranker.domain is None else bool(ranker.domain.unfamiliar(row)[0]),
    )
