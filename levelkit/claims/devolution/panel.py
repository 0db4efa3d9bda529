"""Do gaps shrink in countries that decentralise? The slope within countries over the years."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from levelkit.claims.country_gaps import GAPS, regional_gaps
from levelkit.claims.devolution.association import FEWEST, LEVEL, Slope, detectable
from levelkit.claims.devolution.indices import INDICES, figures
from levelkit.measures.convergence.result import student

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ERRORS = "jackknife by country"
MOST = 3  # countries that are named


@dataclass(frozen=True)
class Within:
    """The slope within countries, and what it is told from.

    Attributes
    ----------
    slope : Slope
    first, last : int
        Years of the regional figures.
    moved : float
        Standard deviation of the index within a country over the years, in its unit.
    movers, share : tuple of str, float
        The countries that change most, at most three, and their share of all variation that tells the slope.
    """

    slope: Slope
    first: int
    last: int
    moved: float
    movers: tuple[str, ...]
    share: float


@functools.lru_cache(maxsize=512)
def within(
    index: str,
    key: str,
    lag: int,
    members: tuple[str, ...],
    left_out: tuple[str, ...] = (),
) -> Within | None:
    """The slope within these countries over the years: country and year effects, errors by the jackknife.

    Inequality of a year against the index ``lag`` years before. None where too few countries change.
    """
    rows = panel_rows(index, key, lag, members, left_out)
    by_country = rows.groupby("country")
    movers = int((by_country["x"].agg(np.ptp) > 0).sum())
    n = by_country.ngroups
    if n < FEWEST or movers < FEWEST:
        return None
    codes, names = rows.index.get_level_values("country").factorize()
    years = rows.index.get_level_values("year").to_numpy()
    x, y = rows["x"].to_numpy(), rows["y"].to_numpy()
    slope, error, told = fit_within(y, x, codes, years)
    margin = student(n - 1, LEVEL) * error
    ratio = float(np.std(x) / np.std(y))
    first, last = int(years.min()), int(years.max())
    lagged = "" if not lag else f", index {lag} year{'s' if lag > 1 else ''} before"
    low, high = slope - margin, slope + margin
    most = np.argsort(-told, kind="stable")[:MOST]
    own = x - by_country["x"].transform("mean").to_numpy()
    return Within(
        Slope(
            f"Within countries: {GAPS[key].short}, {first}-{last}{lagged}",
            f"Within, {GAPS[key].short}{f', lag {lag}' if lag else ''}",
            slope, low, high, slope * ratio, low * ratio, high * ratio, detectable(error, n - 1), len(rows), n, movers,
            ERRORS, "within",
        ),
        first, last, float(np.sqrt(np.mean(own**2))), tuple(str(names[k]) for k in most), float(told[most].sum()),
    )  # fmt: skip


def panel_rows(
    index: str, key: str, lag: int, members: tuple[str, ...], left_out: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Inequality ``y`` and index ``x`` by country and year, for countries with two years or more.

    The index is that of ``lag`` years before; more of it is more decentralised.
    """
    import pandas as pd

    x = INDICES[index].polarity * figures(index).to_series().dropna()
    countries, years = (x.index.get_level_values(name) for name in ("country", "year"))
    x.index = pd.MultiIndex.from_arrays([countries, years + lag], names=["country", "year"])
    y = regional_gaps(key).to_series().dropna()
    rows = pd.concat([y.rename("y"), x.rename("x")], axis=1).dropna()
    country = rows.index.get_level_values("country")
    rows = rows[country.isin(members) & ~country.isin(left_out)]
    return rows[rows.groupby("country")["y"].transform("size") > 1]


def fit_within(
    y: Floats, x: Floats, country: NDArray[np.intp], year: NDArray[np.int64]
) -> tuple[float, float, Floats]:
    """The slope of y on x with country and year effects, and its error by leaving out each country in turn.

    Parameters
    ----------
    y, x : array
        ``(N,)``, one value a country and year.
    country : array of int
        ``(N,)``, 0 to G - 1.
    year : array of int
        ``(N,)``.

    Returns
    -------
    tuple
        Slope, standard error, and each country's share ``(G,)`` of the variation of x that tells the slope.

    Notes
    -----
    The error is the cluster jackknife CV3 of MacKinnon, Nielsen and Webb (2023): (G - 1) / G times the sum of squared
    differences between the slopes without each country and the slope with all. Where three countries of fourteen make
    most of the variation, as here, the usual clustered error is too small: see ``benchmarks/slopes.py``.
    """
    g = int(country.max()) + 1
    mark = np.eye(g)[country]
    size = mark.sum(axis=0)

    def demeaned(a: Floats) -> Floats:
        inner: Floats = a - mark @ ((mark.T @ a) / size.reshape(-1, *[1] * (a.ndim - 1)))
        return inner

    # Leaving a country out changes no other country's mean: only year effects are estimated anew.
    effects = (year[:, None] == np.unique(year)[1:]).astype(float)
    design = demeaned(np.column_stack([x, effects]))
    left = demeaned(y)
    square = np.einsum("ng,ni,nj->gij", mark, design, design)
    product = np.einsum("ng,ni,n->gi", mark, design, left)
    slope = _first(square.sum(axis=0), product.sum(axis=0))
    without = np.array(
        [_first(square.sum(axis=0) - square[k], product.sum(axis=0) - product[k]) for k in range(g)]
    )
    error = math.sqrt((g - 1) / g * float(((without - slope) ** 2).sum()))
    alone = design[:, 0] - design[:, 1:] @ np.linalg.lstsq(design[:, 1:], design[:, 0])[0]
    told = mark.T @ alone**2
    return slope, error, told / told.sum()


def _first(square: Floats, product: Floats) -> float:
    """The first coefficient; a year that no country is left in has no effect to estimate."""
    return float(np.linalg.lstsq(square, product)[0][0])
