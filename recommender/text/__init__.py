"""Text as it comes and as it is compared: encodings, markup, and the one normal form of labels."""

from recommender.text.labels import TOKEN, fold, is_key, language_tag, stem, strip_qualifier, tokens

__all__ = ["TOKEN", "fold", "is_key", "language_tag", "stem", "strip_qualifier", "tokens"]
