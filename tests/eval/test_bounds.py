"""Small and expensive files: each is read or refused, and nothing else happens."""

from __future__ import annotations

import pytest

from eval.bounds.expensive_files import EXPENSIVE
from eval.bounds.reading import outcome, reader


@pytest.mark.parametrize("file", EXPENSIVE, ids=lambda file: file.name)
def test_a_small_and_expensive_file_is_read_or_refused(tmp_path, file):
    path = tmp_path / f"file{file.suffix}"
    path.write_bytes(file.build())
    assert outcome(reader(file.kind), path) in {"read", "refused"}
