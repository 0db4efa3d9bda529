"""Every page as plain files: the same parts, answered by the table of combinations."""
