"""What comes after a cohort: follow-ups, courses that its trainers gave, the next generation."""
