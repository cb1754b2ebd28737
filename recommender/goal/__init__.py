"""Goals: a title, an identifier or an advert to occupations and requirements."""

from recommender.goal.requirements import MOST_GROUPS, Group, Requirements, narrowed, of_advert, of_occupations
from recommender.goal.resolver import GoalChoice, GoalResolver

__all__ = [
    "MOST_GROUPS",
    "GoalChoice",
    "GoalResolver",
    "Group",
    "Requirements",
    "narrowed",
    "of_advert",
    "of_occupations",
]
