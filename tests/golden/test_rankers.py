"""What order, uptake and titles give is pinned. `make golden` records it again and says what moved."""

from __future__ import annotations

import json

from tests.support import golden, golden_rankers

HOW = "rankings changed; if that is meant, run `make golden` and say in the commit why it is better"


def same(name, found):
    expected = json.loads((golden_rankers.FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    wrong = list(golden.unlike(expected, json.loads(json.dumps(found)), golden_rankers.CLOSE))
    assert not wrong, "\n".join([HOW, *wrong[:20]])


def test_what_histories_tell_is_as_recorded():
    same("order", golden_rankers.order())


def test_what_fitted_rankers_say_is_as_recorded(small, learned_rankers):
    same("fitted", golden_rankers.fitted(small, learned_rankers))


def test_what_titles_mean_is_as_recorded(engine):
    same("occupations", golden_rankers.occupations(engine))
