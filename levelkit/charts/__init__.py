"""Chart forms, authored in Altair; one function a form, no data baked in."""

import lazy_loader

# Altair is imported with the first form: a page with ready specs needs none of it.
__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "alive": ["policies_alive"],
        "bump": ["bump_chart"],
        "choropleth": ["choropleth"],
        "churn_scatter": ["churn_scatter"],
        "club_paths": ["club_paths"],
        "country_lines": ["country_lines"],
        "contribution_bars": ["contribution_bars"],
        "country_scatter": ["country_scatter"],
        "dispersion_lines": ["dispersion_lines"],
        "event_lines": ["event_lines"],
        "forest": ["forest_plot", "specification_forest"],
        "growth_scatter": ["growth_scatter"],
        "heatmap": ["rank_correlation_heatmap"],
        "index_ranking": ["index_ranking"],
        "influence": ["influence_dots"],
        "place_bars": ["place_bars"],
        "places": ["place_map"],
        "ranking": ["country_ranking"],
        "rates": ["government_rates"],
        "slope": ["slope_chart"],
        "small_curve": ["small_curve"],
        "specification": ["specification_curve"],
        "specs": ["ready_specs"],
        "strips": ["region_strips"],
        "survival": ["survival_curves"],
        "timeline": ["policy_timeline"],
        "transitions": ["kernel_surface", "transition_matrix"],
        "year_lines": ["sigma_lines", "speed_lines"],
    },
)
