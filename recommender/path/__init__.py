"""In which order and when: plans, each with a certificate."""
