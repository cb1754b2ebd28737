"""What a place is owed to."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from recommender.engine import Recommender
from recommender.rank.features import FEATURES
from recommender.records import Learner, Preferences

DATE = dt.date(2026, 1, 1)


def place(engine, identifier, preferences, top=50):
    answer = engine.recommend(Learner(), "data analyst", preferences=preferences, top=top, as_of=DATE)
    order = [item.credential.id for item in answer.recommendations]
    return order.index(identifier) if identifier in order else len(order) + 1


def test_a_place_is_owed_to_a_credential_only_if_without_it_the_place_is_another(small, learned_rankers):
    engine = Recommender(small, next(r for r in learned_rankers if r.history is not None))
    preferences = Preferences(held=("sql", "stats"))
    answer = engine.recommend(Learner(), "data analyst", preferences=preferences, top=20, as_of=DATE)
    order = [item.credential.id for item in answer.recommendations]
    for item in answer.recommendations:
        said = next((r for r in item.reasons if r.startswith("often taken next after")), None)
        for name, title in (("sql", "SQL for Data Analysis"), ("stats", "Statistics Foundations")):
            if said is not None and title in said:
                rest = tuple(h for h in preferences.held if h != name)
                others = engine.recommend(
                    Learner(), "data analyst", preferences=Preferences(held=rest, exclude=(name,)), top=20, as_of=DATE
                )
                without = [i.credential.id for i in others.recommendations]
                assert without.index(item.credential.id) > order.index(item.credential.id)


def test_some_places_are_owed_to_what_was_taken_and_each_that_is_falls_without_it(small, learned_rankers):
    owed = 0
    for learned in learned_rankers:
        engine = Recommender(small, learned)
        for held in (("sql",), ("stats", "viz"), ("sql", "mining"), ("viz", "sql")):
            pipeline = engine._pipeline(engine._case(None, "data analyst", Preferences(held=held), DATE))
            gap = pipeline.gap
            candidates, table_, ranked = pipeline.ranked(gap, 20)
            for place, rows in pipeline.history_behind(gap, candidates, table_, ranked).items():
                owed += len(rows)
                for row in rows:
                    rest = [n for n in pipeline.taken if n != row]
                    values = table_.values.copy()
                    values[:, FEATURES.index("order")] = pipeline.past.order(rest, candidates.rows)
                    without = pipeline.ordered(candidates, gap, replace(table_, values=values), 20)
                    assert [item.position for item in without].index(ranked[place].position) > place
    assert owed > 0
