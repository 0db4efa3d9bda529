"""Composite indices and how far their ranking depends on the weights."""
