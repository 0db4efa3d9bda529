from .claim_page import ClaimPage as ClaimPage
from .design import Design as Design
from .design import Shown as Shown
from .design import columns_of as columns_of
from .front_page import FrontPage as FrontPage
from .show import show as show
