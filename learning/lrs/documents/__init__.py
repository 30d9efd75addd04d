"""The rest of the Experience API: documents, what is known of activities and agents, and about.

A document is what a program keeps with us about an activity and a person (`activities/state`), an
activity (`activities/profile`) or a person (`agents/profile`): any bytes, given back as they came.
`preconditions`, `contents` and `identities` are the rules, and need no database; `keeping` writes,
`finding` reads, `describing` tells of activities and agents.

Clauses are those of xAPI 1.0.3 (`Communication 3.1` is xAPI-Communication §3.1), whose rules 2.0
took over; what only 2.0 says cites IEEE 9274.1.1.
"""
