"""What a cohort achieved, in four levels, for those who decide."""
