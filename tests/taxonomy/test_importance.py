"""How usual a requirement is, against a plain count."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest

from recommender.taxonomy.importance import usual_importance
from recommender.taxonomy.occupations import RELATIONS


def entries(occupations, number):
    span = occupations.needs.span(number)
    values = occupations.needs.values
    return zip(
        occupations.needs.columns[span].tolist(),
        [RELATIONS[code] for code in values["relation"][span].tolist()],
        values["importance"][span].tolist(),
        strict=True,
    )


def test_it_is_the_share_of_occupations_that_need_it_or_the_mean_importance(small):
    space, occupations = small.space, small.occupations
    users, rated, needing = defaultdict(set), defaultdict(list), defaultdict(set)
    onet_with_technology, esco = set(), 0
    for number in range(len(occupations)):
        esco += not occupations.is_onet[number]
        for node, relation, importance in entries(occupations, number):
            if not occupations.is_onet[number]:
                needing[node].add(number)
            elif relation == "element":
                if not np.isnan(importance):
                    rated[node].append(importance)
            elif relation in {"in-demand", "hot", "technology"}:
                for parent, _ in space.broader_of(node):
                    if space.kind_of(parent) == "commodity":
                        users[parent].add(number)
                        onet_with_technology.add(number)
    found = usual_importance(occupations, space)
    assert found.shape == (len(space),)
    assert found.max() <= 1
    for node in [*list(users)[:60], *list(rated)[:60]]:
        expected = np.mean(rated[node]) if node in rated else len(users[node]) / len(onet_with_technology)
        assert found[node] == pytest.approx(expected, abs=1e-6)
    for node in list(needing)[::200]:
        if node not in rated and node not in users:
            assert found[node] == pytest.approx(len(needing[node]) / esco, abs=1e-6)
