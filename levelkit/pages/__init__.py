"""Pages: controls, charts and words around a claim."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "claim_page": ["ClaimPage"],
        "design": ["Design", "Shown", "columns_of"],
        "front_page": ["FrontPage"],
        "show": ["show"],
    },
)
