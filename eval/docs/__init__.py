"""Pages that are written from what the code prints."""
