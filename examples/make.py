"""Write the PDF and Word example profiles from ``examples/source``: run with ``python examples/make.py``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import docx
from fpdf import FPDF

HERE = Path(__file__).parent
#: Fixed, so that making the examples again gives the same bytes.
WHEN = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def pdf(text: str, target: Path) -> None:
    document = FPDF()
    document.set_creation_date(WHEN)
    document.add_page()
    for line in text.splitlines():
        heading = line.isupper()
        document.set_font("helvetica", style="B" if heading else "", size=12 if heading else 10)
        document.multi_cell(0, 6, line or " ", new_x="LMARGIN", new_y="NEXT")
    document.output(str(target))


def word(text: str, target: Path) -> None:
    document = docx.Document()
    document.core_properties.created = document.core_properties.modified = WHEN.replace(tzinfo=None)
    document.core_properties.author = ""
    for line in text.splitlines():
        bullet = line.lstrip().startswith(("- ", "* "))
        document.add_paragraph(line.lstrip(" -*") if bullet else line, style="List Bullet" if bullet else None)
    document.save(str(target))


def main() -> None:
    source = HERE / "source"
    pdf((source / "data_analyst.txt").read_text(encoding="utf-8"), HERE / "data_analyst.pdf")
    pdf((source / "electrician.txt").read_text(encoding="utf-8"), HERE / "electrician.pdf")
    word((source / "nurse_informatics.txt").read_text(encoding="utf-8"), HERE / "nurse_informatics.docx")


if __name__ == "__main__":
    main()
