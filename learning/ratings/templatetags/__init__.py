"""How learners found a course, for the course's page."""
