"""A day without power: all that is needed of it, on paper."""
