"""Chart forms, authored in Altair; one function a form, no data baked in."""

from levelkit.charts.bump import bump_chart
from levelkit.charts.heatmap import rank_correlation_heatmap
from levelkit.charts.slope import slope_chart

__all__ = ["bump_chart", "rank_correlation_heatmap", "slope_chart"]
