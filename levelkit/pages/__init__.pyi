from .century_page import CenturyOfRanksPage as CenturyOfRanksPage
from .chart_widget import ChartWidget as ChartWidget
from .show import show as show
