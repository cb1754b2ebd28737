"""Nearest vectors: one protocol, one module for each engine."""
