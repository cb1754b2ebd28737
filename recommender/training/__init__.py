"""From a platform's log to a ranker that is published, or to why it is not."""
