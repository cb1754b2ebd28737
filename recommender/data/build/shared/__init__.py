"""What several of the scripts, and the evaluation, share."""
