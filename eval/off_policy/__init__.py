"""What a ranker would have earned, estimated from another one's log."""
