"""The demonstration: sample accounts and a cohort, made by one command."""
