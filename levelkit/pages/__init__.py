"""Pages: controls, charts and words around a claim."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "claim_page": ["ClaimPage"],
        "front_page": ["FrontPage"],
        "layout": ["Mark", "PageLayout"],
        "place_page": ["PlacePage"],
        "show": ["show"],
        "state": ["PageState", "page_state"],
    },
)
