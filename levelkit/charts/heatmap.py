"""Heat map: rank correlation between all pairs of years."""

from __future__ import annotations

from typing import Any

from levelkit.charts.fast_altair import alt
from levelkit.charts.form import form
from levelkit.charts.scales import distinct
from levelkit.charts.theme import IN_WINDOW, colour


def _scales(data: Any, params: Any) -> dict[str, Any]:
    """How many years are in the window: a cell has that part of the width."""
    years = (y for y in data["pairs"]["year"] if params["first_year"] <= y <= params["last_year"])
    return {"n_years": max(distinct(years), 1)}


@form(
    {
        "pairs": "year:Q year_2:Q rho:Q",
    },
    params={"first_year": 1900, "last_year": 2020, "n_years": 20},
    marks={"year": 2020},
    height=420,
    scales=_scales,
)
def rank_correlation_heatmap() -> Any:
    """Which years share an order: rank correlation of every year with every other.

    Named data set that the caller supplies
    ---------------------------------------
    pairs : year, year_2, rho
        One row a pair of years, of all years; ``first_year`` and ``last_year`` choose.

    Returns
    -------
    altair.LayerChart
        Parameters: ``first_year``, ``last_year``, ``year`` (with the first year, the cell
        that is outlined), ``n_years``, ``dark``. The value is written in the cell where it fits.
    """
    both = f"{IN_WINDOW} && datum.year_2 >= first_year && datum.year_2 <= last_year"
    base = alt.Chart(alt.NamedData("pairs")).transform_filter(both)
    axis = alt.Axis(
        title=None, labelOverlap="greedy", ticks=False, domain=False, labelAngle=0, grid=False
    )
    band = alt.Scale(type="band", paddingInner=0.04, paddingOuter=0)
    x = alt.X("year:O", axis=axis, scale=band)
    y = alt.Y("year_2:O", axis=axis, scale=band)
    shade = alt.Scale(
        domain=[-1, 0, 1],
        range=[alt.ExprRef("low"), alt.ExprRef("middle"), alt.ExprRef("high")],
        interpolate="lab",
        clamp=True,
    )
    legend = alt.Legend(
        title="Rank correlation", orient="top", gradientLength=160, values=[-1, 0, 1], format=".0f"
    )
    cells = base.mark_rect().encode(
        x=x,
        y=y,
        fill=alt.Fill("rho:Q", scale=shade, legend=legend),
        tooltip=[
            alt.Tooltip("year:O", title="Year"),
            alt.Tooltip("year_2:O", title="and"),
            alt.Tooltip("rho:Q", title="Rank correlation", format=".2f"),
        ],
    )
    fits = base.transform_filter("width / n_years > 26")
    dark_cell = "dark ? '#0b0c0c' : '#ffffff'"
    values = fits.mark_text(fontSize=10).encode(
        x=x,
        y=y,
        text=alt.Text("rho:Q", format=".1f"),
        color=alt.condition(
            "datum.rho > 0.55 || datum.rho < -0.6",
            alt.value(alt.ExprRef(dark_cell)),
            alt.value(colour("ink")),
        ),
    )
    chosen = base.transform_filter("datum.year === year && datum.year_2 === first_year")
    outline = chosen.mark_rect(
        fillOpacity=0, fill="transparent", stroke=colour("second"), strokeWidth=3
    ).encode(x=x, y=y)
    return alt.layer(cells, values, outline)
