"""Which credential comes before which: stated, likely, and in a circle."""
