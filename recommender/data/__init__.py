"""Bundled facts: taxonomy and catalogue, with the scripts that build them beside."""
