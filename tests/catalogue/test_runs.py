"""Runs of one course."""

from __future__ import annotations

import datetime as dt

from recommender.catalogue.reader import read

HEADER = "id,title,provider,language,available_from,available_until,price,currency\n"


def rows_of(tmp_path, text):
    path = tmp_path / "c.csv"
    path.write_text(HEADER + text, encoding="utf-8")
    return read([path])


def test_rows_that_differ_in_dates_are_runs_of_one_course(tmp_path):
    rows, report = rows_of(
        tmp_path,
        "a-spring,SQL,Acme,en,2026-03-01,2026-06-01,40,EUR\n"
        "other,Baking,Acme,en,,,,\n"
        "a-autumn,SQL,ACME,en,2026-09-01,2026-12-01,50,EUR\n",
    )
    assert [row.id for row in rows] == ["a-spring", "other"]
    course = rows[0]
    assert [(run.id, str(run.available_from)) for run in course.runs] == [
        ("a-spring", "2026-03-01"),
        ("a-autumn", "2026-09-01"),
    ]
    assert (course.available_from, course.available_until) == (dt.date(2026, 3, 1), dt.date(2026, 12, 1))
    assert course.price == 50
    assert (report.runs, report.refused) == (2, [])


def test_an_open_end_stays_open(tmp_path):
    rows, _ = rows_of(tmp_path, "a,SQL,Acme,en,2026-03-01,2026-06-01,,\nb,SQL,Acme,en,2026-09-01,,,\n")
    assert rows[0].available_until is None


def test_the_same_dates_or_none_are_a_repeat(tmp_path):
    rows, report = rows_of(
        tmp_path, "a,SQL,Acme,en,2026-03-01,,,\nb,SQL,Acme,en,2026-03-01,,1,EUR\nc,SQL,Acme,en,,,,\n"
    )
    assert len(rows) == 1
    assert [refusal.reason for refusal in report.refused] == ["repeats c.csv, row 1"] * 2


def test_other_providers_and_languages_are_other_courses(tmp_path):
    rows, _ = rows_of(
        tmp_path, "a,SQL,Acme,en,2026-03-01,,,\nb,SQL,Uni,en,2026-09-01,,,\nc,SQL,Acme,es,2026-09-01,,,\n"
    )
    assert len(rows) == 3


def test_a_course_may_require_a_run_of_another(tmp_path):
    path = tmp_path / "c.csv"
    path.write_text(
        "id,title,provider,available_from,prerequisites\n"
        "a1,SQL,Acme,2026-03-01,\na2,SQL,Acme,2026-09-01,\nb,More SQL,Acme,,a2\nc,Most SQL,Acme,,a9\n",
        encoding="utf-8",
    )
    rows, report = read([path])
    assert [row.id for row in rows] == ["a1", "b"]
    assert [refusal.value for refusal in report.refused] == ["a9"]
