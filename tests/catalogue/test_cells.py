"""What single cells state, and what is not read because it may mean two things."""

from __future__ import annotations

import pytest

from recommender.catalogue.cells import read_cells


def read(**row):
    values, lost = read_cells({"title": "A", **row})
    return {name: value for name, value in values.items() if name != "title"}, [column for column, _, _ in lost]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("12", 12, 12),
        (".5 h", 0.5, 0.5),
        ("1h30", 1.5, 1.5),
        ("12 h 30", 12.5, 12.5),
        ("1 000 hours", 1000, 1000),
        ("20 hours (self-paced)", 20, 20),
        ("self-paced, 20 hours", 20, 20),
        ("Approximately 3 months at 4 hours a week", 52, 52),
        ("2 Wochen à 5 Std", 10, 10),
        ("20 hours over 4 weeks", 20, 20),
        ("6 weeks, 30 hours total", 30, 30),
        ("from 5 to 10 hours", 5, 10),
        ("6 weeks, 3-5 hours per week", 18, 30),
        ("10+ hours", 10, None),
        ("up to 5 hours", None, 5),
        ("PT90M", 1.5, 1.5),
    ],
)
def test_hours(text, low, high):
    values, lost = read(hours=text)
    one = values.get("hours")
    assert lost == []
    assert (values.get("hours_low", one), values.get("hours_high", one)) == (low, high)


@pytest.mark.parametrize(
    "text",
    [
        "4 weeks (20 hours)",
        "6 weeks, 5 hours",
        "2 weeks 3 hours",
        "1-2 hours 30 min",
        "5 hours a week",
        "P4W",
        "1.200",
        "4 ECTS",
        "self-paced",
        True,
    ],
)
def test_hours_that_may_be_of_a_week_or_of_all_are_not_read(text):
    assert read(hours=text) == ({}, ["hours"])


@pytest.mark.parametrize(
    ("row", "values", "lost"),
    [
        ({"price": "€49", "audit_price": "£10"}, {"price": 49, "currency": "EUR"}, ["audit_price"]),
        ({"price": "49", "audit_price": "£10"}, {"audit_price": 10, "currency": "GBP"}, ["price"]),
        ({"price": "€49", "audit_price": "€0"}, {"price": 49, "audit_price": 0, "currency": "EUR"}, []),
        ({"price": "$0.00"}, {"price": 0}, []),
        ({"price": "Free*"}, {"price": 0}, []),
        ({"price": "49", "currency": "€"}, {"price": 49, "currency": "EUR"}, []),
        ({"price": "49,-", "currency": "EUR"}, {"price": 49, "currency": "EUR"}, []),
        ({"price": "Top 10"}, {}, ["price"]),
        ({"price": "all 49"}, {}, ["price"]),
        ({"price": "1.299", "currency": "EUR"}, {"currency": "EUR"}, ["price"]),
    ],
)
def test_a_sign_is_the_currency_of_its_own_price(row, values, lost):
    assert read(**row) == (values, lost)


@pytest.mark.parametrize("text", ["N/A", "NULL", "None", "nan", "-", "\u2014", "#N/A", "\\N", "tbd", " ", "\ufeff"])
@pytest.mark.parametrize("column", ["provider", "description", "skills", "prerequisites", "hours", "id"])
def test_words_for_nothing_are_nothing(column, text):
    assert read(**{column: text}) == ({}, [])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("SQL, Tableau, Python", ["SQL", "Tableau", "Python"]),
        ("SQL, Python, and R", ["SQL", "Python", "R"]),
        ("• SQL • Excel", ["SQL", "Excel"]),
        ("- SQL\n- Excel", ["SQL", "Excel"]),
        ("1. SQL\n2. Excel", ["SQL", "Excel"]),
        ("SQL · Excel", ["SQL", "Excel"]),
        ("数据、统计", ["数据", "统计"]),
        ("['SQL', 'Excel']", ["SQL", "Excel"]),
        ("[SQL, Excel]", ["SQL", "Excel"]),
        ("{SQL,Excel}", ["SQL", "Excel"]),
        ('"SQL","Excel"', ["SQL", "Excel"]),
        ("#sql, #python", ["sql", "python"]),
        ("<ul><li>SQL</li><li>Excel</li></ul>", ["SQL", "Excel"]),
        ("<span>SQL</span><span>Excel</span>", ["SQL", "Excel"]),
        ("<p>SQL, Excel</p><p>R</p>", ["SQL", "Excel", "R"]),
        ("SQL, N/A, etc.", ["SQL"]),
        ("Excel (pivots, charts), Word", ["Excel (pivots, charts)", "Word"]),
        ("Excel; hire, train staff ", ["Excel", "hire, train staff"]),
        ("fashion, interior and industrial design|", ["fashion, interior and industrial design"]),
        ("1) SQL; 2) Excel", ["SQL", "Excel"]),
        ("1. SQL 2. Excel 3. R", ["SQL", "Excel", "R"]),
        ("#sql #python", ["sql", "python"]),
        ("SQL / Excel / R", ["SQL", "Excel", "R"]),
        ("TCP/IP / routing", ["TCP/IP / routing"]),
        ("SQL, Excel.", ["SQL", "Excel"]),
        ("React, Node.js", ["React", "Node.js"]),
        ("Sql, SQL, sql", ["Sql"]),
        ('[{"skillName": "SQL"}]', ["SQL"]),
        ('[{"id": 1, "name": "SQL"}]', ["SQL"]),
    ],
)
def test_lists_of_skills(text, names):
    values, lost = read(skills=text)
    assert lost == []
    assert [each["name"] if isinstance(each, dict) else each for each in values["skills"]] == names


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("status", "No longer available", "withdrawn"),
        ("status", "Enrolment closed", "withdrawn"),
        ("status", "Finished", "withdrawn"),
        ("status", "Starting soon", "unconfirmed"),
        ("status", "Open for enrolment", "available"),
        ("format", "100% online", "online"),
        ("entry_level", "Beginner-friendly", "beginner"),
        ("url", "HTTPS://x.org/a", "https://x.org/a"),
        ("url", "https://x.org/?a=1&amp;b=2", "https://x.org/?a=1&b=2"),
        ("as_of", "30.06.2026", "2026-06-30"),
        ("as_of", "2026-06-30T10:00:00Z", "2026-06-30"),
        ("as_of", "2026-06", "2026-06"),
        ("language", ["en"], "en"),
        ("rating", "4.75/5.00", 4.75),
        ("title", '=HYPERLINK("https://x.org/a","Knots")', "Knots"),
    ],
)
def test_other_ways_to_say_it(column, text, value):
    assert read_cells({column: text}) == ({column: value}, [])


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("url", "https://x.org/a, https://x.org/b"),
        ("url", "https://x.org/a b"),
        ("url", "https://"),
        ("as_of", "2026-13"),
        ("language", ["en", "de"]),
        ("prerequisites", "Basic maths and willingness to learn"),
    ],
)
def test_what_is_not_one_value_is_not_read(column, text):
    assert read(**{column: text}) == ({}, [column])


@pytest.mark.parametrize("value", ['[{"a": "x", "b": "y"}]', {"a": 1}, [{"a": 1}], '{"skills": ["SQL"]}'])
def test_entries_without_a_name_are_told(value):
    assert read(skills=value) == ({}, ["skills"])


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-06-30T00:00:00Z", "2026-06-30"),
        ("2026-06-30+02:00", "2026-06-30"),
        ("30 June 2026 23:59", "2026-06-30"),
        ("Jun 30, 2026, 11:59 PM", "2026-06-30"),
        ("Tuesday, June 30, 2026", "2026-06-30"),
        ("30/Jun/2026", "2026-06-30"),
        ("30.06.2026", "2026-06-30"),
        ("2026-06-30 to 2026-07-30", None),
        ("2026-06-30 cancelled", None),
        ("before 30 June 2026", None),
        ("after June 30, 2026", None),
        ("05/06/2026", None),
        ("2026-06.30", None),
    ],
)
def test_days(text, day):
    values, lost = read(available_until=text)
    assert (values and str(values["available_until"])) == (day or {})
    assert bool(lost) is (day is None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("English (UK)", "en"),
        ("Español", "es"),
        ("Deutsch", "de"),
        ("ger", "de"),
        ("Mandarin Chinese", "zh"),
        ("UK", None),
        ("All", None),
        ("Yes", None),
        ("mul", None),
        ("English (German)", None),
        ("EN,DE", None),
    ],
)
def test_languages(text, code):
    values, _ = read(language=text)
    assert values.get("language") == code


@pytest.mark.parametrize(
    ("text", "rating"),
    [("4.667", 4.667), ("4,625", 4.625), ("4.5/5", 4.5), ("9/10", 4.5), ("92%", 4.6), ("4.5 stars", 4.5)],
)
def test_ratings_have_no_thousands(text, rating):
    assert read(rating=text)[0]["rating"] == pytest.approx(rating)


@pytest.mark.parametrize(("text", "id_"), [('="001"', "001"), ("'001", "001"), ("001", "001")])
def test_guards_of_spreadsheets_go(text, id_):
    assert read(id=text)[0] == {"id": id_}
