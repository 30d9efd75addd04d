"""Feeding another store: what happened here is told to the stores that an administrator has named.

Nothing leaves without a named target. A statement is sent at least once and names itself, so twice
does no harm. `delivering` decides what an answer means, `connecting` speaks HTTP, `running` takes
one target through what it has not heard yet.
"""
