"""What somebody hands over: a profile file to a `Learner`, and what was understood of it."""

from recommender.profile.reader import read, read_bytes, understand, understand_bytes

__all__ = ["read", "read_bytes", "understand", "understand_bytes"]
