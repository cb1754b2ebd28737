"""What a learner holds: evidence, and a posterior for each skill."""
