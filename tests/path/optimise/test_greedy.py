"""The greedy plan that others are measured against."""

from __future__ import annotations

from recommender.path.optimise.greedy import greedy_sequence
from recommender.path.optimise.problem_arrays import ProblemArrays
from tests.support.problems import on_blank_market


def test_a_goal_that_is_reached_counts_more_than_many_that_come_nearer():
    """One credential reaches a small goal; the other brings three goals three quarters of the way."""
    problem = on_blank_market(
        skills=7,
        steps=1,
        credentials=[{"required": [], "taught": [[1, 1], [2, 1], [3, 1]]}, {"required": [], "taught": [[6, 1]]}],
        occupations=[[[6, 1]], *([[1, 1], [2, 1], [3, 1], [other, 1]] for other in (0, 4, 5))],
    )
    tables = ProblemArrays(problem)
    assert greedy_sequence(tables, [0, 1]) == [1]
    assert greedy_sequence(tables, [0]) == [0]
