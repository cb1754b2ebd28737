"""One profile in every format: the same text, the same skills found, errors that never quote it."""

from __future__ import annotations

import io
import json
import zipfile

import docx
import pytest
from fpdf import FPDF

from recommender.errors import ProfileError
from recommender.profile.formats import FORMATS
from recommender.profile.reader import read_bytes

LINES = ["Built weekly reports in Excel.", "Wrote SQL queries for the stock database.", "Skills: Tableau, statistics"]


def packed(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


def content(ending):
    if ending == ".pdf":
        page = FPDF()
        page.add_page()
        page.set_font("helvetica", size=11)
        for line in LINES:
            page.cell(0, 8, line, new_x="LMARGIN", new_y="NEXT")
        return bytes(page.output())
    if ending == ".docx":
        document = docx.Document()
        for line in LINES:
            document.add_paragraph(line)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()
    text = "\n".join(LINES)
    if ending == ".xml":
        activities = "".join(f"<p>{line}</p>" for line in LINES)
        work = f"<WorkExperience><Activities><![CDATA[{activities}]]></Activities></WorkExperience>"
        return f"<SkillsPassport><LearnerInfo>{work}</LearnerInfo></SkillsPassport>".encode()
    if ending in {".csv", ".zip"}:
        table = f'Company Name,Title,Description\nAcme,,"{text}"\n'
        return table.encode() if ending == ".csv" else packed({"Positions.csv": table})
    return json.dumps({"text": text}).encode() if ending == ".json" else text.encode()


@pytest.mark.parametrize("ending", FORMATS)
def test_every_format_gives_the_same_text_and_skills(small, ending):
    learner = read_bytes(content(ending), f"cv{ending}")
    assert [line.strip() for line in learner.text.splitlines()] == LINES
    found = {small.space.label(link.node) for link in small.linker.link(learner.text, by_meaning=False)}
    assert {"SQL", "Tableau", "statistics"} <= found


@pytest.mark.parametrize("ending", FORMATS)
def test_every_format_refuses_what_is_empty_or_none_of_it_without_quoting(ending):
    for bad in (b"", b"\x00Zyxwv-Canary" * 20):
        with pytest.raises(ProfileError) as refused:
            read_bytes(bad, f"cv{ending}")
        assert str(refused.value).startswith(f"cv{ending}: ")
        assert "Canary" not in str(refused.value)
