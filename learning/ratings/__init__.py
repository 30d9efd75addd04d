"""How a course was: a rating, what helped, what was hard. Authors read it without names."""
