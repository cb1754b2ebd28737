"""The skill space and the occupations: building their columns from the bundled facts, and looking things up."""

from recommender.taxonomy.build import build
from recommender.taxonomy.occupations import Occupations
from recommender.taxonomy.space import LabelHit, SkillSpace

__all__ = ["LabelHit", "Occupations", "SkillSpace", "build"]
