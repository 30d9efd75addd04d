"""Instruments: tools that people fill in together, as data with one pure engine.

`definition` says what an instrument is and reads it; `scoring`, `calculating` and `planning` say
what comes out of the answers; `tables` writes the result as a file. Only `blocks` knows Wagtail.
tests/vectors/instruments.json holds cases that every engine, in any language, answers the same.
"""
