"""One module for each format of a catalogue file: rows as they stand, or why one cannot be read."""
