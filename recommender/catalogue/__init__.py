"""Catalogues of credentials: reading a user's file, validating every row, and checking the rows against each other."""

from recommender.catalogue.checks import check
from recommender.catalogue.reader import FORMATS, read
from recommender.catalogue.row import COLUMNS, CatalogueRow, RowSkill

__all__ = ["COLUMNS", "FORMATS", "CatalogueRow", "RowSkill", "check", "read"]
