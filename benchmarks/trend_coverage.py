"""How often intervals of a trend cover, how wide they are, and what they see: by simulation.

Series without a trend are drawn, ``u_t = r u_(t-1) + e_t`` with normal errors, and each way
gives its 95 % interval. Coverage is the share of intervals that hold 0; width is the median
against that of generalised least squares by somebody who knows r; power is the share that leave out 0
where there is a trend that this somebody would see in 80 of 100.

The rule for :func:`levelkit.linear_trend`, written before it met any of our figures:

1. Ways that need no draws of chance and no tuning by the number of years: intervals at the
   REML estimate of r, unions over the likelihood set of r of 50, 60, 70, 75, 80 or 90 %,
   averages over r by its likelihood.
2. Of these, those that lose no more than three points where r is 0 to 0.9 (92 % or more) and no
   more than four where it is 0.95 (91 %), for 10, 26 and 45 years, each time by more than two
   standard errors of the simulation.
3. Of these, the narrowest: least mean log width over the same r and years.

What happens at r = 1, with fewer years and where errors are no AR(1) is reported beside it.

``make coverage`` writes ``docs/trend-coverage.md`` in some ten minutes; ``--draws 500`` is quicker.
"""

from __future__ import annotations

import argparse
from typing import NamedTuple

import numpy as np
import xarray as xr
from scipy.linalg import toeplitz
from scipy.optimize import brentq
from scipy.signal import lfilter
from scipy.special import stdtr, stdtrit
from scipy.stats import nct

import levelkit as lk
from levelkit.measures.convergence.ar1 import GRID, lines, peak, plausible, union

LEVEL = 0.95
YEARS = (10, 26, 45)
ARS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95)
SETS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.9)
#: Draws of the ways that take long: Newey and West by statsmodels, averages.
SLOW = 500


class Interval(NamedTuple):
    """Ends of the intervals of many series."""

    low: np.ndarray
    high: np.ndarray

    def holds(self, value: float = 0.0) -> float:
        return float(((self.low <= value) & (value <= self.high)).mean())

    def width(self) -> float:
        return float(np.nanmedian(self.high - self.low))


def ar_errors(rng: np.random.Generator, draws: int, years: int, ar: float) -> np.ndarray:
    """Stationary AR(1) series with errors of variance 1; a random walk if AR is 1."""
    series = rng.standard_normal((draws, years))
    if ar < 1:
        series[:, 0] /= np.sqrt(1 - ar**2)
    for t in range(1, years):
        series[:, t] += ar * series[:, t - 1]
    return series


def t_interval(slope, error, df) -> Interval:
    half = stdtrit(df, 0.5 + LEVEL / 2) * error
    return Interval(slope - half, slope + half)


def averaged(found, df) -> Interval:
    """Quantiles of the t distributions at each AR, weighted by likelihood and a flat prior."""
    weight = np.exp(found.log_likelihood - found.log_likelihood.max(1, keepdims=True))
    weight = weight * np.gradient(GRID)
    weight /= weight.sum(axis=1, keepdims=True)
    reach = 30 * found.error.max(axis=1)
    ends = []
    for wanted in (0.5 - LEVEL / 2, 0.5 + LEVEL / 2):
        low, high = found.slope.min(1) - reach, found.slope.max(1) + reach
        for _ in range(40):
            middle = (low + high) / 2
            below = (weight * stdtr(df, (middle[:, None] - found.slope) / found.error)).sum(1)
            low, high = (
                np.where(below < wanted, middle, low),
                np.where(below < wanted, high, middle),
            )
        ends.append((low + high) / 2)
    return Interval(*ends)


def ours(y: np.ndarray, times: np.ndarray) -> dict[str, Interval]:
    """The ways that the rule chooses from."""
    found, df = lines(y, times, GRID), times.size - 2
    _, slope, error = peak(found, GRID)
    ways = {"REML estimate": t_interval(slope, error, df)}
    for share in SETS:
        inside = plausible(found, share)
        ways[f"union over the {share:.0%} set"] = Interval(*union(found, inside, df, LEVEL)[:2])
    few = type(found)(*(part[:SLOW] for part in found))
    return {**ways, "average over AR": averaged(few, df)}


def known(y: np.ndarray, times: np.ndarray, ar: float) -> Interval:
    """Of somebody who knows AR."""
    found = lines(y, times, np.array([ar]))
    return t_interval(found.slope[:, 0], found.error[:, 0], times.size - 2)


def others(y: np.ndarray, times: np.ndarray) -> dict[str, Interval]:
    """Ways in use elsewhere: least squares, Newey and West, Mann-Kendall after Hamed and Rao."""
    from statsmodels.api import OLS, add_constant

    design = add_constant(times - times[0])
    lags = int(4 * (times.size / 100) ** (2 / 9))
    options = {"cov_type": "HAC", "cov_kwds": {"maxlags": lags}, "use_t": True}
    robust = np.array([OLS(each, design).fit(**options).conf_int()[1] for each in y[:SLOW]])
    x = xr.DataArray(y, dims=("draw", "year"), coords={"year": times})
    ranks = lk.mann_kendall(x, serial="hamed-rao")
    return {
        "least squares": known(y, times, 0.0),
        "Newey-West": Interval(*robust.T),
        "Hamed-Rao": Interval(ranks.ci_low.to_numpy(), ranks.ci_high.to_numpy()),
    }


def seen_in_80(years: int, ar: float) -> float:
    """The slope that somebody who knows AR sees in 80 of 100 draws of :func:`ar_errors`."""
    df = years - 2
    size = stdtrit(df, 0.5 + LEVEL / 2)
    shift = brentq(lambda d: nct.sf(size, df, d) + nct.cdf(-size, df, d) - 0.8, 1, 10)
    if ar == 1:
        return shift / np.sqrt(years - 1)
    inverse = np.linalg.inv(toeplitz(ar ** np.arange(years)) / (1 - ar**2))
    design = np.column_stack([np.ones(years), np.arange(years)])
    return shift * np.sqrt(np.linalg.inv(design.T @ inverse @ design)[1, 1])


def cell(years: int, ar: float, draws: int, *, all_ways: bool = True) -> dict[str, tuple]:
    """By way: coverage, width against the known AR, and power, at one AR and number of years."""
    times = np.arange(years, dtype=float)
    y = ar_errors(np.random.default_rng([years, round(1000 * ar)]), draws, years, ar)
    trend = y + seen_in_80(years, ar) * times
    best = known(y, times, ar).width()

    def both(values):
        return ours(values, times) | (others(values, times) if all_ways else {})

    plain, tilted = both(y), both(trend)
    return {
        way: (plain[way].holds(), plain[way].width() / best, 1 - tilted[way].holds())
        for way in plain
    }


def choose(cells: dict[tuple[int, float], dict[str, tuple]], draws: int) -> str:
    """The way that the rule at the head of this file gives."""
    widths = {}
    for way in ours(ar_errors(np.random.default_rng(0), 2, 10, 0.0), np.arange(10.0)):
        n = SLOW if way == "average over AR" else draws
        held = [
            cells[years, ar][way][0] - 2 * np.sqrt(wanted * (1 - wanted) / n) > wanted
            for years in YEARS
            for ar in ARS
            for wanted in (0.91 if ar > 0.9 else 0.92,)
        ]
        if all(held):
            widths[way] = np.mean([np.log(cells[y, a][way][1]) for y in YEARS for a in ARS])
    return min(widths, key=widths.get)


DEPARTURES = {
    "AR(2), 1.2 and -0.3": lambda rng, k, n: filtered(rng.standard_normal((k, n + 100)), (1.2, -0.3)),
    "MA(1), 0.6": lambda rng, k, n: averaged_pairs(rng.standard_normal((k, n + 1)), 0.6),
    "AR 0.8 and noise of the same variance": lambda rng, k, n: (
        ar_errors(rng, k, n, 0.8) + rng.standard_normal((k, n)) / 0.6
    ),
    "AR 0.7, errors t with 4 degrees of freedom": lambda rng, k, n: filtered(
        rng.standard_t(4, (k, n + 100)), (0.7,)
    ),
    "AR 0.7, errors twice as large in the second half": lambda rng, k, n: filtered(
        rng.standard_normal((k, n + 100)) * (1 + (np.arange(n + 100) >= 100 + n // 2)), (0.7,)
    ),
    "AR -0.5": lambda rng, k, n: filtered(rng.standard_normal((k, n + 100)), (-0.5,)),
}  # fmt: skip


def filtered(errors: np.ndarray, coefficients: tuple[float, ...]) -> np.ndarray:
    """Autoregressive series, less the first 100 years."""
    return lfilter([1.0], [1.0, *(-c for c in coefficients)], errors, axis=1)[:, 100:]


def averaged_pairs(errors: np.ndarray, weight: float) -> np.ndarray:
    """A moving average of each error and the one before."""
    return errors[:, 1:] + weight * errors[:, :-1]


def coverage(errors: np.ndarray) -> float:
    """Of the chosen way, by the public function."""
    x = xr.DataArray(errors, dims=("draw", "year"), coords={"year": np.arange(errors.shape[1])})
    found = lk.linear_trend(x)
    return Interval(found.ci_low.to_numpy(), found.ci_high.to_numpy()).holds()


def table(head: list[str], rows: list[list[str]]) -> None:
    """Print as Markdown."""
    for cells in (head, ["---", *["--:"] * (len(head) - 1)], *rows):
        print("| " + " | ".join(cells) + " |")
    print(flush=True)


HEAD = """# How often intervals of a trend cover

Written by `make coverage` from `benchmarks/trend_coverage.py`, which holds the rule that chooses. Series of normal
AR(1) errors without a trend, {draws:,} of each kind ({slow} for Newey-West and averages over AR). Widths are medians against
the interval of somebody who knows AR. Power is against a trend that this somebody sees in 80 of 100 series; where
coverage is far below 95 %, power is that of saying yes too often. `linear_trend` is the union over the 75% set.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--draws", type=int, default=10_000)
    draws = parser.parse_args().draws
    print(HEAD.format(draws=draws, slow=SLOW))
    cells = {(n, ar): cell(n, ar, draws) for n in YEARS for ar in (*ARS, 1.0)}
    ways = list(cells[10, 0.0])
    for k, what in enumerate(("Coverage, %", "Median width, known AR = 1", "Power, %")):
        print(f"## {what}\n")
        for years in YEARS:
            rows = [
                [way, *(shown(cells[years, ar][way][k], k) for ar in (*ARS, 1.0))] for way in ways
            ]
            table([f"{years} years, AR", *(f"{ar:g}" for ar in (*ARS, 1.0))], rows)
    print(
        f"The rule gives: {choose(cells, draws)}.\n\n## Coverage of `linear_trend` elsewhere, %\n"
    )
    other = [
        [f"{n} years", *(shown(coverage(ar_errors(np.random.default_rng([n, 1]), draws, n, ar)), 0)
                         for ar in (*ARS, 1.0))]
        for n in (7, 13, 16, 20)
    ]  # fmt: skip
    table(["AR", *(f"{ar:g}" for ar in (*ARS, 1.0))], other)
    departures = [
        [what, *(shown(coverage(draw(np.random.default_rng(n), draws, n)), 0) for n in YEARS)]
        for what, draw in DEPARTURES.items()
    ]
    table(["Errors", *(f"{n} years" for n in YEARS)], departures)


def shown(value: float, kind: int) -> str:
    """A share in %, or a width."""
    return f"{value:.2f}" if kind == 1 else f"{100 * value:.1f}"


if __name__ == "__main__":
    main()
