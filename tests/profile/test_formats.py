"""Profile files of every format, good and bad."""

from __future__ import annotations

import io
import json
import zipfile

import docx
import pytest
from fpdf import FPDF
from hypothesis import given, settings
from hypothesis import strategies as st

from recommender.errors import ProfileError
from recommender.profile.formats import FORMATS
from recommender.profile.reader import MAX_FILE_BYTES, read, read_bytes
from recommender.text.language import detect

CANARY = "Zyxwv-Canary-4711"


def pdf(text, password=None):
    document = FPDF()
    document.add_page()
    document.set_font("helvetica", size=12)
    if text:
        document.multi_cell(0, 8, text)
    else:
        document.rect(10, 10, 50, 50)
    if password:
        document.set_encryption(owner_password="o", user_password=password)
    return bytes(document.output())


def word(*lines):
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Excel", "advanced"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_each_format_gives_its_text():
    assert "SQL" in read_bytes(b"Built SQL reports", "a.txt").text
    assert "SQL" in read_bytes("# CV\n- SQL".encode("utf-16"), "a.md").text
    assert "Café" in read_bytes("Café worker, waiter and barista in a café".encode("latin-1"), "a.txt").text
    assert "SQL" in read_bytes(pdf("Built SQL reports"), "a.pdf").text
    found = read_bytes(word("Built SQL reports"), "a.docx").text
    assert "SQL" in found
    assert "Excel | advanced" in found


def test_json_resume_reads_skills_and_never_the_person():
    resume = {
        "basics": {
            "name": "Jane Secret",
            "email": "jane@example.org",
            "label": "Analyst",
            "summary": "I like numbers",
            "location": {"address": "1 Secret Street"},
            "image": "https://example.org/p.png",
        },
        "work": [{"name": "Acme", "position": "Clerk", "highlights": ["Wrote reports"], "startDate": "2020-01-01"}],
        "skills": [
            {"name": "SQL", "level": "Intermediate", "keywords": ["PostgreSQL"]},
            {"name": "Guessing", "level": "?"},
        ],
    }
    learner = read_bytes(json.dumps(resume).encode(), "r.json")
    assert [(s.name, s.level and round(s.level, 2)) for s in learner.skills] == [
        ("SQL", 0.67),
        ("PostgreSQL", None),
        ("Guessing", None),
    ]
    assert "Wrote reports" in learner.text
    for hidden in ("Jane", "example.org", "Secret Street"):
        assert hidden not in learner.model_dump_json()


def test_own_json():
    learner = read_bytes(b'{"text": "hello", "skills": [{"name": "SQL", "level": 0.5}]}', "l.json")
    assert learner.skills[0].level == 0.5


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (60 << 20))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (pdf(""), "a.pdf", "no text, only an image"),
        (pdf("secret", password="p"), "a.pdf", "encrypted"),
        (b"%PDF-1.4 broken", "a.pdf", "not a readable PDF"),
        (b"PK broken", "a.docx", "not a readable Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "a.docx", "encrypted or an old"),
        (bomb(), "a.docx", "unpacks to more than"),
        (b"", "a.txt", "no text"),
        (b"  \n ", "a.md", "no text"),
        (b"\x00\x01\x02", "a.txt", "not a text file"),
        (b"x", "a.odt", "save it as .docx or PDF"),
        (b"{", "a.json", "not valid JSON at line 1"),
        (b"[1]", "a.json", "not an object"),
        (b"[" * 200_000, "a.json", "nested too deeply"),
        (b'{"skills": [{"name": 5}]}', "a.json", "skills"),
        (b'{"basics": {}}', "a.json", "no text"),
        (b"x" * (MAX_FILE_BYTES + 1), "a.txt", "larger than 10 MB"),
    ],
)
def test_what_cannot_be_read_is_said(content, name, message):
    with pytest.raises(ProfileError, match=message) as caught:
        read_bytes(content, name)
    assert str(caught.value).startswith(name)


def test_a_word_file_without_its_parts_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(ProfileError, match="not a readable Word"):
        read_bytes(out.getvalue(), "a.docx")


@pytest.mark.parametrize(
    "content",
    [
        f'{{"{CANARY}": 1}}',
        f'{{"skills": [["{CANARY}"]]}}',
        f'{{"text": ["{CANARY}"]}}',
        f'{{"text": "{CANARY}',
        f'{{"skills": [{{"name": "x", "level": "{CANARY}"}}]}}',
        f'{{"evidence": [{{"kind": "{CANARY}"}}]}}',
    ],
)
def test_no_error_quotes_the_profile(content):
    with pytest.raises(ProfileError) as caught:
        read_bytes(content.encode(), "p.json")
    assert CANARY not in str(caught.value)


def test_missing_and_large_files(tmp_path):
    with pytest.raises(ProfileError, match="no such file"):
        read(tmp_path / "a.txt")
    big = tmp_path / "b.txt"
    with big.open("wb") as handle:
        handle.truncate(MAX_FILE_BYTES + 1)
    with pytest.raises(ProfileError, match="larger than 10 MB"):
        read(big)


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(sorted(FORMATS)))
def test_no_bytes_make_a_reader_fail_otherwise(content, suffix):
    try:
        read_bytes(content, "f" + suffix)
    except ProfileError as error:
        assert str(error)


def test_language():
    assert detect("I worked for eight years as a nurse on a surgical ward and trained new staff") == "en"
    assert (
        detect("Ich habe acht Jahre lang als Krankenpfleger auf einer Station gearbeitet und Kollegen geschult") == "de"
    )
    assert detect("SQL, Docker") is None
