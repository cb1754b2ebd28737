"""Profile files to a `Learner`: CVs as text, Markdown, PDF or Word, JSON Resume, and CredPath's own JSON."""

from recommender.profile.language import detect
from recommender.profile.reader import FORMATS, LARGEST, read, read_bytes
from recommender.profile.wishes import without_wishes

__all__ = ["FORMATS", "LARGEST", "detect", "read", "read_bytes", "without_wishes"]
