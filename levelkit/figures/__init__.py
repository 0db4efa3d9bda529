"""Figures: a form with its data and words, and figures by the shape of labelled arrays."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__, submod_attrs={"figure": ["Figure", "Files"], "table": ["Column", "Table"]}
)
