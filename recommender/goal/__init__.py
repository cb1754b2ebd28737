"""Goals: a title, an identifier or an advert to occupations and requirements."""

from recommender.goal.advert import nice_to_have, of_advert
from recommender.goal.requirements import MOST_GROUPS, Group, Requirements, narrowed, of_occupations, with_words
from recommender.goal.resolver import GoalChoice, GoalModel, GoalResolver

__all__ = [
    "MOST_GROUPS",
    "GoalChoice",
    "GoalModel",
    "GoalResolver",
    "Group",
    "Requirements",
    "narrowed",
    "nice_to_have",
    "of_advert",
    "of_occupations",
    "with_words",
]
