"""What somebody hands over: a profile file to a `Learner`."""
