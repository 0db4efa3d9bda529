"""Ranking of countries by an index: one bar a country; those without a figure say why."""

from __future__ import annotations

from typing import Any

from levelkit.charts.fast_altair import alt
from levelkit.charts.form import form
from levelkit.charts.ranking import BAR_PARAMS, label_width, ranked_bars
from levelkit.charts.scales import known


def _height(_: Any, params: Any) -> int:
    rows: int = params["rows_shown"]
    return 30 + (25 if rows <= 26 else 21) * rows


def _scales(data: Any, _: Any) -> dict[str, Any]:
    values = known(data["ranking"]["spread"]) or [0, 1]
    low = min(0, *values)
    return {
        "rows_shown": len(data["ranking"]["row"]),
        "value_low": low,
        "value_high": low + 1.06 * (max(values) - low),
        "label_px": label_width(data["ranking"]),
    }


@form(
    {
        "ranking": "ranked:B country:N place:Q label:N when:N spread:Q row:Q low:Q high:Q name:N reason:N",
    },
    params=BAR_PARAMS,
    marks={"highlight": "", "hover": ""},
    height=_height,
    scales=_scales,
    unit="country",
)
def index_ranking() -> Any:
    """Countries by an index, in the order that the caller gives.

    Named data set that the caller supplies
    ---------------------------------------
    ranking : row, country, name, place, spread, low, high, label, when, ranked, reason
        One row a country; ``spread`` is the index, ``label`` as it is to be read, ``when`` the year of the
        figure; ``reason`` says why one is not ``ranked``. ``low`` and ``high`` may be missing.

    Returns
    -------
    altair.LayerChart
        Parameters: ``main`` (country that stands out), ``highlight`` and ``hover`` (countries),
        ``rows_shown``, ``value_low`` and ``value_high`` (ends of the scale), ``measure_label``, ``label_px`` (of the
        widest value), ``dark``.
    """
    tooltip = [
        alt.Tooltip("country:N", title="Country"),
        alt.Tooltip("place:Q", title="Place, 1 = most centralised"),
        alt.Tooltip("label:N", title="Value"),
        alt.Tooltip("when:N", title="Year"),
    ]
    return ranked_bars(tooltip)
