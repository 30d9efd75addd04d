"""What a learner's own page shows of the recap and the goal."""
