"""A small catalogue of a few credentials that differ in what decides."""

from __future__ import annotations

from recommender.catalogue.schema import CatalogueRow

ROWS = [
    CatalogueRow(
        id="sql",
        title="SQL for Data Analysis",
        provider="Acme",
        language="en",
        entry_level="beginner",
        hours=20,
        price=49,
        currency="USD",
        skills=["SQL:0.7", "perform data analysis:0.5"],
    ),
    CatalogueRow(
        id="viz",
        title="Data Visualisation with Tableau",
        provider="Acme",
        language="en",
        skills=["Tableau", "deliver visual presentation of data"],
        rating=4.7,
        rating_count=900,
    ),
    CatalogueRow(
        id="stats",
        title="Statistics Foundations",
        provider="Uni",
        language="en",
        hours_low=30,
        hours_high=50,
        skills=["statistics", "apply statistical analysis techniques", "data models"],
        prerequisites=[],
    ),
    CatalogueRow(
        id="mining",
        title="Data Mining",
        provider="Uni",
        language="en",
        entry_level="advanced",
        prerequisites=["stats"],
        skills=["data quality assessment", "define data quality criteria"],
        requires_skills=["statistics:0.6"],
    ),
    CatalogueRow(
        id="baking", title="Artisan Bread", provider="Bakery", language="en", skills=["prepare bread products"]
    ),
    CatalogueRow(id="sql-es", title="SQL desde cero", provider="Acme", language="es", skills=["SQL"]),
    CatalogueRow(id="sql-unstated", title="SQL Weekend", provider="Acme", skills=["SQL"]),
]
