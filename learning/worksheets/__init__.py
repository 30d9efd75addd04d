"""Worksheets: instruments filled in on the server, alone or by two assessors, and their plans."""
