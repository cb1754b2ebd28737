"""Whether intervals of the learner model hold the truth, and how many questions the check saves."""
