"""What every family of statistics shares: dimensions, missing values, chance, work in parallel."""
