"""The ``credpath`` command: options in, records out, tables for people."""

from recommender.cli.app import main

__all__ = ["main"]
