"""The people of a cohort: lists that are pasted or uploaded, cards, moving and leaving."""
