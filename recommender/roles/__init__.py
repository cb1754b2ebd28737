"""What a job asks. Empty until roles are built from evidence; `recommender.goal` serves meanwhile."""
