"""What ships: sizes, manifests, licences' rules, and that nothing but facts is in it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from recommender import artifacts
from recommender.snapshot.bundled import bundled_rows

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def rows():
    return bundled_rows()


@pytest.mark.parametrize("name", ["taxonomy", "catalogue"])
def test_the_manifest_is_true(name):
    folder = artifacts.data(name)
    manifest = json.loads((folder / "manifest.json").read_text())
    tables = {path.name for path in folder.glob("*.parquet")}
    assert set(manifest["tables"]) == tables
    for table, about in manifest["tables"].items():
        assert about["sha256"] == hashlib.sha256((folder / table).read_bytes()).hexdigest()
        assert about["rows"] == pq.read_metadata(folder / table).num_rows
    assert manifest["sources"]


def test_the_taxonomy_is_small_enough():
    assert sum(path.stat().st_size for path in artifacts.data("taxonomy").iterdir()) < 6e6


def test_no_sentences_ship():
    for name in ("taxonomy", "catalogue"):
        for path in artifacts.data(name).glob("*.parquet"):
            assert not {"description", "definition", "summary", "syllabus"} & set(pq.read_schema(path).names)


def test_the_catalogue_is_large_and_distinct(rows):
    assert len(rows) >= 1500
    assert len({row.identifier for row in rows}) == len(rows)


def test_no_currency_is_assumed_and_no_constant_is_taken_for_a_price(rows):
    for row in rows:
        assert (row.price is None) == (row.currency is None)
        if row.provider in {"Coursera", "Stepik"}:
            assert row.price is None


def test_every_stated_fact_has_its_source(rows):
    outside = {"id", "skills", "facts", "currency", "audit_price"}
    for row in rows:
        stated = {name for name in type(row).model_fields if getattr(row, name) not in (None, (), "")} - outside
        assert stated <= set(row.facts), row.identifier


def test_nothing_says_the_platform_difficulty_debris(rows):
    assert {row.entry_level for row in rows} <= {None, "beginner", "intermediate", "advanced", "mixed"}


def test_fields_beyond_the_online_catalogues_are_covered(rows):
    qualifications = [row for row in rows if row.type == "qualification"]
    assert len(qualifications) >= 300
    for row in qualifications:
        assert row.status == "unconfirmed"
        assert row.facts["status"].as_of.startswith("2023")
        assert (row.hours_low, row.hours_high) in {(1.0, 120.0), (121.0, 369.0)}
    words = Counter(word for row in qualifications for word in row.title.lower().split())
    for field in ("care", "electrical", "catering", "nursing", "plumbing"):
        assert words[field] >= 3, field


def test_programmes_became_stacking(rows):
    programmes = Counter(target for row in rows for target in row.stacks_into)
    assert len(programmes) > 300
    assert programmes.most_common(1)[0][1] > 3


def test_the_linker_says_what_it_was_fitted_on():
    for folder in artifacts.model("linker").iterdir():
        if folder.is_dir():
            manifest = json.loads((folder / "manifest.json").read_text())
            assert set(manifest["data"]) == {"skillskape/train.csv.gz", "curation", "people.jsonl"}
            assert all(0 < head["threshold"] < 1 for head in manifest["heads"].values())


def test_models_are_what_their_manifests_say_and_small_enough():
    for manifest in artifacts.model("encoder").parent.rglob("manifest.json"):
        for name, about in json.loads(manifest.read_text()).get("files", {}).items():
            content = (manifest.parent / name).read_bytes()
            assert about["sha256"] == hashlib.sha256(content).hexdigest()
    assert (artifacts.model("encoder") / "delta.npz").stat().st_size < 25e6


def test_no_golden_tag_that_is_to_measure_with_is_in_the_curation():
    import csv

    from recommender.data.build import own_texts
    from recommender.text import fold

    with (ROOT / "tests" / "golden" / "tags.csv").open(newline="") as handle:
        kept = {fold(row["tag"]) for row in csv.DictReader(handle) if row["reviewed"] == "no"}
    with (own_texts.FOLDER / "tags.csv").open(newline="") as handle:
        reviewed = {fold(row["tag"]) for row in csv.DictReader(handle)}
    assert len(kept) > 100
    assert not kept & reviewed


def test_attribution_stands_in_notice():
    notice = " ".join((ROOT / "NOTICE").read_text().split())
    for wording in (
        "This service uses the ESCO classification of the European Commission",
        "O*NET 29.2 Database by the U.S. Department of Labor, Employment and Training Administration",
        "USDOL/ETA has not approved, endorsed, or tested these modifications",
        "Open Government Licence v3.0",
        "Australian Skills Classification",
    ):
        assert wording in notice
