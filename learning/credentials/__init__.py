"""Certificates of completion: earned by records, printed on one page, verified by a code."""
