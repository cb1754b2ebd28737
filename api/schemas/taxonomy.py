"""Bodies of ``/v1/skills:extract`` and ``/v1/occupations``."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, StringConstraints

from recommender.records import Occupation, Record, SkillFound


class TextRequest(Record):
    """A text to find skills in."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"text": "Deployed Docker containers to AWS with Terraform."}]}
    )
    text: Annotated[str, StringConstraints(min_length=1, max_length=200_000)]


class SkillsFound(Record):
    """The skills found, best first, or none."""

    skills: list[SkillFound]


class OccupationsFound(Record):
    """Occupations that a title may mean, most probable first."""

    occupations: list[Occupation]
