"""Scripts that make the bundled facts and models from raw data; not part of the wheel."""
