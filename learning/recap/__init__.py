"""Remembering: five questions a week from what a learner has answered, and a goal for the week."""
