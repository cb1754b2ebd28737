"""What the pages say is read is what the code reads."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from recommender.catalogue.formats import FORMATS as CATALOGUE_FORMATS
from recommender.cli.app import app
from recommender.profile.formats import FORMATS as PROFILE_FORMATS

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_on_catalogues_and_the_help_name_every_format():
    page = (ROOT / "docs" / "catalogue.md").read_text()
    assert [ending for ending in CATALOGUE_FORMATS if f"`{ending}`" not in page] == []
    wide = {"COLUMNS": "200", "NO_COLOR": "1"}
    assert " ".join(CATALOGUE_FORMATS) in CliRunner().invoke(app, ["index", "build", "--help"], env=wide).output
    assert " ".join(PROFILE_FORMATS) in CliRunner().invoke(app, ["recommend", "--help"], env=wide).output


def test_the_readme_names_every_profile_format():
    readme = (ROOT / "README.md").read_text()
    assert " ".join(ending for ending in PROFILE_FORMATS if ending != ".json") in readme
