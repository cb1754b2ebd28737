"""Scripts that build the bundled facts and models from the raw data; not part of the wheel."""
