"""What stands in a cell of a catalogue file, by column: texts as spreadsheets, platforms and scripts write them.

A reader gives the values that a cell states, of one column or more, or raises `Unreadable` with the reason. What may
mean two things is unreadable: nothing is guessed.
"""

from __future__ import annotations

from recommender.catalogue.cells.readers import is_blank, read_cells
from recommender.catalogue.cells.unreadable import Unreadable

__all__ = ["Unreadable", "is_blank", "read_cells"]
