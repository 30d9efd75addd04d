"""Editions: freezing published pages, rendering, exporting."""
