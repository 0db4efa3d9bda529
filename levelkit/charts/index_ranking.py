"""Ranking of countries by an index: one bar a country; those without a figure say why."""

from __future__ import annotations

from typing import Any

from levelkit.charts.fast_altair import alt
from levelkit.charts.ranking import ranked_bars


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
        ``rows_shown``, ``value_low`` and ``value_high`` (ends of the scale), ``measure_label``, ``dark``.
    """
    tooltip = [
        alt.Tooltip("country:N", title="Country"),
        alt.Tooltip("place:Q", title="Place, 1 = most centralised"),
        alt.Tooltip("label:N", title="Value"),
        alt.Tooltip("when:N", title="Year"),
    ]
    return ranked_bars(tooltip)
