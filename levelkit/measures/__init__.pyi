from .ranking.concordance import kendall_w as kendall_w
from .ranking.concordance import mean_rank_change as mean_rank_change
from .ranking.correlation import kendall_tau as kendall_tau
from .ranking.correlation import spearman_rho as spearman_rho
from .ranking.persistence import half_life as half_life
from .ranking.ranks import rank as rank
from .ranking.ranks import tie_bands as tie_bands
