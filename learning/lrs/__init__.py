"""The Experience API at /xapi/: what others' programs report to us, and what they may read.

`resources` is what all resources share: who asks, by which version, how much, in what form.
Statements of others are kept whole (`models`); ours, that name themselves, go to the records.
Sentences of the protocol are in English and not translated, like those of `xapi.conformance`.
"""
