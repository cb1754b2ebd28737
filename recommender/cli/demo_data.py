"""What ``credpath demo`` shows: an invented CV and a goal."""

from __future__ import annotations

from typing import Final

GOAL: Final = "data analyst"
CV: Final = """\
Profile
Office administrator in a retail company who has become the person everybody asks for numbers.

Experience
Office administrator and reporting assistant, 2020 to today
- Build weekly sales and stock reports in Excel (pivot tables, lookups) for twelve shops
- Clean the exports of the till system and reconcile them with the accounts
- Write basic SQL queries against the stock database
- Present the monthly figures to shop managers

Education
BA Business Administration, with courses in statistics and market research

Skills
Excel, PowerPoint, basic SQL, communication, teamwork
"""
