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
from recommender.records import Closes, Credential, Gap, Preferences, Recommendation, Requirement

#: A requirement counts as known already where this share of the level a credential teaches to is held.
KNOWN_SHARE: Final = 0.95
#: Identifiers shown of a class of products.
MAX_SKILLS_SHOWN: Final = 5


def gap_records(
    requirements: Sequence[Requirement], gap: LearnerGap, states: Sequence[State | None]
) -> tuple[Gap, ...]:
    """Every requirement against what is held, widest gap first; ``states`` holds the best state of each."""
    open_ = gap.open
    out = []
    for position in np.lexsort((np.arange(len(open_)), -open_)).tolist():
        requirement, state = requirements[position], states[position]
        out.append(
            Gap(
                requirement=requirement.label,
                skills=requirement.skills[:MAX_SKILLS_SHOWN],
                required=requirement.level,
                held=float(gap.held[position]),
                importance=requirement.importance,
                gap=round(float(open_[position]), 4),
                held_kind=state.kind if state else None,
                level_assumed=requirement.level_assumed,
            )
        )
    return tuple(out)


def uncovered(requirements: Sequence[Requirement], gap: LearnerGap, candidates: Candidates) -> tuple[str, ...]:
    """Open requirements that no allowed credential closes anything of, in the order of the requirements."""
    left = (gap.open > 0) & ~candidates.coverable
    return tuple(requirements[position].label for position in np.flatnonzero(left).tolist())


def recommendation(
    place: int,
    item: Ranked,
    credential: Credential,
    requirements: Sequence[Requirement],
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
            skill=requirements[group].label,
            amount=round(float(amounts[group]), 4),
            confidence=round(float(candidates.confidence[position, group]), 4),
            inferred=bool(candidates.inferred[position, group]),
        )
        for group in np.lexsort((np.arange(len(amounts)), -amounts)).tolist()
        if amounts[group] > 0
    )
    known = (level > 0) & (gap.held > 0) & (gap.held >= KNOWN_SHARE * np.minimum(gap.required, level))
    known_already = tuple(requirements[group].label for group in np.flatnonzero(known).tolist())
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
