"""Pages: controls, charts and words around a claim."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "century_page": ["CenturyOfRanksPage"],
        "chart_widget": ["ChartWidget"],
        "show": ["show"],
    },
)
