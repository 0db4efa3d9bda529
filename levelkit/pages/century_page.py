"""The page of the century-of-ranks claim: controls, answer, charts, tables."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from levelkit.charts.specs import FORMS, ready_specs
from levelkit.claims.century_criterion import TOO_FEW
from levelkit.claims.century_of_ranks import SPLICED, evaluate
from levelkit.claims.panels import panel
from levelkit.pages import century_rows as rows
from levelkit.pages import words
from levelkit.pages.century_controls import Controls
from levelkit.pages.century_downloads import pairs_files, ranks_files, slope_files
from levelkit.pages.century_tables import elsewhere_table, elsewhere_text, tables
from levelkit.pages.chart_widget import ChartWidget

if TYPE_CHECKING:
    from levelkit.claims.evidence import Evidence

ROW_HEIGHT = 27  # pixels a rank in the bump chart
STRIP_HEIGHT = 206
HALF_LIFE = "How long does a gap last?"
HALF_LIFE_ASKED = (
    "Take a region that is richer or poorer than the average: how many years pass until half of "
    "its gap is gone? The button estimates that from all regions and years chosen above."
)


class CenturyOfRanksPage:
    """The parts of the page, to be shown in any order.

    Attributes
    ----------
    controls, client_controls : Box
        What the kernel answers, and what the browser answers alone.
    answer, caveats, tables : Widget
        Verdict and sentence, notes, tables behind the charts.
    elsewhere, persistence : Box
        Other countries, with the half-life of a gap beside their table.
    bump, slope, heatmap : ChartWidget
    main, pair : Box
        The answer beside the bump chart; slope chart and heat map side by side.
    evidence : Evidence
        The present answer as labelled results.
    """

    def __init__(self) -> None:
        specs = ready_specs()
        self.bump, self.slope, self.heatmap = (ChartWidget(spec=specs[form]) for form in FORMS)
        self.pair = widgets.Box([self.slope, self.heatmap]).add_class("lk-pair")
        self.answer, self.caveats, self.tables, self._countries, self._half_life = (
            widgets.HTML().add_class("lk-html") for _ in range(5)
        )
        self._controls = Controls(self._show)
        self.controls = self._controls.box
        self.client_controls = self._controls.client_box
        self.main = widgets.Box(
            [
                widgets.VBox([self.answer, self.client_controls]).add_class("lk-side"),
                self.bump,
            ]
        ).add_class("lk-main")
        button = widgets.Button(description="Estimate the half-life of a gap")
        button.on_click(lambda _: self._estimate_half_life())
        asked = widgets.HTML(words.passage(HALF_LIFE, HALF_LIFE_ASKED)).add_class("lk-html")
        self.persistence = widgets.VBox([asked, button, self._half_life]).add_class(
            "lk-persistence"
        )
        unusual = widgets.HTML(elsewhere_text()).add_class("lk-html")
        self.elsewhere = widgets.Box(
            [widgets.VBox([unusual, self.persistence]), self._countries]
        ).add_class("lk-pair")
        self.evidence: Evidence
        self._show(self._controls.choices)
        # Linked in the browser: highlight and scrub repaint without the kernel.
        for chart in (self.bump, self.slope, self.heatmap):
            widgets.jslink((self._controls.highlight, "index"), (chart, "highlight_index"))
            widgets.jslink((self._controls.year, "index"), (chart, "year_index"))

    def _show(self, choices: dict[str, Any]) -> None:
        """Evaluate and send the new figures; the charts stay as they are."""
        self.evidence = found = evaluate(**choices)
        ranks = rows.rank_rows(found.tables["ranks"])
        order = rows.order_rows(found.tables["order"])
        names, years = self._controls.offer_regions(found.tables["ranks"])
        signals = rows.signals(found, order)
        source = f"Source: {found.attrs['source']}. Licence: {found.attrs['licence']}."
        states = _states(found, ranks, order)
        for chart, state in zip((self.bump, self.slope, self.heatmap), states, strict=True):
            with chart.hold_sync():
                chart.set_trait("regions", names)
                chart.set_trait("years", years)
                chart.set_trait("signals", signals)
                chart.set_trait("source", source)
                chart.set_trait("highlight_index", self._controls.highlight.index)
                chart.set_trait("year_index", self._controls.year.index)
                for name, value in state.items():
                    chart.set_trait(name, value)
        self.answer.value = words.verdict_card(
            found.verdict, found.subject, found.reason, found.sentence
        )
        self.caveats.value = words.notes(found.caveats, "What to know about these figures")
        self.tables.value = tables(found, order)
        self._countries.value = elsewhere_table(found.attrs["place"])
        self._half_life.value = ""

    def _estimate_half_life(self) -> None:
        """Computed on demand: it brings in statsmodels, which takes a second."""
        self._half_life.value = '<p class="lk-busy" role="status">Estimating…</p>'
        from levelkit.measures import half_life

        choices = self.evidence.choices
        chosen = panel(choices["data"])
        series = chosen.series(choices["measure"], include_capital=choices["include_capital"])
        series = series.sel(year=slice(choices["first_year"], choices["last_year"]))
        on_one_basis = ""
        if choices["measure"] == SPLICED:
            # A step from one basis to another is no change of the economy.
            basis = series.spliced_basis.values
            series = series.isel(year=basis == basis[0])
            if series.sizes["year"] < basis.size:
                on_one_basis = (
                    f", the years on one basis: after {series.year.values[-1]} the figures come from "
                    "another source, and a step between sources is no change of the economy"
                )
        if series.sizes["region"] < TOO_FEW or series.sizes["year"] < 3:
            self._half_life.value = (
                f"<p>Too little to estimate a half-life from: it takes {TOO_FEW} regions and 3 years "
                f"on one basis, here are {series.sizes['region']} and {series.sizes['year']}.</p>"
            )
            return
        found = half_life(series)
        first, last = series.year.values[[0, -1]].tolist()
        years, low, high = (float(found[key]) for key in ("half_life", "ci_low", "ci_high"))
        self._half_life.value = words.notes(
            [
                f"{_gap_words(years, low, high)} Estimated from {int(found.n)} steps between years.",
                f"Years {first} to {last}{on_one_basis}.",
                "An AR(1) of the log gap, common to all regions, in continuous time since the years "
                "are unevenly spaced. Short series make gaps look shorter-lived than they are.",
            ],
            "",
        )


def _states(
    found: Evidence, ranks: list[dict[str, Any]], order: list[dict[str, Any]]
) -> tuple[dict[str, Any], ...]:
    """What bump chart, slope chart and heat map show, each with its words and files.

    The words also stand in a downloaded picture: nothing in them is about the screen.
    """
    first, last = (found.choices[key] for key in ("first_year", "last_year"))
    n_regions = found.tables["ranks"].sizes["region"]
    pairs = rows.pair_rows(found.tables["pairs"])
    measure = rows.measure_label(found)
    return (
        {
            "datasets": {
                "ranks": ranks,
                "order": order,
                "bands": rows.band_rows(found.tables["ranks"]),
                "breaks": rows.break_rows(found),
                "guides": rows.guide_rows(order, first),
            },
            "height": STRIP_HEIGHT + ROW_HEIGHT * max(n_regions, 4),
            "title": found.headline,
            "subtitle": (
                f"Ranks by {_lower(measure)}; shown {first} to {last}. "
                "Grey: near ties (within 3% of the region in their middle)."
            ),
            "description": rows.description(found),
            **ranks_files(found, ranks),
        },
        {
            "datasets": {"ranks": ranks},
            "height": rows.slope_height(n_regions),
            "title": "How far apart are they?",
            "subtitle": f"Output per head, mean of the regions = 100 (log scale).{_ratios(found)}",
            "description": f"Slope chart of output per head in {first} and a later year; see the table.",
            **slope_files(found, ranks),
        },
        {
            "datasets": {"pairs": pairs},
            "height": 420,
            "title": "Which years share an order?",
            "subtitle": (
                "Spearman's rank correlation between all pairs of years; "
                "the outlined cell is the pair looked at."
            ),
            "description": (
                f"Heat map of the rank correlation between {found.tables['ranks'].sizes['year']} "
                "years; see the download."
            ),
            **pairs_files(found, pairs),
        },
    )


def _gap_words(years: float, low: float, high: float) -> str:
    upper = "without an upper end" if high == inf else f"to {high:,.0f}"
    if low == inf:
        return "Gaps grew over these years: even the 95% interval leaves no room for a half-life."
    if years == inf:
        return f"Gaps did not close over these years; the 95% interval starts at {low:,.0f} years."
    return (
        f"Half of a gap to the average closes in {years:,.0f} years (95% interval from {low:,.0f} "
        f"{upper})."
    )


def _lower(text: str) -> str:
    """For the middle of a sentence; GDP and GVA keep their capitals."""
    return text if text[1].isupper() else text[0].lower() + text[1:]


def _ratios(found: Evidence) -> str:
    """Of the years that were chosen: they stay when the slider moves."""
    relative = found.tables["ranks"].relative
    first, last = (found.choices[key] for key in ("first_year", "last_year"))
    if relative.sizes["region"] < 2:
        return ""
    then, now = (
        float(at.max() / at.min()) for at in (relative.sel(year=first), relative.sel(year=last))
    )
    return f" Top to bottom: {then:.1f} times in {first}, {now:.1f} in {last}."
