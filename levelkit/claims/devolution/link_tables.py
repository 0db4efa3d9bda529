"""The link with regional gaps as labelled tables: by each set of regional figures, and asked in other ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.claims.country_gaps import GAPS
from levelkit.claims.devolution.association import band, ends, scatter
from levelkit.claims.devolution.countries import GROUPS
from levelkit.claims.devolution.recipe import COMPOSITE
from levelkit.claims.devolution.regional import sets_near
from levelkit.claims.devolution.specifications import specifications
from levelkit.claims.devolution.tables import sources, table, tables_of
from levelkit.claims.devolution.ways import ways

if TYPE_CHECKING:
    import xarray as xr

    from levelkit.claims.devolution.association import Scatter
    from levelkit.claims.devolution.link import Link

POINTS = 24  # of the line


def _scatters(link: Link, *, latest: bool) -> dict[str, Scatter]:
    """Both figures of the countries compared, by the sets of regional figures of about that year."""
    return {
        key: scatter(link.compared, key, link.when, link.left_out)
        for key in sets_near(link.when, latest=latest)
    }


def scatter_table(link: Link, index: str, *, latest: bool) -> xr.Dataset:
    """Index and regional inequality of each country, and the slope with all and without each.

    Returns
    -------
    Dataset
        Over ``country``: ``index`` (more is more decentralised) and ``left_out``. Over ``regional``, a key of ``GAPS``: ``year``
        and, per ``step`` of the index, the slope's ``estimate, ci_low, ci_high`` of ``n`` countries; missing where
        those are too few. Over both: ``gap``, and the slope ``without`` that country with ``without_low``, ``without_high``.
    """
    scatters = _scatters(link, latest=latest)
    countries = sorted({name for of_set in scatters.values() for name in of_set.names})
    shape = (len(scatters), len(countries))
    by_country = {
        name: np.full(shape, np.nan) for name in ("gap", "without", "without_low", "without_high")
    }
    slopes = np.full((len(scatters), 3), np.nan)
    counted = []
    for row, of_set in enumerate(scatters.values()):
        at = np.searchsorted(countries, of_set.names)
        for column, values in zip(
            by_country.values(), (of_set.gap, of_set.slope, of_set.low, of_set.high), strict=True
        ):
            column[row, at] = values
        for name in ("without", "without_low", "without_high"):
            by_country[name][row] *= link.step
        slopes[row] = [link.step * end for end in ends(of_set.fit)] if of_set.fit else np.nan
        counted.append(int((~of_set.out).sum()))
    spread = table(
        ("regional", "country"), by_country, {"regional": list(scatters), "country": countries},
        step=link.step, source=sources((*tables_of(index), *(GAPS[key].table for key in scatters))),
    )  # fmt: skip
    return spread.assign(
        index=("country", [link.compared[name] for name in countries]),
        left_out=("country", np.isin(countries, link.left_out)),
        year=("regional", [of_set.year for of_set in scatters.values()]),
        n=("regional", counted),
        estimate=("regional", slopes[:, 0]),
        ci_low=("regional", slopes[:, 1]),
        ci_high=("regional", slopes[:, 2]),
    )


def line_table(link: Link, *, latest: bool) -> xr.Dataset:
    """The line across countries with its pointwise 95 % interval.

    Returns
    -------
    Dataset
        Over ``regional``, those sets that have a line, and ``point``: ``index``, ``estimate``, ``ci_low``, ``ci_high``.
    """
    lines: dict[str, list[Any]] = {}
    for key, of_set in _scatters(link, latest=latest).items():
        if of_set.fit:
            kept = of_set.index[~of_set.out]
            grid = np.linspace(kept.min(), kept.max(), POINTS)
            lines[key] = [grid, *band(of_set.fit, grid)]
    values = np.array(list(lines.values())).reshape(len(lines), 4, POINTS)
    names = ("index", "estimate", "ci_low", "ci_high")
    columns = {name: values[:, k] for k, name in enumerate(names)}
    return table(("regional", "point"), columns, {"regional": list(lines)})


def specification_table(link: Link, index: str, group: str) -> xr.Dataset:
    """The slope per ``step`` with other countries, or with GDP per head held constant.

    Returns
    -------
    Dataset
        Over ``specification``: ``short``, ``estimate``, ``ci_low``, ``ci_high``, ``n`` countries, and whether it is the one that is
        ``judged``.
    """
    listed = specifications(link.whole, link.key, link.when, group, link.left_out)
    slopes = [slope.slope for slope in listed]
    columns = {
        "short": _texts(slope.short for slope in slopes),
        "estimate": [link.step * slope.slope for slope in slopes],
        "ci_low": [link.step * slope.low for slope in slopes],
        "ci_high": [link.step * slope.high for slope in slopes],
        "n": [slope.countries for slope in slopes],
        "judged": np.array([slope.judged for slope in listed], dtype=bool),
    }
    return table(
        ("specification",), columns, {"specification": _texts(slope.label for slope in slopes)},
        step=link.step, source=sources((*tables_of(index), GAPS[link.key].table)),
    )  # fmt: skip


def way_table(link: Link, index: str, group: str, *, latest: bool) -> xr.Dataset:
    """The slope in standard deviations by every set of regional figures, across countries and within them.

    Returns
    -------
    Dataset
        Over ``way``: ``short``, ``estimate``, ``ci_low``, ``ci_high``, ``n`` observations, ``countries``, ``movers`` (of them change; missing
        across countries), ``errors``.
    """
    panels = None if index == COMPOSITE else index
    sets = sets_near(link.when, latest=latest)
    listed = ways(link.compared, sets, link.when, panels, GROUPS[group].members, link.left_out)
    columns = {
        "short": _texts(way.short for way in listed),
        "estimate": [way.beta for way in listed],
        "ci_low": [way.beta_low for way in listed],
        "ci_high": [way.beta_high for way in listed],
        "n": [way.n for way in listed],
        "countries": [way.countries for way in listed],
        "movers": [way.movers if way.kind == "within" else np.nan for way in listed],
        "errors": _texts(way.errors for way in listed),
    }
    return table(
        ("way",), columns, {"way": _texts(way.label for way in listed)},
        source=sources((*tables_of(index), *(way.table for way in GAPS.values()))),
    )  # fmt: skip


def _texts(values: Any) -> Any:
    """Texts as an array that is one of texts though it be empty."""
    return np.array(list(values), dtype=object)
