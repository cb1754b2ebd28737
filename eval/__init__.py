"""Evaluation of what ships: tasks, runs on disk, metrics, intervals, one JSON object each."""
