"""Does it go with smaller gaps? Regional inequality of countries regressed on how decentralised they are."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from levelkit.claims.country_gaps import GAPS, regional_gaps
from levelkit.claims.devolution.countries import GROUPS, UK
from levelkit.claims.devolution.indices import INDICES, figures
from levelkit.claims.devolution.places import LATEST, at
from levelkit.measures import within_regression
from levelkit.measures.convergence.estimate import estimate
from levelkit.measures.convergence.result import student

if TYPE_CHECKING:
    from collections.abc import Mapping

    import xarray as xr
    from numpy.typing import NDArray

    from levelkit.measures.convergence.result import Regression

    Floats = NDArray[np.float64]

LEVEL = 0.95
FEWEST = 8  # countries for a slope
#: Of these regional figures the criterion asks: output by NUTS 2, which alone has many countries and years.
MAIN = "europe-output"
ACROSS = ("europe-output", "europe-income", "oecd-large", "oecd-small")
LAGS = (0, 1, 3, 5)
CENTURY_LAGS = (0, 10)


@dataclass(frozen=True)
class Slope:
    """One way to ask: a slope with its interval.

    Attributes
    ----------
    label, short : str
        What was regressed on what.
    slope, low, high : float
        Change of the coefficient of variation with one unit of the index, towards more decentralised.
    beta, beta_low, beta_high : float
        The same in standard deviations of both.
    n, countries : int
        Observations and countries.
    movers : int
        Countries whose index changes at all: in a panel they alone tell the slope.
    errors : str
        The convention of the standard errors.
    kind : str
        "across" countries, or "within" countries over the years.
    """

    label: str
    short: str
    slope: float
    low: float
    high: float
    beta: float
    beta_low: float
    beta_high: float
    n: int
    countries: int
    movers: int
    errors: str
    kind: str


@functools.lru_cache(maxsize=64)
def gaps_at(key: str, year: int) -> tuple[dict[str, float], int]:
    """Regional inequality by country in the year nearest to the one asked for, and that year."""
    found = regional_gaps(key)
    near = int(found.year.values[np.abs(found.year.values - year).argmin()])
    series = found.sel(year=near, drop=True).to_series().dropna()
    return {str(name): float(value) for name, value in series.items()}, near


def sample(x: Mapping[str, float], key: str, year: int) -> tuple[list[str], Floats, Floats, int]:
    """Countries that have both figures, by name: names, index, inequality and the latter's year."""
    gaps, when = gaps_at(key, year)
    names = sorted(name for name, value in x.items() if name in gaps and np.isfinite(value))
    return names, np.array([x[one] for one in names]), np.array([gaps[one] for one in names]), when


def fit_across(x: Floats, y: Floats, *controls: Floats) -> Regression:
    """Least squares across countries by statsmodels; HC3 errors, Student's t with N - K degrees of freedom.

    HC3 (MacKinnon and White 1985) allows for unequal variances and is the one to take in samples this small (Long and
    Ervin 2000).
    """
    design = np.column_stack([np.ones_like(x), x, *controls])
    terms = ["const", "index", *(f"control {k + 1}" for k in range(len(controls)))]
    return estimate(
        y, design, terms, errors="HC3", level=LEVEL, attrs={"statistic": "across countries"}
    )


def band(fit: Regression, grid: Floats) -> tuple[Floats, Floats, Floats]:
    """The line and its pointwise 95 % interval over a grid of the index."""
    design = np.column_stack([np.ones_like(grid), grid])
    line = design @ fit.params.values
    error = np.sqrt(np.einsum("ij,jk,ik->i", design, fit.covariance.values, design))
    margin = student(fit.df, LEVEL) * error
    return line, line - margin, line + margin


def without_each(x: Floats, y: Floats) -> tuple[Floats, Floats, Floats]:
    """The slope without each country in turn, and its HC3 interval: all at once, in closed form.

    Returns
    -------
    tuple of array
        Slope, low and high, one a country; equal to :func:`fit_across` on the others.
    """
    n = len(x)
    keep = ~np.eye(n, dtype=bool)
    m = n - 1
    mean_x = keep @ x / m
    mean_y = keep @ y / m
    dx = np.where(keep, x[None, :] - mean_x[:, None], 0.0)
    dy = np.where(keep, y[None, :] - mean_y[:, None], 0.0)
    spread = (dx**2).sum(axis=1)
    slope = (dx * dy).sum(axis=1) / spread
    residual = dy - slope[:, None] * dx
    leverage = 1 / m + dx**2 / spread[:, None]
    scaled = np.where(keep, residual / (1 - np.where(keep, leverage, 0.0)), 0.0)
    error = np.sqrt(((dx * scaled) ** 2).sum(axis=1)) / spread
    margin = student(m - 2, LEVEL) * error
    return slope, slope - margin, slope + margin


@functools.lru_cache(maxsize=64)
def latest_of(index: str) -> dict[str, float]:
    """An index of all its countries, latest figures; more being more decentralised."""
    return {name: INDICES[index].polarity * value for name, (value, _) in at(index, LATEST).items()}


def year_of(index: str) -> int:
    """The year of the UK's latest figure, in which inequality is taken as well."""
    return at(index, LATEST)[UK][1]


def across(x: Mapping[str, float], key: str, year: int, *, label: str, short: str) -> Slope | None:
    """The slope across countries for one set of regional figures; None with too few."""
    names, values, gaps, _ = sample(x, key, year)
    if len(names) < FEWEST:
        return None
    return _slope(fit_across(values, gaps), values, gaps, label, short, len(names), "across")


def _slope(
    fit: Regression, x: Floats, y: Floats, label: str, short: str, countries: int, kind: str, *,
    term: str = "index", movers: int = 0,
) -> Slope:  # fmt: skip
    slope, low, high = (
        float(part.sel(term=term)) for part in (fit.params, fit.ci_low, fit.ci_high)
    )
    ratio = float(np.std(x) / np.std(y))
    return Slope(
        label, short, slope, low, high, slope * ratio, low * ratio, high * ratio, fit.n, countries,
        movers or countries, str(fit.attrs["errors"]), kind,
    )  # fmt: skip


@functools.lru_cache(maxsize=256)
def within(index: str, key: str, lag: int, left_out: tuple[str, ...] = ()) -> Slope | None:
    """The slope within countries over the years: country and year effects, errors clustered by country.

    Inequality of a year against the index ``lag`` years before. None where too few countries change.
    """
    import pandas as pd

    x = INDICES[index].polarity * figures(index).to_series().dropna()
    countries, years = (x.index.get_level_values(name) for name in ("country", "year"))
    x.index = pd.MultiIndex.from_arrays([countries, years + lag], names=["country", "year"])
    y = regional_gaps(key).to_series().dropna()
    rows = pd.concat([y.rename("y"), x.rename("x")], axis=1).dropna()
    rows = rows[~rows.index.get_level_values("country").isin(left_out)]
    by_country = rows.groupby("country")
    rows = rows[by_country["y"].transform("size") > 1]
    by_country = rows.groupby("country")
    movers = int((by_country["x"].agg(np.ptp) > 0).sum())
    n = by_country.ngroups
    if n < FEWEST or movers < FEWEST:
        return None
    fit = within_regression(rows["y"], {"index": rows["x"]}, effects=["country", "year"])
    first, last = (int(f(rows.index.get_level_values("year"))) for f in (min, max))
    lagged = "" if not lag else f", index {lag} year{'s' if lag > 1 else ''} before"
    return _slope(
        fit, rows["x"].to_numpy(), rows["y"].to_numpy(),
        f"Within countries: {GAPS[key].short}, {first}-{last}{lagged}",
        f"Within, {GAPS[key].short}{f', lag {lag}' if lag else ''}", n, "within", movers=movers,
    )  # fmt: skip


@functools.lru_cache(maxsize=4)
def prosperity() -> dict[str, float]:
    """Log of GDP per head by country: of the NUTS 2 table, 2016."""
    from levelkit.claims.oecd_comparison.figures import table

    found = table("eurostat-nuts2").sel(year=2016)
    frame = found[["gdp_million_eur", "population"]].to_dataframe()[
        ["country", "gdp_million_eur", "population"]
    ]
    sums = frame.dropna().groupby("country")[["gdp_million_eur", "population"]].sum()
    return {
        str(name): float(value)
        for name, value in np.log(sums.gdp_million_eur / sums.population).items()
    }


def ways(
    x: Mapping[str, float], year: int, index: str | None, left_out: tuple[str, ...] = ()
) -> list[Slope]:
    """The same question asked in every way that the figures allow.

    Parameters
    ----------
    x : mapping
        From country to index, more being more decentralised.
    year : int
        Of the inequality, where there is a choice.
    index : str, optional
        A key of ``INDICES``, for panels; a composite has none.
    left_out : tuple of str
        Countries left out throughout.
    """
    x = {name: value for name, value in x.items() if name not in left_out}
    found = [
        across(
            x,
            key,
            year,
            label=f"Across countries: {GAPS[key].short}",
            short=f"Across, {GAPS[key].short}",
        )
        for key in ACROSS
    ]
    main = GAPS[MAIN].short
    found += [
        across(
            {name: value for name, value in x.items() if name != UK}, MAIN, year,
            label=f"Across countries: {main}, without the UK", short=f"Across, {main}, no UK",
        ),
        _held_constant(x, year),
        across(
            {name: value for name, value in x.items() if name in GROUPS["western"].members}, MAIN, year,
            label=f"Across western democracies: {main}", short=f"Across west, {main}",
        ),
    ]  # fmt: skip
    if index is not None:
        found += [within(index, MAIN, lag, left_out) for lag in LAGS]
        found += [within(index, "europe-income", 0, left_out)]
        found += [within(index, "europe-century", lag, left_out) for lag in CENTURY_LAGS]
    return [one for one in found if one is not None]


def _held_constant(x: Mapping[str, float], year: int) -> Slope | None:
    """Across countries with GDP per head held constant."""
    rich = prosperity()
    names, values, gaps, _ = sample(
        {name: value for name, value in x.items() if name in rich}, MAIN, year
    )
    if len(names) < FEWEST + 1:
        return None
    fit = fit_across(values, gaps, np.array([rich[name] for name in names]))
    main = GAPS[MAIN].short
    return _slope(
        fit, values, gaps, f"Across countries: {main}, GDP per head held constant", f"Across, {main}, GDP held", len(names),
        "across",
    )  # fmt: skip


def scatter(
    x: Mapping[str, float], key: str, year: int, left_out: tuple[str, ...] = ()
) -> xr.Dataset:
    """Both figures of every country, and the slope without it.

    Returns
    -------
    Dataset
        Over ``country``: ``index`` (more is more decentralised), ``gap``, ``left_out``, and ``slope``, ``low``, ``high``
        without that country; ``attrs["year"]`` is that of the gaps.
    """
    import xarray as xr

    names, values, gaps, when = sample(x, key, year)
    out = np.array([name in left_out for name in names], dtype=bool)
    blank = np.full(len(names), np.nan)
    slope, low, high = blank.copy(), blank.copy(), blank.copy()
    if (~out).sum() > FEWEST:
        slope[~out], low[~out], high[~out] = without_each(values[~out], gaps[~out])
    columns = {
        "index": values,
        "gap": gaps,
        "left_out": out,
        "slope": slope,
        "low": low,
        "high": high,
    }
    return xr.Dataset(
        {name: ("country", column) for name, column in columns.items()},
        {"country": names},
        {"year": when},
    )
