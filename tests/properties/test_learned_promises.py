"""The promises under rankers that were fitted on made-up logs."""

from __future__ import annotations

import datetime as dt

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommender.records import Learner, Preferences, Price
from tests.properties.test_promises import catalogues, changed, links

DATE = dt.date(2026, 1, 1)


LIMITED = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def place(engine, identifier, preferences, top=50):
    answer = engine.recommend(Learner(), "data analyst", preferences=preferences, top=top, as_of=DATE)
    order = [item.credential.id for item in answer.recommendations]
    return order.index(identifier) if identifier in order else len(order) + 1


@LIMITED
@given(
    catalogues(),
    st.integers(0, 6),
    st.sampled_from(["skill", "level", "hours", "price"]),
    links,
    st.floats(0, 1),
    st.integers(0, 3),
    st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]),
    st.lists(st.sampled_from([f"c{n}" for n in range(7)]), max_size=3, unique=True),
)
def test_promises_hold_under_learned_rankers(
    with_rows, learned_rankers, rows, which, change, extra, share, chosen, diversity, held
):
    """Teaching more, costing less and taking fewer hours never lower a place, at every diversity and history."""
    which %= len(rows)
    row, name = rows[which], f"c{which}"
    preferences = Preferences(
        held=tuple(h for h in held if h != name), diversity=diversity, budget=Price(amount=5_000, currency="USD")
    )
    if change == "skill":
        values = {"skills": (*row.skills, extra)}
    elif change == "level":
        first = row.skills[0]
        level = first.level + share * (1 - first.level)
        values = {"skills": (first.model_copy(update={"level": level}), *row.skills[1:])}
    elif getattr(row, change) is None:
        return
    else:
        values = {change: getattr(row, change) * share}
    ranker = learned_rankers[chosen]
    before = place(with_rows(rows, ranker), name, preferences)
    after = place(with_rows(changed(rows, which, **values), ranker), name, preferences)
    assert after <= before
