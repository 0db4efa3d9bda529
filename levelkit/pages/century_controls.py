"""The controls of the century-of-ranks page, always in a state that can be evaluated."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
import numpy as np

from levelkit.claims.century_of_ranks import DEFAULTS
from levelkit.claims.panels import panel, panels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Controls:
    """Data set, measure, years, capital; and highlight and year, which stay in the browser.

    ``on_change`` is called with :attr:`choices` once for each change by a visitor,
    never for the adjustments that one control makes to another.
    """

    def __init__(self, on_change: Callable[[dict[str, Any]], None]) -> None:
        self._on_change = on_change
        self._quiet = False
        options = [(label, key) for key, label in panels().items()]
        self.data = widgets.Dropdown(description="Regions of", options=options)
        self.measure = widgets.Dropdown(description="Measure")
        self.first_year = widgets.Dropdown(description="First year")
        self.last_year = widgets.Dropdown(description="Last year")
        self.include_capital = widgets.Checkbox(value=True, indent=False)
        self.highlight = widgets.Dropdown(description="Highlight (or click a region)")
        self.year = widgets.SelectionSlider(
            description="Look at year", options=[0], continuous_update=True
        )
        with self._silence():
            self._offer_panel()
        for control in (
            self.data, self.measure, self.first_year, self.last_year, self.include_capital,
        ):  # fmt: skip
            control.observe(self._changed, names="value")
        self.box = widgets.Box(
            [self.data, self.measure, self.first_year, self.last_year, self.include_capital]
        ).add_class("lk-controls")
        self.client_box = widgets.Box([self.highlight, self.year]).add_class("lk-controls")

    @property
    def choices(self) -> dict[str, Any]:
        """The arguments of the claim's ``evaluate``."""
        names = ("data", "measure", "first_year", "last_year", "include_capital")
        return {name: getattr(self, name).value for name in names}

    def offer_regions(self, ranks: Any) -> tuple[list[str], list[int]]:
        """Regions and years to choose from in the browser; keeps the choice if it can.

        Without one, the region that moved through most ranks is highlighted, of those that
        have a figure for every year if there are such.
        """
        names = sorted(ranks.name.values.tolist())
        years = ranks.year.values.tolist()[1:]
        kept = self.highlight.value
        if kept not in names:
            place = ranks["rank"].transpose("year", "region").to_numpy()
            known = np.isfinite(place).sum(axis=0)
            whole = known == known.max()
            moved = np.full(place.shape[1], -1.0)
            moved[whole] = np.nanmax(place[:, whole], 0) - np.nanmin(place[:, whole], 0)
            kept = str(ranks.name.values[int(moved.argmax())])
        if tuple(self.highlight.options) != tuple(names):
            self.highlight.options = names
        self.highlight.value = kept
        if tuple(self.year.options) != tuple(years):
            self.year.options = years
        self.year.value = years[-1]
        return names, years

    @contextmanager
    def _silence(self) -> Iterator[None]:
        before, self._quiet = self._quiet, True
        try:
            yield
        finally:
            self._quiet = before

    def _changed(self, change: Any) -> None:
        if self._quiet:
            return
        with self._silence():
            if change.owner is self.data:
                self._offer_panel()
            elif change.owner in (self.measure, self.include_capital):
                self._offer_years()
            elif change.owner is self.first_year:
                self._offer_last_years(self.last_year.value)
        self._on_change(self.choices)

    def _offer_panel(self) -> None:
        chosen = panel(self.data.value)
        self.measure.options = [(label, name) for name, label in chosen.measures.items()]
        self.measure.value = next(iter(chosen.measures))
        # That Espace Mittelland holds Bern is not known to everyone.
        which = "" if chosen.capital == "London" else " (capital's region)"
        self.include_capital.description = f"Include {chosen.capital}{which}"
        self.include_capital.value = True
        # Alone in its country, the capital's region is all there is to show.
        self.include_capital.disabled = chosen.data.sizes["region"] < 2
        self._offer_years(keep=False)

    def _offer_years(self, *, keep: bool = True) -> None:
        series = panel(self.data.value).series(self.measure.value)
        self._years = series.year.values.tolist()
        kept = self.first_year.value if keep else None
        last = self.last_year.value if keep else None
        self.first_year.options = self._years[:-1]
        self.first_year.value = kept if kept in self._years[:-1] else self._years[0]
        self._offer_last_years(last)

    def _offer_last_years(self, kept: int | None) -> None:
        later = [year for year in self._years if year > self.first_year.value]
        wished = (kept, DEFAULTS["last_year"], later[-1])
        self.last_year.options = later
        self.last_year.value = next(year for year in wished if year in later)
