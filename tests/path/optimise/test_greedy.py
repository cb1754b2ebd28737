"""The greedy plan that others are measured against."""

from __future__ import annotations

import json

from eval.planning.problems import Market
from recommender.path.optimise.greedy import greedy_sequence
from recommender.path.optimise.problem_arrays import ProblemArrays


def test_a_goal_that_is_reached_counts_more_than_many_that_come_nearer():
    """One credential reaches a small goal; the other brings three goals three quarters of the way."""
    document = {
        "skills": 7,
        "levels": 1,
        "threshold": [1, 1],
        "steps": 1,
        "objective": "goals",
        "learners": [[]],
        "credentials": [
            {"required": [], "taught": [[1, 1], [2, 1], [3, 1]]},
            {"required": [], "taught": [[6, 1]]},
        ],
        "occupations": [[[6, 1]], *([[1, 1], [2, 1], [3, 1], [other, 1]] for other in (0, 4, 5))],
    }
    found = Market.model_validate_json(json.dumps(document))
    tables = ProblemArrays(found.held_by(0, found.instance()))
    assert greedy_sequence(tables, [0, 1]) == [1]
    assert greedy_sequence(tables, [0]) == [0]
