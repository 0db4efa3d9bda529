"""How unequal regions are, and which level or group the inequality lies in."""
