from .bump import bump_chart as bump_chart
from .heatmap import rank_correlation_heatmap as rank_correlation_heatmap
from .slope import slope_chart as slope_chart
from .small_curve import small_curve as small_curve
from .specification import specification_curve as specification_curve
from .specs import ready_specs as ready_specs
