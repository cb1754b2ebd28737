"""The pages for learners. Empty until the first one."""
