"""What people of a cohort tell one another."""
