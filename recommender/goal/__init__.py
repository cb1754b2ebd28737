"""What a learner aims at: a title, an identifier or an advert, and what it requires."""
