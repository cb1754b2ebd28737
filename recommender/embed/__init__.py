"""Text to vector, vector to neighbours."""
