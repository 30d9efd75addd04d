"""Manifests and content-addressed files: pure, no Django here."""
