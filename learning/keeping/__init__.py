"""Courses kept on a learner's own device, and the answers that come home from there.

A kept course is the one-page edition of the USB copy, with its player, under a service worker. Its
answers are statements from the first moment; they are kept on the device and posted home when the
line is there. Why it is so: docs/decisions/0016-keeping.md.
"""
