"""Convergence clubs: which places approach a common path (Phillips and Sul)."""
