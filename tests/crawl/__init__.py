"""Every page of the demonstration, found by following its links, weighed and judged.

    python -m tests.crawl FOLDER

It serves what `make setup` made, on 127.0.0.1, as three visitors: nobody, the demonstration's
learner and its trainer. Each page must answer, weigh little, ask only its own origin and satisfy
axe; its HTML is left in FOLDER for the Nu HTML Checker.
"""
