"""Any statement of the Experience API, by 1.0.3 and by 2.0: checked, compared, cut, merged. Pure.

`learning.xapi.statements` is about our own statements, and stricter; this is about everybody's.
Clauses are those of xAPI 1.0.3 (`Data 2.4.6` is xAPI-Data §2.4.6), whose rules 2.0 took over; what
only 2.0 says cites IEEE 9274.1.1.

The sentences are part of a protocol and read by those who wrote the sending program: they are in
English, as the specification is, and not translated.
"""
