"""Statements of the Experience API (xAPI 1.0.3): pure, no Django here."""
