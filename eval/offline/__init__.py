"""Evaluation on logged interactions: data, split, rankers, runs on disk, metrics, comparison."""
