"""A page for a place: type its name and see what the claims' figures say of it."""

from __future__ import annotations

import functools

import ipywidgets as widgets

from levelkit.claims.places import places
from levelkit.pages.detail import Detail, Detailing
from levelkit.pages.parts import figure_part
from levelkit.pages.place_words import place_view
from levelkit.pages.widgets import Hub, Part

USUAL = "E08000003"  # Manchester


@functools.lru_cache(maxsize=1)
def place_detail() -> Detail:
    """Every region, small area and local authority, with what is shown of it."""
    keys = {code: place.label for code, place in places().items()}
    return Detail("place", "Type the name of a place", keys, USUAL, place_view)


class PlacePage:
    """One place among all others of its kind.

    Attributes
    ----------
    details : tuple of Detail
        The list of places.
    hub : Hub
    picker, words, chart : Part
        The field in which a place is chosen, what is said of it, and its line among others.
    whole : Box
        All of them.
    """

    def __init__(self) -> None:
        detail = place_detail()
        self.details = (detail,)
        self.hub = Hub(about={"title": "Find your area"})
        self._detailing = Detailing(self.details, self.hub)
        self.picker = Part(self.hub, "detail", detail.name)
        self.words = Part(self.hub, "html", "standing")
        figures = detail.view(detail.usual).figures
        self.chart = figure_part(self.hub, "path", figures["path"])
        side = widgets.VBox([self.picker, self.words]).add_class("lk-side")
        self.whole = widgets.Box([side, self.chart]).add_class("lk-main")
