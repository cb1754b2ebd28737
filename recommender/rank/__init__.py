"""What helps most now: candidates, features, scores, reasons."""
