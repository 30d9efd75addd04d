"""Exporters: a frozen edition in the formats people carry. Each reads the edition, nothing else."""
