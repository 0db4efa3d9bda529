"""The page of the century-of-ranks claim: controls, answer, charts, tables."""

from __future__ import annotations

from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from levelkit.charts.specs import FORMS, ready_specs
from levelkit.claims.century_of_ranks import AGREE, SPLICED, TOO_FEW, evaluate
from levelkit.claims.panels import panel, panels
from levelkit.pages import century_rows as rows
from levelkit.pages import words
from levelkit.pages.century_controls import Controls
from levelkit.pages.chart_widget import ChartWidget

if TYPE_CHECKING:
    from levelkit.claims.evidence import Evidence

ROW_HEIGHT = 27  # pixels a rank in the bump chart
STRIP_HEIGHT = 190


class CenturyOfRanksPage:
    """The parts of the page, to be shown in any order.

    Attributes
    ----------
    controls, client_controls : Box
        What the kernel answers, and what the browser answers alone.
    answer, caveats, tables, elsewhere, persistence : Widget
        Verdict and sentence, notes, tables behind the charts, other countries, half-life.
    bump, slope, heatmap : ChartWidget
    main, pair : Box
        The answer beside the bump chart; slope chart and heat map side by side.
    evidence : Evidence
        The present answer as labelled results.
    """

    def __init__(self) -> None:
        specs = ready_specs()
        self.bump, self.slope, self.heatmap = (
            ChartWidget(spec=specs[form], filename=form.replace("_", "-")) for form in FORMS
        )
        self.pair = widgets.Box([self.slope, self.heatmap]).add_class("lk-pair")
        self.answer, self.caveats, self.tables, self.elsewhere, self._half_life = (
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
        self.persistence = widgets.VBox([button, self._half_life]).add_class("lk-persistence")
        self.evidence: Evidence
        self._show(self._controls.choices)
        # Linked in the browser: highlight and scrub repaint without the kernel.
        for chart in (self.bump, self.slope, self.heatmap):
            widgets.jslink((self._controls.highlight, "index"), (chart, "highlight_index"))
            widgets.jslink((self._controls.year, "index"), (chart, "year_index"))

    def _show(self, choices: dict[str, Any]) -> None:
        """Evaluate and send the new figures; the charts stay as they are."""
        self.evidence = found = evaluate(**choices)
        first, last = found.choices["first_year"], found.choices["last_year"]
        ranks = rows.rank_rows(found.tables["ranks"])
        order = rows.order_rows(found.tables["order"])
        pairs = rows.pair_rows(found.tables["pairs"])
        names, years = self._controls.offer_regions(found.tables["ranks"])
        n_regions = found.tables["ranks"].sizes["region"]
        lowest = min((row["rho"] for row in order), default=0.0)
        signals = {
            "first_year": first,
            "n_regions": n_regions,
            "n_years": len(years) + 1,
            "rho_floor": 0 if lowest >= 0 else -1,
        }
        measure = rows.measure_label(found)
        source = f"Source: {found.attrs['source']}. Licence: {found.attrs['licence']}."
        about = {
            "levelkit": "a century of ranks",
            "regions": found.attrs["panel"],
            "measure": measure,
            "source": found.attrs["source"],
            "licence": found.attrs["licence"],
        }
        ranks_csv = words.to_csv([_csv_row(row) for row in ranks], about)
        charts: tuple[tuple[ChartWidget, dict[str, Any]], ...] = (
            (self.bump, {
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
                    "Grey: near ties (within 3%). Click a region to highlight it."
                ),
                "description": rows.description(found),
                "csv": ranks_csv,
            }),
            (self.slope, {
                "datasets": {"ranks": ranks},
                "height": min(760, max(420, 16 * n_regions)),
                "title": _spread_title(found),
                "subtitle": f"Output per head, mean of the regions = 100 (log scale), {first} and the year you look at.",
                "description": f"Slope chart of output per head in {first} and a later year; see the table.",
                "csv": ranks_csv,
            }),
            (self.heatmap, {
                "datasets": {"pairs": pairs},
                "height": 420,
                "title": "Which years share an order?",
                "subtitle": "Spearman's rank correlation between all pairs of years; the outlined cell is the pair compared.",
                "description": f"Heat map of the rank correlation between {len(years) + 1} years; see the download.",
                "csv": words.to_csv(pairs, about),
            }),
        )  # fmt: skip
        for chart, state in charts:
            with chart.hold_sync():
                chart.set_trait("regions", names)
                chart.set_trait("years", years)
                chart.set_trait("signals", signals)
                chart.set_trait("source", source)
                chart.set_trait("highlight_index", self._controls.highlight.index)
                chart.set_trait("year_index", self._controls.year.index)
                for name, value in state.items():
                    chart.set_trait(name, value)
        self.answer.value = words.verdict_card(found.verdict, found.sentence)
        self.caveats.value = words.notes(found.caveats, "What to know about these figures")
        self.tables.value = _tables(found, order)
        self.elsewhere.value = _elsewhere(found)
        self._half_life.value = ""

    def _estimate_half_life(self) -> None:
        """Computed on demand: it brings in statsmodels, which takes a second."""
        self._half_life.value = '<p class="lk-busy" role="status">Estimating…</p>'
        from levelkit.measures import half_life

        choices = self.evidence.choices
        chosen = panel(choices["data"])
        series = chosen.series(choices["measure"], include_capital=choices["include_capital"])
        series = series.sel(year=slice(choices["first_year"], choices["last_year"]))
        if choices["measure"] == SPLICED:
            # A step from one basis to another is no change of the economy.
            basis = series.spliced_basis.values
            series = series.isel(year=basis == basis[0])
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
                f"Years {first} to {last}. An AR(1) of the log gap, common to all regions, in continuous time since the years "
                "are unevenly spaced. Short series make gaps look shorter-lived than they are.",
            ],
            "How long does a gap last?",
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


def _csv_row(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "region_name": row["region"],
        "year": row["year"],
        "basis": row["basis"],
        "value": row["value"],
        "mean_of_regions_100": round(row["relative"], 4),
        "rank": row["rank"],
        "rank_best": row["rank_best"],
        "rank_worst": row["rank_worst"],
    }


def _spread_title(found: Evidence) -> str:
    relative = found.tables["ranks"].relative
    first, last = (found.choices[key] for key in ("first_year", "last_year"))
    ratios = []
    for year in (first, last):
        at = relative.sel(year=year).dropna("region")
        ratios.append(float(at.max() / at.min()) if at.size else float("nan"))
    return f"Top to bottom: {ratios[0]:.1f} times in {first}, {ratios[1]:.1f} in {last}"


def _tables(found: Evidence, order: list[dict[str, Any]]) -> str:
    ranks = found.tables["ranks"]
    first, last = (found.choices[key] for key in ("first_year", "last_year"))
    then, now = ranks.sel(year=first), ranks.sel(year=last).sortby("rank")
    then = then.sel(region=now.region)
    regions = [
        [
            name,
            words.number(a, 0),
            words.number(b, 0),
            f"{words.number(best, 0)} to {words.number(worst, 0)}",
            words.number(before),
            words.number(after),
        ]
        for name, a, b, best, worst, before, after in zip(
            now.name.values.tolist(),
            *(
                values.values.tolist()
                for values in (
                    then["rank"], now["rank"], now.rank_best, now.rank_worst,
                    then.relative, now.relative,
                )
            ),
            strict=True,
        )
    ]  # fmt: skip
    columns = [
        "Region", f"Rank {first}", f"Rank {last}", f"Rank {last} within 3%",
        f"Mean = 100, {first}", f"Mean = 100, {last}",
    ]  # fmt: skip
    years = [
        [str(row["year"]), words.number(row["rho"], 2),
         f"{words.number(row['low'], 2)} to {words.number(row['high'], 2)}",
         words.number(row["kendall"], 2), str(row["n"]), row["basis"] or "one basis"]
        for row in order
    ]  # fmt: skip
    correlations = words.table(
        f"Rank correlation with {first}",
        ["Year", "Spearman's rho", "95% interval", "Kendall's tau", "Regions", "Basis"],
        years,
    )
    listed = words.table("Ranks and output per head", columns, regions)
    return f'<div class="lk-tables">{listed}{correlations}</div>'


@lru_cache(maxsize=1)
def _europe() -> list[tuple[str, int, float, float]]:
    """Country, regions, rank correlation 1900-2015 and its low since, highest first."""
    from levelkit.measures import spearman_rho

    found = []
    for key in panels():
        if not key.startswith("europe-"):
            continue
        series = panel(key).series("gdp_per_head_intl2011usd")
        if series.sizes["region"] < TOO_FEW:
            continue
        order = spearman_rho(series, base=1900, interval=None, alternative=None)
        n = int(order.n.sel(year=2015))
        found.append(
            (panel(key).place, n, float(order.estimate.sel(year=2015)), float(order.estimate.min()))
        )
    return sorted(found, key=lambda row: -row[2])


def _elsewhere(found: Evidence) -> str:
    """The same question in each country of Europe that has enough regions."""
    countries = _europe()
    above = sum(rho >= AGREE for _, _, rho, _ in countries)
    lead = (
        f"Of {len(countries)} European countries with {TOO_FEW} or more regions, {above} have a rank "
        f"correlation of {AGREE} or more between 1900 and 2015; {countries[0][0]} "
        f"has the highest ({countries[0][2]:.2f})."
    )
    body = [
        [place.removeprefix("the "), str(n), words.number(rho, 2), words.number(low, 2)]
        for place, n, rho, low in countries
    ]
    marked = found.attrs["place"].removeprefix("the ")
    columns = ["Country", "Regions", "Correlation 1900-2015", "Lowest since 1900"]
    listed = words.table("Rank correlation of regions by country", columns, body, marked=marked)
    text = f'<div class="lk-notes"><h3>Is that unusual?</h3><p>{lead}</p></div>'
    return f'<div class="lk-tables">{text}{listed}</div>'
