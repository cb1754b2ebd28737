"""Bodies of ``/v1/skills:extract`` and ``/v1/occupations``."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from recommender.records import Occupation, SkillFound


class TextRequest(BaseModel):
    """A text to find skills in."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"text": "Deployed Docker containers to AWS with Terraform."}]}
    )
    text: Annotated[str, StringConstraints(min_length=1, max_length=200_000)]


class SkillsFound(BaseModel):
    """The skills found, best first, or none."""

    skills: list[SkillFound]


class OccupationsFound(BaseModel):
    """Occupations that a title may mean, most probable first."""

    occupations: list[Occupation]
