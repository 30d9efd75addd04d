"""Statements in through one writer, progress out as a fold that can be rebuilt."""
