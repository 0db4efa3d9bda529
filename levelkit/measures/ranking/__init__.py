"""Ranks of regions: how sure, how stable, how mobile."""
