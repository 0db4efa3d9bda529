"""Regional statistics as pure functions on labelled arrays."""

from levelkit.measures.concordance import kendall_w, mean_rank_change
from levelkit.measures.correlation import kendall_tau, spearman_rho
from levelkit.measures.persistence import half_life
from levelkit.measures.ranks import rank, tie_bands

__all__ = [
    "half_life",
    "kendall_tau",
    "kendall_w",
    "mean_rank_change",
    "rank",
    "spearman_rho",
    "tie_bands",
]
