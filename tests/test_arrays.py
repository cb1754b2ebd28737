"""Columns and sparse rows on disk and in memory, against plain lists."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.arrays import SparseRows, open_array, open_text, write_array, write_text
from recommender.errors import SnapshotError

matrices = st.lists(st.lists(st.integers(0, 9), max_size=5), min_size=1, max_size=8)


def sparse(rows):
    owner = [number for number, row in enumerate(rows) for _ in row]
    flat = [column for row in rows for column in row]
    return SparseRows.gather(owner, flat, len(rows), weight=[float(n) for n in range(len(flat))])


@given(matrices, st.data())
def test_entries_are_those_of_each_row_in_turn(rows, data):
    found = sparse(rows)
    chosen = data.draw(st.lists(st.integers(0, len(rows) - 1), max_size=6))
    positions, owner = found.entries(np.asarray(chosen, dtype=np.int64))
    assert found.columns[positions].tolist() == [column for row in chosen for column in rows[row]]
    assert owner.tolist() == [place for place, row in enumerate(chosen) for _ in rows[row]]


@given(matrices)
def test_rows_and_their_transpose_hold_the_same_entries(rows):
    found = sparse(rows)
    assert [found.row(n).tolist() for n in range(len(rows))] == rows
    turned = found.transposed(10)
    pairs = {(row, column) for row, columns in enumerate(rows) for column in columns}
    assert {(int(row), column) for column in range(10) for row in turned.row(column)} == pairs
    assert sorted(turned.values["entry"].tolist()) == list(range(len(found.columns)))


def test_what_is_written_is_what_is_opened_and_damage_is_named(tmp_path):
    found = sparse([[3, 1], [], [2]])
    found.write(tmp_path, "m")
    again = SparseRows.open(tmp_path, "m", "weight")
    assert [again.row(n).tolist() for n in range(3)] == [[3, 1], [], [2]]
    assert again.values["weight"].tolist() == [0, 1, 2]
    write_text(tmp_path / "t.arrow", {"a": ["x", None], "b": ["", "é"]})
    assert {name: column.to_pylist() for name, column in open_text(tmp_path / "t.arrow").items()} == {
        "a": ["x", None],
        "b": ["", "é"],
    }
    write_array(tmp_path / "a.npy", [1, 2], np.int16)
    with pytest.raises(ValueError, match="read-only"):
        open_array(tmp_path / "a.npy")[0] = 3
    for name, opened in (("t.arrow", open_text), ("a.npy", open_array)):
        (tmp_path / name).write_bytes(b"damaged")
        with pytest.raises(SnapshotError, match=name):
            opened(tmp_path / name)
