"""What can be earned: a catalogue file's rows, validated, and the columns that a request filters."""
