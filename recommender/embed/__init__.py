"""Texts to vectors, vectors to neighbours, texts to skills."""
