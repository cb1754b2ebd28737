"""What every evaluation shares: tasks, runs, metrics, intervals, the report."""
