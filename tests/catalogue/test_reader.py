"""Catalogue files of every format, good and bad."""

from __future__ import annotations

import json
import os
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommender.catalogue.reader import read
from recommender.catalogue.refusals import RowRefused
from recommender.catalogue.schema import COLUMNS, CatalogueRow
from recommender.errors import CatalogueError


def write(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


def refusals(tmp_path, text, name="c.csv"):
    rows, report = read([write(tmp_path / name, text)])
    return rows, [(r.row, r.field, r.reason) for r in report.refused]


def test_a_whole_row(tmp_path):
    rows, refused = refusals(
        tmp_path,
        "id,title,provider,hours,price,currency,language,skills,prerequisites\n"
        "b,Basics,Acme,12,0,EUR,German,SQL:0.5|team work|ISO 9001: basics,\n"
        "a,More,Acme,,,,de,,b\n",
    )
    assert not refused
    first = rows[0]
    assert (first.hours_interval, first.price, first.currency, first.language) == ((12, 12), 0, "EUR", "de")
    assert [(s.name, s.level) for s in first.skills] == [("SQL", 0.5), ("team work", None), ("ISO 9001: basics", None)]
    assert rows[1].prerequisites == ("b",)


def test_every_documented_column_is_a_column_and_the_other_way_round():
    assert set(COLUMNS) == set(CatalogueRow.model_fields) - {"facts"}


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        ("title,provider\n,Acme", "title", "required"),
        ("title,hours\nA,1,2", "(row)", "3 cells where the header has 2"),
        ("title;hours\nA;1;2", "(row)", "quote cells that hold semicolons"),
        ("title,id\nA,a\nB,a", "id", "repeats"),
        ("title,provider\nData Bases,X\ndata base,x", "title", "repeats c.csv, row 1"),
        ("title,prerequisites\nA,nothing", "prerequisites", "no such credential"),
        ("title,provider\n<script>x</script>,A", "title", "required"),
    ],
)
def test_a_bad_row_is_refused_by_name(tmp_path, row, field, reason):
    _, refused = refusals(tmp_path, row + "\n")
    assert len(refused) == 1
    assert refused[0][1] == field
    assert reason in refused[0][2]


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        ("title,hours\nA,-1", "hours", "not a number of hours"),
        ("title,hours\nA,many", "hours", "not a number of hours"),
        ("title,hours\nA,1.200", "hours", "ambiguous: it may be 1.200 or 1200"),
        ("title,hours\nA,99999", "hours", "less than or equal to 20000"),
        ("title,hours_low,hours_high\nA,9,3", "hours_low", "hours_low is greater than hours_high"),
        ("title,hours,hours_low\nA,9,3", "hours", "not both"),
        ("title,price,currency\nA,inf,EUR", "price", "finite number"),
        ("title,price\nA,10", "price", "a price needs its currency"),
        ("title,price\nA,$10", "price", "several currencies are written $"),
        ("title,price,currency\nA,10,XXY", "currency", "unknown currency"),
        ("title,price,currency\nA,-10,EUR", "price", "greater than or equal to 0"),
        ("title,language\nA,Klingonish", "language", "unknown language"),
        ('title,language\nA,"English, Spanish"', "language", "several languages"),
        ("title,url\nA,javascript:alert(1)", "url", "not one link of http"),
        ("title,rating\nA,7", "rating", "less than or equal to 5"),
        ("title,entry_level\nA,wizard", "entry_level", "not one of 'beginner'"),
        ("title,available_until\nA,05/06/2026", "available_until", "ambiguous: day and month"),
        ("title,available_until\nA,soon", "available_until", "write YYYY-MM-DD"),
        ('title,skills\nA,"[""SQL"""', "skills", "ends"),
        ("title,skills\nA,SQL:140%|Excel", "skills", "percentage"),
        ("title,available_from,available_until\nA,2027-01-02,2026-01-02", "available_from", "is after"),
    ],
)
def test_a_cell_that_cannot_be_read_is_lost_and_its_row_stands(tmp_path, row, field, reason):
    path = write(tmp_path / "c.csv", row + "\n")
    rows, report = read([path])
    assert ([row.title for row in rows], report.refused) == (["A"], [])
    if reason == "ends":
        # No list of JSON: the bracket belongs to a name.
        assert [skill.name for skill in rows[0].skills] == ['["SQL']
        return
    assert report.unread[0].field == field
    assert reason in report.unread[0].reason
    assert report.unread_count == len(report.unread)
    with pytest.raises(RowRefused, match=field):
        read([path], strict=True)


def test_one_bad_entry_of_a_list_costs_the_entry(tmp_path):
    rows, report = read([write(tmp_path / "c.csv", "title,skills\nA,SQL:140%|Excel|Word:0.5\n")])
    assert [(skill.name, skill.level) for skill in rows[0].skills] == [("Excel", None), ("Word", 0.5)]
    assert [cell.value for cell in report.unread] == ["SQL:140%"]


def test_bad_entries_of_a_long_list_cost_just_themselves(tmp_path):
    named = [f"S{n}" for n in range(14)]
    named[2], named[10], named[12] = "SQL:140%", "Excel:2.5", "Word:advancedd"
    rows, report = read([write(tmp_path / "c.csv", f"title,skills\nA,{'|'.join(named)}\n")])
    assert [skill.name for skill in rows[0].skills] == [name for name in named if ":" not in name]
    assert {cell.value for cell in report.unread} == {"SQL:140%", "Excel:2.5", "Word:advancedd"}


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("course_name,hours", "course_name looks like title; use --map title=course_name"),
        ("title,Course Level", 'Course Level looks like entry_level; use --map entry_level="Course Level"'),
        ("titel,hours", "titel looks like title"),
        ("title,langauge", "langauge looks like language"),
        ("colour,size", "no column is the title; its columns are colour, size"),
        ("title,Title", "two columns are title"),
        ("title,hours,hours", "two columns are named hours"),
    ],
)
def test_a_heading_that_may_be_ours_is_offered_and_the_file_refused(tmp_path, header, message):
    with pytest.raises(CatalogueError) as refused:
        read([write(tmp_path / "c.csv", header + "\n" + ",".join("A" * len(header.split(","))) + "\n")])
    assert message in str(refused.value)


def test_headings_are_mapped_and_others_left_out_with_a_word(tmp_path):
    path = write(tmp_path / "c.csv", "course_name,name,Instructor,HOURS\nA,B,C,3\n")
    rows, report = read([path], mapping={"title": "Course Name", "provider": "name"})
    assert (rows[0].title, rows[0].provider, rows[0].hours) == ("A", "B", 3)
    assert report.warnings == ["c.csv: columns left out: Instructor; --map COLUMN=HEADING reads one"]
    with pytest.raises(CatalogueError, match="it has no column nowhere"):
        read([path], mapping={"title": "course_name", "provider": "name", "url": "nowhere"})
    with pytest.raises(CatalogueError, match="there is no such column"):
        read([path], mapping={"colour": "name"})


def test_the_rest_goes_on_and_rows_are_counted(tmp_path):
    rows, refused = refusals(tmp_path, "title,hours\nA,1\n,3\nC,2\n,x\n")
    assert [row.title for row in rows] == ["A", "C"]
    assert [number for number, _, _ in refused] == [2, 4]


def test_a_file_of_hardly_a_good_row_is_refused_as_a_whole(tmp_path):
    text = "title,hours\nA,1\n" + ",2\n" * 2_000
    with pytest.raises(CatalogueError, match="1,000 of the first 1,001 rows cannot be used"):
        read([write(tmp_path / "c.csv", text)])


def test_strict_stops_at_the_first(tmp_path):
    with pytest.raises(RowRefused, match=r"c\.csv, row 2, field hours"):
        read([write(tmp_path / "c.csv", "title,hours\nA,1\nB,-1\nC,-2\n")], strict=True)


def test_prerequisite_circles_and_what_hangs_on_them(tmp_path):
    rows, refused = refusals(tmp_path, "id,title,prerequisites\na,A,b\nb,B,c\nc,C,a\nd,D,a\ne,E,\nf,F,e\nself,S,self\n")
    assert [row.id for row in rows] == ["e", "f"]
    assert {number: reason for number, _, reason in refused} == {
        1: "these credentials require each other",
        2: "these credentials require each other",
        3: "these credentials require each other",
        4: "no such credential in the catalogue",
        7: "these credentials require each other",
    }


def test_mixed_encodings_name_the_row(tmp_path):
    path = tmp_path / "c.csv"
    path.write_bytes("title\nCafé\n".encode() + "Café de Paris\n".encode("latin-1") + b"Tea\n")
    rows, report = read([path])
    assert [row.title for row in rows] == ["Café", "Tea"]
    assert (report.refused[0].row, report.refused[0].field) == (2, "title")
    assert "UTF-8" in report.refused[0].reason


def test_byte_order_mark_and_nul_bytes(tmp_path):
    path = tmp_path / "c.csv"
    path.write_bytes(b"\xef\xbb\xbftitle\nA\x00B\n")
    rows, report = read([path])
    assert not report.refused
    assert rows[0].title == "A\ufffdB"


def test_a_cell_of_a_gigabyte_is_refused_without_being_read_into_memory(tmp_path):
    path = tmp_path / "big.csv"
    with path.open("wb") as handle:
        handle.write(b'title,description\nA,short\nB,"')
        handle.seek(1 << 30, os.SEEK_CUR)
        handle.write(b'"\nC,short\n')
    import resource

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    rows, report = read([path])
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert [row.title for row in rows] == ["A", "C"]
    assert "larger than" in report.refused[0].reason
    assert grown < 200


def test_a_cell_over_the_limit_across_lines(tmp_path):
    huge = "x" * 1000 + "\n"
    _, refused = refusals(tmp_path, 'title,description\nA,"' + huge * 1500 + '"\nB,ok\n')
    assert "larger than 1 MiB" in refused[0][2]


def test_json_lines(tmp_path):
    lines = [
        json.dumps({"title": "A", "skills": ["SQL", {"name": "Excel", "level": 0.3}], "recognised_by": ["X"]}),
        "{not json",
        json.dumps(["a list"]),
        '{"title": "deep", "description": ' + "[" * 100_000 + "]" * 100_000 + "}",
        json.dumps({"title": "E", "hours": float("nan")}),
        "",
    ]
    path = write(tmp_path / "c.jsonl", "\n".join(lines))
    rows, report = read([path])
    assert [row.title for row in rows] == ["A", "E"]
    assert rows[0].skills[1].level == 0.3
    assert [refusal.row for refusal in report.refused] == [2, 3, 4]
    assert [(cell.row, cell.field) for cell in report.unread] == [(5, "hours")]


def test_parquet(tmp_path):
    path = tmp_path / "c.parquet"
    table = pa.table({"title": ["A", "", "C"], "hours": [1.0, 2.0, float("nan")], "skills": [["SQL"], [], []]})
    pq.write_table(table, path)
    rows, report = read([path])
    assert [row.title for row in rows] == ["A", "C"]
    assert [(r.row, r.field) for r in report.refused] == [(2, "title")]
    assert [(r.row, r.field) for r in report.unread] == [(3, "hours")]


def test_numbers_of_parquet_are_those_that_it_holds(tmp_path):
    price = pa.array([49.9], pa.float32())
    number = pa.array([Decimal(7)], pa.decimal128(5, 0))
    pq.write_table(
        pa.table({"title": ["A"], "price": price, "currency": ["EUR"], "id": number}), tmp_path / "c.parquet"
    )
    rows, report = read([tmp_path / "c.parquet"])
    assert [(row.price, row.id, report.unread) for row in rows] == [(49.9, "7", [])]


def test_lists_of_parquet_that_no_catalogue_has_are_refused_unread(tmp_path):
    skills = pa.ListArray.from_arrays([0, 1_500_000], pa.array(["SQL"] * 1_500_000).dictionary_encode())
    pq.write_table(pa.table({"title": ["A"], "skills": skills}), tmp_path / "c.parquet", store_schema=False)
    with pytest.raises(CatalogueError, match="the lists of skills hold 1,500,000 entries in 1 rows"):
        read([tmp_path / "c.parquet"])


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("c.xlsx", b"x", "save the sheet as CSV"),
        ("c.parquet", b"not parquet at all", "not a readable Parquet file"),
        ("c.csv", b"", "it is empty"),
        ("c.csv", b"\n\n", "no header line"),
        ("c.csv", b"PK\x03\x04\x14\x00", "an Excel workbook or an archive"),
        ("c.csv", b"\xd0\xcf\x11\xe0\xa1\xb1", "an old or protected Excel workbook"),
        ("c.csv", b"\x1f\x8b\x08\x00", "compressed .gzip.; unpack it"),
        ("c.csv", b"%PDF-1.4\n%", "it is a PDF"),
        ("c.csv", b"PAR1\x15\x04", "name it .parquet"),
        ("c.tsv", b"<!DOCTYPE html>\n<html>", "a web page"),
        ("c.csv", b"<table><tr><td>title</td></tr></table>", "a web page"),
        ("c.csv", b'[{"title": "A"}]', "it is JSON"),
        ("c.csv", b'{"title": "A"}\n', "it is JSON"),
        ("c.jsonl", b'[\n  {"title": "A"}\n]\n', "one object a line"),
        ("c.jsonl", b'{\n  "title": "A"\n}\n', "one object a line"),
        ("c.jsonl", b"title,hours\nA,1\n", "name it .csv"),
    ],
)
def test_files_that_cannot_be_used(tmp_path, name, content, message):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CatalogueError, match=message):
        read([tmp_path / name])
    with pytest.raises(CatalogueError, match="no such file"):
        read([tmp_path / "missing.csv"])


@pytest.mark.parametrize(
    "text",
    [
        "Course catalogue 2026\n\ntitle,hours,skills\nSQL,10,joins\nR,5,plots\n",
        "Course catalogue 2026,,\n,,\ntitle,hours,skills\nSQL,10,joins\nR,5,plots\n",
        "Title,,\ntitle,hours,skills\nSQL,10,joins\nR,5,plots\n",
        "Exported from a portal\nTitle;Hours;Skills\nSQL;10;joins\nR;5;plots\n",
    ],
)
def test_lines_above_the_headings_are_told(tmp_path, text):
    rows, told = refusals(tmp_path, text)
    assert [(row.title, row.hours, row.skills[0].name) for row in rows] == [("SQL", 10, "joins"), ("R", 5, "plots")]
    assert {(row, reason) for row, _, reason in told} == {(0, "a line above the headings")}


@pytest.mark.parametrize(
    "note",
    ["Total: 2 courses,15,88", "Grand total,15,", "Source: a portal,,", "# a comment,,", "Exported on 2026-01-01,,",
     "© 2026 A portal,,", "Exported on 2026-01-01"],
)  # fmt: skip
def test_notes_and_totals_are_no_credentials(tmp_path, note):
    rows, told = refusals(tmp_path, f"title,hours,url\nSQL,10,\n{note}\nR,5,\n")
    assert [row.title for row in rows] == ["SQL", "R"]
    assert [(row, "a note" in reason) for row, _, reason in told] == [(2, True)]


@pytest.mark.parametrize(
    "title", ["Total quality management", "#MeToo at work", "Source control", "Notes from a kitchen"]
)
def test_titles_that_begin_like_notes_stand(tmp_path, title):
    rows, told = refusals(tmp_path, f"title,hours,url\n{title},10,\n")
    assert ([row.title for row in rows], told) == ([title], [])


def test_rows_that_leave_out_their_last_cells_are_whole(tmp_path):
    rows, told = refusals(tmp_path, "title,hours,skills,url\nSQL,10,a\nR,5,a,https://x.org/a\nGo,5,b\nC,2,c\n")
    assert ([(row.title, row.hours) for row in rows], told) == ([("SQL", 10), ("R", 5), ("Go", 5), ("C", 2)], [])


def test_rows_that_a_line_break_parts_are_told(tmp_path):
    text = "title,description,hours,url\nSQL,Learn joins\nand queries,10,https://x.org/a\nR,Plots,5,https://x.org/b\n"
    rows, told = refusals(tmp_path, text)
    assert [row.title for row in rows] == ["R"]
    assert [(row, "line breaks" in reason) for row, _, reason in told] == [(1, True), (2, True)]


def test_the_currency_of_a_heading_is_that_of_its_prices(tmp_path):
    path = write(tmp_path / "c.csv", "title,Price (EUR)\nA,49\nB,free\n")
    rows, _ = read([path], mapping={"price": "Price (EUR)"})
    assert [(row.price, row.currency) for row in rows] == [(49, "EUR"), (0, None)]
    path = write(tmp_path / "d.csv", "title,Price [USD],currency\nA,49,EUR\n")
    rows, report = read([path], mapping={"price": "Price [USD]"})
    assert (rows[0].price, [cell.field for cell in report.unread]) == (None, ["price"])


def test_columns_that_are_not_ours_may_share_a_name(tmp_path):
    rows, report = read([write(tmp_path / "c.csv", "title,notes,notes\nA,x,y\n")])
    assert [row.title for row in rows] == ["A"]
    assert "notes (column 3)" in report.warnings[0]


def test_identifiers_are_the_same_on_every_run(tmp_path):
    text = "title,provider\nA,X\nB,X\n"
    first, _ = refusals(tmp_path, text)
    again, _ = refusals(tmp_path, text)
    assert [row.identifier for row in first] == [row.identifier for row in again]
    assert len({row.identifier for row in first}) == 2


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_fail_otherwise(tmp_path_factory, content):
    for name in ("f.csv", "f.jsonl"):
        path = tmp_path_factory.mktemp("fuzz") / name
        path.write_bytes(b"title,hours\n" + content if name.endswith("csv") else content)
        try:
            _, report = read([path])
        except CatalogueError as error:
            assert str(error)
            continue
        for refusal in [*report.refused, *report.unread]:
            assert refusal.reason
            assert len(refusal.value) <= 80
