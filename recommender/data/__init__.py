"""Bundled facts, each folder with a manifest."""
