"""Atoll's platform: people learning, and how content reaches them.

accounts    people, and how they sign in
xapi        statements of the Experience API, pure
records     statements in, progress out
bundles     manifests and content-addressed files, pure
publishing  editions: freezing, rendering, exporting
player      what a learner sees and does
cohorts     groups of people who learn together, and their trainers
sync        progress carried by hand
demo        the demonstration: sample accounts and a cohort
"""
