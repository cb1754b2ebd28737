"""Offline evaluation and benchmarks of CredPath; not part of the wheel."""
