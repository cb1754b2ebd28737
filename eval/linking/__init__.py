"""What is found in texts: skills, tags, occupations, against labels and rivals."""
