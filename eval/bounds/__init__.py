"""What small files can cost: time and memory of reading files that were made to be expensive."""
