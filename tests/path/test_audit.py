"""A plan against the catalogue that it says it comes from."""

from __future__ import annotations

from tests.support.plans import document, planned, row, wrong


def test_a_plan_that_is_compared_with_a_catalogue_that_says_otherwise(with_rows):
    plan = planned(with_rows([row("a", ["SQL:0.9"])]))
    for other, message in (
        (row("a", ["SQL:0.9"], hours=30), "minutes"),
        (row("a", ["SQL:0.9"], price=3), "price"),
        (row("a", ["SQL:0.7"]), "otherwise than the catalogue states"),
        (row("b", ["SQL:0.9"]), "not in the catalogue"),
    ):
        found = [finding.what for finding in wrong(with_rows([other]).check(document(plan)))]
        assert any(message in what for what in found), (message, found)


def test_a_pool_that_was_made_smaller_is_found_out(small_engine):
    """With the hash made again: only the plan's request tells."""
    from recommender.path.optimise.certificate import digest

    plan = planned(small_engine, assume_hours=30, assume_price=20)
    instance = plan.certificate.instance
    kept = [step.candidate for step in plan.steps][:1]
    fewer = instance.model_copy(update={"candidates": tuple(instance.candidates[n] for n in kept), "programmes": ()})
    certificate = plan.certificate.model_copy(
        update={
            "instance": fewer,
            "inputs": plan.certificate.inputs.model_copy(update={"instance": digest(fewer)}),
        }
    )
    forged = plan.model_copy(update={"certificate": certificate})
    places = {finding.where for finding in wrong(small_engine.check(document(forged)))}
    assert "certificate.instance" in places
