"""The note at a lesson, for the lesson's page."""
