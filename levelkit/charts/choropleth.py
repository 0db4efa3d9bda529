"""Choropleth: regions shaded by class; the page zooms and pans it by parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.charts.fast_altair import alt
from levelkit.charts.form import form
from levelkit.charts.theme import colour

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

BOX = 18  # of the legend's squares
SCALE = "zoom * min((width - 8) / box_width, (height - 8) / box_height)"
FIELDS = ["region", "country", "said", "relative", "quantile", "equal"]
SCHEMES = ("quantile", "equal")  # as many regions in each class, or classes as wide each
CLASSES = 5


def class_edges(values: Floats, scheme: str) -> Floats:
    """Ends of the classes of a scheme, from the lowest value to the highest."""
    shares = np.linspace(0, 1, CLASSES + 1)
    if scheme == "quantile":
        return np.asarray(np.quantile(values, shares))
    return np.asarray(values.min() + shares * (values.max() - values.min()))


def classes_of(values: Floats, edges: Floats) -> list[int]:
    """The class of each value, 0 for the lowest; what lies on an edge belongs above."""
    inside: list[int] = np.searchsorted(edges[1:-1], values, side="right").tolist()
    return inside


@form(
    {
        "shapes": "",
        "areas": "code:N region:N country:N said:N relative:Q quantile:Q equal:Q",
        "classes": "map:N scheme:N k:Q label:N",
    },
    params={"legend_title": ""},
    marks={
        "map": "",
        "classes": "quantile",
        "place": "",
        "zoom": 1,
        "pan_x": 0,
        "pan_y": 0,
        "box_width": 1,
        "box_height": 1,
    },
    height=560,
)
def choropleth() -> Any:
    """Regions by class of their value.

    Named data sets that the caller supplies
    ----------------------------------------
    shapes : GeoJSON features in a plane (x to the right, y up, the middle of each map at 0, 0)
        ``id`` is the region's code, ``map`` the map that it belongs to.
    areas : code, map, region, country, said, relative, quantile, equal
        One row a region: what is read of it, and its class (0 to 4) in both schemes.
    classes : map, scheme, k, label
        What each class is.

    Returns
    -------
    altair.LayerChart
        Parameters: ``map``, ``classes`` (quantile or equal), ``place`` (the region outlined), ``zoom``,
        ``pan_x``, ``pan_y`` (pixels), ``box_width``, ``box_height`` (of the map), ``legend_title``, ``dark``.
    """
    known = (
        alt.Chart(alt.NamedData("shapes"))
        .transform_filter("datum.map === map")
        .transform_lookup("id", alt.LookupData(alt.NamedData("areas"), "code", FIELDS))
    )
    shades = alt.Scale(
        domain=[0, 2, 4],
        range=[alt.ExprRef("low"), alt.ExprRef("middle"), alt.ExprRef("high")],
        interpolate="lab",
    )
    blank = (
        known.transform_filter("!isValid(datum.relative)")
        .mark_geoshape(fill=colour("band"), stroke=colour("line"), strokeWidth=0.5)
        .encode(tooltip=[alt.Tooltip("properties.name:N", title="Not shaded")])
    )
    regions = (
        known.transform_filter("isValid(datum.relative)")
        .transform_calculate(shade="classes === 'quantile' ? datum.quantile : datum.equal")
        .mark_geoshape(stroke=colour("line"), strokeWidth=0.5, cursor="pointer")
        .encode(
            fill=alt.Fill("shade:Q", scale=shades, legend=None),
            tooltip=[
                alt.Tooltip("region:N", title="Region"),
                alt.Tooltip("country:N", title="Country"),
                alt.Tooltip("said:N", title="Value"),
                alt.Tooltip("relative:Q", title="Mean of country = 100", format=",.0f"),
            ],
        )
    )
    outline = known.transform_filter("datum.id === place").mark_geoshape(
        filled=False, stroke=colour("ink"), strokeWidth=3
    )
    layers = [blank, regions, outline, *_legend(shades)]
    return alt.layer(*layers).project(
        type="identity",
        reflectY=True,
        scale=alt.ExprRef(SCALE),
        translate=alt.ExprRef("[width / 2 + pan_x, height / 2 + pan_y]"),
    )


def _legend(shades: Any) -> list[Any]:
    """Inside the picture, so that it travels with a download."""
    rows = (
        alt.Chart(alt.NamedData("classes"))
        .transform_filter("datum.map === map && datum.scheme === classes")
        .transform_calculate(middle=f"{26 + BOX / 2} + {BOX} * (4 - datum.k)")
    )
    pixels = alt.Scale(domain=[0, 1000], range=[0, 1000], nice=False, zero=False)
    ground = rows.transform_filter("datum.k === 4").mark_rect(
        x=0, x2=150, y=0, y2=30 + 5 * BOX, fill=colour("paper"), opacity=0.88
    )
    title = (
        rows.transform_filter("datum.k === 4")
        .transform_calculate(label="legend_title")
        .mark_text(x=6, y=14, align="left", fontSize=12, fontWeight="bold", fill=colour("ink"))
        .encode(text="label:N")
    )
    squares = rows.mark_square(
        x=15, size=BOX * BOX - 60, opacity=1, stroke=colour("line"), strokeWidth=0.5
    ).encode(
        y=alt.Y("middle:Q", axis=None, scale=pixels),
        fill=alt.Fill("k:Q", scale=shades, legend=None),
    )
    labels = rows.mark_text(
        x=30, align="left", baseline="middle", fontSize=12, fill=colour("ink")
    ).encode(y=alt.Y("middle:Q", axis=None, scale=pixels), text="label:N")
    return [ground, title, squares, labels]
