"""Movement between classes of a distribution over time."""
