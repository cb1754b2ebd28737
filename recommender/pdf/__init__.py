"""The text of a PDF file in reading order, read in a process of its own."""
