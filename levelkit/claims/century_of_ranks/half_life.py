"""How long a gap between regions lasts: too slow for a page, so computed with the combinations."""

from __future__ import annotations

from math import nan

from levelkit.claims.century_of_ranks.criterion import TOO_FEW
from levelkit.claims.century_of_ranks.series import SPLICED
from levelkit.claims.panels import panel
from levelkit.measures import half_life

#: Years with figures that a half-life takes.
YEARS = 3
NEEDED = f"{TOO_FEW} regions and {YEARS} years with figures on one basis"


def half_life_figures(
    *, data: str, measure: str, first_year: int, last_year: int, include_capital: bool
) -> dict[str, float]:
    """Half-life of a gap to the average in years, with its interval.

    Estimated on one basis alone: a step from one source to another is no change of the
    economy.

    Returns
    -------
    dict
        ``half_life``, ``half_life_low``, ``half_life_high`` in years (infinite: gaps do not close;
        missing: too few regions or years), and ``half_life_to``, the last year used.
    """
    values = panel(data, measure, include_capital=include_capital).values
    values = values.sel(year=slice(first_year, last_year))
    if "spliced_basis" in values.coords and measure == SPLICED:
        basis = values.spliced_basis.values
        values = values.isel(year=basis == basis[0])
    to = float(values.year.values[-1])
    names = ("half_life", "half_life_low", "half_life_high")
    if values.sizes["region"] < TOO_FEW or values.sizes["year"] < YEARS:
        return dict.fromkeys(names, nan) | {"half_life_to": to}
    result = half_life(values)
    keys = ("estimate", "ci_low", "ci_high")
    numbers = {name: float(result[key]) for name, key in zip(names, keys, strict=True)}
    return numbers | {"half_life_to": to}
