from .claim_page import ClaimPage as ClaimPage
from .front_page import FrontPage as FrontPage
from .layout import Mark as Mark
from .layout import PageLayout as PageLayout
from .place_page import PlacePage as PlacePage
from .show import show as show
from .state import PageState as PageState
from .state import page_state as page_state
