"""Hard limits, one by one."""

from __future__ import annotations

import datetime as dt

import pytest

from recommender.catalogue.eligibility import eligible, wished
from recommender.catalogue.schema import CatalogueRow
from recommender.records import Preferences, Price


def row(identifier, **more):
    return CatalogueRow(id=identifier, title=f"Course {identifier}", language="en", skills=["SQL"], **more)


TODAY = dt.date(2026, 11, 27)
CLOSED = [
    row("gone", status="withdrawn"),
    row("over", available_until="2026-11-26"),
    row("later", available_from="2026-11-28"),
    row(
        "runs over", runs=[{"id": "r1", "available_until": "2026-01-01"}, {"id": "r2", "available_until": "2026-06-01"}]
    ),
    row(
        "runs later", runs=[{"id": "r3", "available_until": "2026-01-01"}, {"id": "r4", "available_from": "2027-01-01"}]
    ),
]
ROWS = [
    *CLOSED,
    row("today", available_from="2026-11-27", available_until="2026-11-27"),
    row("runs", runs=[{"id": "r5", "available_until": "2026-01-01"}, {"id": "r6", "available_from": "2026-09-01"}]),
    row("plain"),
    row("long", hours_low=100, hours_high=200),
    row("short", hours=20),
    row("dear", price=900, currency="USD"),
    row("cheap", price=20, currency="USD"),
    row("euro", price=900, currency="EUR"),
    row("online", format="online", provider="Acme"),
    row("campus", format="in-person", provider="Uni"),
    CatalogueRow(id="spanish", title="Curso", language="es", skills=["SQL"]),
    CatalogueRow(id="unsaid", title="Kurs", skills=["SQL"]),
]
EVERY = {one.id for one in ROWS} - {"spanish", "unsaid"} - {one.id for one in CLOSED}


@pytest.fixture(scope="module")
def credentials(small, tmp_path_factory):
    from recommender.snapshot.build import fill_catalogue

    return fill_catalogue(tmp_path_factory.mktemp("limits"), ROWS, small.space, small.linker, small.encoder)[0]


@pytest.mark.parametrize(
    ("preferences", "allowed"),
    [
        ({}, EVERY),
        ({"languages": ("es",)}, {"spanish"}),
        ({"languages": ("en", "es")}, EVERY | {"spanish"}),
        ({"languages": ("xx",)}, set()),
        ({"hours_per_week": 9, "weeks": 11}, EVERY - {"long"}),
        ({"hours_per_week": 10, "weeks": 10}, EVERY),
        ({"hours_per_week": 1}, EVERY),
        ({"budget": Price(amount=899, currency="USD")}, EVERY - {"dear"}),
        ({"budget": Price(amount=900, currency="USD")}, EVERY),
        ({"budget": Price(amount=0, currency="EUR")}, EVERY - {"euro"}),
        ({"formats": ("online",)}, EVERY - {"campus"}),
        ({"formats": ("blended",)}, EVERY - {"campus", "online"}),
        ({"providers": ("ACME",)}, {"online"}),
        ({"providers": ("Acme", "uni")}, {"online", "campus"}),
        ({"providers": ("nobody",)}, set()),
        ({"exclude": ("plain", "none such")}, EVERY - {"plain"}),
        ({"held": ("short",)}, EVERY - {"short"}),
        ({"include_closed": True}, EVERY | {one.id for one in CLOSED}),
        # The identifier of a run is the course's.
        ({"held": ("r6",)}, EVERY - {"runs"}),
    ],
)
def test_a_limit_leaves_out_what_breaks_it_and_lets_through_what_is_not_known(credentials, preferences, allowed):
    kept = eligible(credentials, Preferences(**preferences), TODAY)
    assert {credentials.id(n) for n in range(len(credentials)) if kept[n]} == allowed


def test_providers_and_formats_alone(credentials):
    kept = wished(credentials, Preferences(providers=("Acme",), languages=("xx",), exclude=("online",)))
    assert [credentials.id(n) for n in range(len(credentials)) if kept[n]] == ["online"]
