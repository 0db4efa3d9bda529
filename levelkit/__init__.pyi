from . import catalogue as catalogue
from . import charts as charts
from . import claims as claims
from . import measures as measures
from . import pages as pages
from .catalogue import DataError as DataError
from .catalogue import UnknownDatasetError as UnknownDatasetError
from .catalogue import datasets as datasets
from .catalogue import load as load
from .catalogue import load_table as load_table
from .measures import half_life as half_life
from .measures import kendall_tau as kendall_tau
from .measures import kendall_w as kendall_w
from .measures import mean_rank_change as mean_rank_change
from .measures import rank as rank
from .measures import spearman_rho as spearman_rho
from .measures import tie_bands as tie_bands

__version__: str
