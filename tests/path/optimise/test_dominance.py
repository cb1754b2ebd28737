"""What a solver need not see."""

from __future__ import annotations

import pytest

from eval.planning.problems import KINDS, small
from recommender.path.optimise.dominance import undominated, usable
from recommender.path.optimise.problem_arrays import ProblemArrays
from recommender.path.optimise.solver import Solving

#: Instances of each objective; `python -m eval paths` tries two thousand.
TRIED = 60


@pytest.mark.parametrize("kind", KINDS)
def test_removing_dominated_candidates_keeps_the_optimum(kind):
    removed = 0
    for seed in range(TRIED):
        tables = ProblemArrays(small(seed, kind, most=12))
        whole = Solving(tables, reduce=False).run()
        assert Solving(tables).run().value == whole.value
        pool = usable(tables)
        removed += len(pool) - len(undominated(tables, pool))
    assert removed > 10


def test_a_candidate_that_is_barred_or_in_a_cycle_or_behind_one_is_not_usable():
    instance = small(0, "closure")
    one = instance.candidates[0].model_copy(update={"requires": (), "barred": ()})
    chain = [
        one.model_copy(update={"id": "a", "prerequisites": (1,)}),
        one.model_copy(update={"id": "b", "prerequisites": (0,)}),
        one.model_copy(update={"id": "c", "prerequisites": (1,)}),
        one.model_copy(update={"id": "d", "prerequisites": (), "barred": ("language",)}),
        one.model_copy(update={"id": "e", "prerequisites": (3,)}),
        one.model_copy(update={"id": "f", "prerequisites": ()}),
    ]
    limits = instance.limits.model_copy(update={"must_have": ()})
    tables = ProblemArrays(instance.model_copy(update={"candidates": tuple(chain), "programmes": (), "limits": limits}))
    assert usable(tables) == [5]
    assert usable(tables, without=["language"]) == [3, 4, 5]
