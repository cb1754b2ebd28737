"""What the published catalogue files are made of: subjects, cells, headings and dialects."""
