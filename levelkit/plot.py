"""Charts from labelled arrays, each in one call: ``lk.plot.lines(y)`` is an Altair chart.

The pages draw theirs by the same functions. Every chart can be changed, layered or saved like any
other of Altair's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import xarray as xr

from levelkit.figures import ranks, standard

if TYPE_CHECKING:
    from levelkit.figures.figure import Figure

__all__ = [
    "bump",
    "forest",
    "lines",
    "rank_correlations",
    "ranking",
    "scatter",
    "share_bars",
    "slope",
]


def bump(
    y: xr.DataArray,
    *,
    base: int | None = None,
    last: int | None = None,
    highlight: str = "",
    title: str = "",
) -> Any:
    """Ranks of places over the years, with the fate of the first year's order below.

    Parameters
    ----------
    y : DataArray
        ``(place, year)``, in any unit; places may have a coordinate ``name``.
    base, last : int, optional
        The years from and to which; by default the first and last there are.
    highlight : str
        The place that stands out.
    title : str
        By default says how many ranks places moved.

    Returns
    -------
    altair.LayerChart

    Raises
    ------
    ValueError
        If a year is not in ``y``; the message says which are.

    Examples
    --------
    >>> import levelkit as lk
    >>> y = lk.load("uk-century").gdp_per_head_intl2011usd.dropna("year", how="all")
    >>> chart = lk.plot.bump(y, base=1900, highlight="Wales")
    """  # fmt: skip
    figure = ranks.bump(*ranks.ranks_and_pairs(y), base=base, last=last, title=title)
    return _chart(figure, highlight)


def slope(
    y: xr.DataArray,
    *,
    base: int | None = None,
    last: int | None = None,
    highlight: str = "",
    title: str = "",
) -> Any:
    """Places in two years, mean of the places = 100, on a log scale.

    Parameters
    ----------
    y : DataArray
        ``(place, year)``, in any unit.
    base, last : int, optional
        The years from and to which; by default the first and last there are.
    highlight : str
        The place that stands out.
    title : str

    Returns
    -------
    altair.LayerChart

    Examples
    --------
    >>> import levelkit as lk
    >>> y = lk.load("uk-century").gdp_per_head_intl2011usd.dropna("year", how="all")
    >>> chart = lk.plot.slope(y, base=1900, last=2015, highlight="London")
    """
    figure = ranks.slope(*ranks.ranks_and_pairs(y)[:1], base=base, last=last, title=title)
    return _chart(figure, highlight)


def rank_correlations(
    y: xr.DataArray, *, base: int | None = None, last: int | None = None, title: str = ""
) -> Any:
    """Spearman's rank correlation between all pairs of years, 1 for the same order.

    Parameters
    ----------
    y : DataArray
        ``(place, year)``, in any unit.
    base, last : int, optional
        The years from and to which; by default the first and last there are.
    title : str

    Returns
    -------
    altair.LayerChart

    Examples
    --------
    >>> import levelkit as lk
    >>> y = lk.load("uk-century").gdp_per_head_intl2011usd.dropna("year", how="all")
    >>> chart = lk.plot.rank_correlations(y)
    """
    figure = ranks.heatmap(*ranks.ranks_and_pairs(y)[1:], base=base, last=last, title=title)
    return figure.chart()


def lines(y: xr.DataArray, *, highlight: str = "", title: str = "") -> Any:
    """One line a place over the years.

    Parameters
    ----------
    y : DataArray
        ``(place, year)``.
    highlight : str
        The place that stands out.
    title : str

    Returns
    -------
    altair.LayerChart

    Examples
    --------
    >>> import levelkit as lk
    >>> y = lk.load("uk-itl1-income").gdhi_per_head_gbp.dropna("year", how="all")
    >>> chart = lk.plot.lines(y, highlight="Wales")
    """
    figure = standard.lines(y, title=title)
    return _chart(figure, highlight)


def ranking(table: xr.Dataset | xr.DataArray, *, title: str = "") -> Any:
    """Places from the highest to the lowest, with their intervals.

    Parameters
    ----------
    table : Dataset or DataArray
        ``(place)``: ``estimate``, with ``ci_low`` and ``ci_high`` or without; or values alone.
    title : str

    Returns
    -------
    altair.LayerChart

    Examples
    --------
    >>> import levelkit as lk
    >>> income = lk.load("uk-itl1-income").gdhi_per_head_gbp
    >>> chart = lk.plot.ranking(income.sel(year=2022))
    """
    return standard.ranking(_with_estimate(table), title=title).chart()


def forest(table: xr.Dataset | xr.DataArray, *, title: str = "") -> Any:
    """Estimates with their intervals, in the order of the table.

    Parameters
    ----------
    table : Dataset or DataArray
        With one dimension: ``estimate``, with ``ci_low`` and ``ci_high`` or without; or values alone.
    title : str

    Returns
    -------
    altair.LayerChart

    Examples
    --------
    >>> import levelkit as lk
    >>> evidence = lk.claim("devolution").evaluate()
    >>> slopes = evidence.tables["specifications"][["estimate", "ci_low", "ci_high"]]
    >>> chart = lk.plot.forest(slopes, title="Slopes across countries")
    """
    return standard.forest(_with_estimate(table), title=title).chart()


def scatter(x: xr.DataArray, y: xr.DataArray, *, highlight: str = "", title: str = "") -> Any:
    """Two measures of each place.

    Parameters
    ----------
    x, y : DataArray
        ``(place)``: the same places.
    highlight : str
        The place that stands out.
    title : str

    Returns
    -------
    altair.LayerChart

    Examples
    --------
    >>> import levelkit as lk
    >>> y = lk.load("uk-century").gdp_per_head_intl2011usd
    >>> chart = lk.plot.scatter(y.sel(year=1900), y.sel(year=2015), highlight="Wales")
    """
    figure = standard.scatter(x, y, title=title)
    return _chart(figure, highlight)


def share_bars(shares: xr.DataArray, *, title: str = "") -> Any:
    """Shares of a whole, from 0 to 1, the largest first.

    Parameters
    ----------
    shares : DataArray
        ``(part)``.
    title : str

    Returns
    -------
    altair.LayerChart

    Examples
    --------
    >>> import levelkit as lk
    >>> people = lk.load("uk-century").population.sel(year=2015)
    >>> chart = lk.plot.share_bars((people / people.sum()).rename("share of people"))
    """
    return standard.share_bars(shares, title=title).chart()


def _with_estimate(table: xr.Dataset | xr.DataArray) -> xr.Dataset:
    return table.to_dataset(name="estimate") if isinstance(table, xr.DataArray) else table


def _chart(figure: Figure, highlight: str) -> Any:
    """The figure's chart, with a place that stands out where one is named."""
    return figure.chart(marks={"highlight": highlight} if highlight else None)
