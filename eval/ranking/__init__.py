"""Rankers on logged interactions and graded lists, with splits, baselines and corrected differences."""
