"""Whether poorer places grow faster (beta) and gaps narrow (sigma)."""
