"""Cohorts that travel from server to server as a file."""
