"""Do the intervals of the devolution claim's slopes cover? Gaps made by chance, on the countries and indices that there are.

Across countries: how unequal regions are does not depend on the index; the spread of its errors is the same for
all countries, or larger or smaller the further a country is from the mean. Within countries: each country's gaps
follow a first-order autoregression, with the same or with different spreads. A 95 % interval should hold zero 95
times in 100. Printed for HC3 across countries, and within them for the usual clustered errors beside the jackknife.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from levelkit.claims.devolution.association import decentralised, sample, year_of
from levelkit.claims.devolution.countries import GROUPS
from levelkit.claims.devolution.indices import INDICES
from levelkit.claims.devolution.panel import fit_within, panel_rows
from levelkit.claims.devolution.regional import OUTPUT, panel_set
from levelkit.measures import within_regression
from levelkit.measures.convergence.result import student

DRAWS = 2000
WESTERN = GROUPS["western"].members


def across_coverage(index: str, spread: str, draws: int = 10_000, seed: int = 0) -> float:
    """Share of 95 % intervals across western democracies that hold zero; all draws at once, by the formula of HC3."""
    compared = {k: v for k, v in decentralised(index, "latest").items() if k in WESTERN}
    _, x, _, _ = sample(compared, OUTPUT, year_of(index, "latest"))
    distance = np.abs(x - x.mean()) / np.abs(x - x.mean()).mean()
    scale = {
        "the same": np.ones_like(x),
        "larger far out": 1 + distance,
        "smaller far out": 1 / (0.3 + distance),
    }
    errors = np.random.default_rng(seed).standard_normal((draws, x.size)) * scale[spread]
    design = np.column_stack([np.ones_like(x), x])
    hat = design @ np.linalg.inv(design.T @ design) @ design.T
    apart = x - x.mean()
    slope = errors @ apart / (apart @ apart)
    scaled = (errors - errors @ hat) / (1 - np.diag(hat)) * apart
    error = np.sqrt((scaled**2).sum(axis=1)) / (apart @ apart)
    return float(np.mean(np.abs(slope) <= student(x.size - 2, 0.95) * error))


def within_coverage(
    index: str, persistence: float, *, alike: bool, draws: int = DRAWS, seed: int = 0
) -> tuple[float, float]:
    """Share of 95 % intervals within western democracies that hold zero: clustered errors, and the jackknife."""
    rows = panel_rows(index, panel_set(index, year_of(index, "latest")), 0, WESTERN)
    country, _ = rows.index.get_level_values("country").factorize()
    year = rows.index.get_level_values("year").to_numpy()
    n = int(country.max()) + 1
    rng = np.random.default_rng(seed)
    roots = []
    for k in range(n):
        apart = np.abs(np.subtract.outer(year[country == k], year[country == k]))
        roots.append(np.linalg.cholesky(persistence**apart))
    marks, years = np.eye(n)[country], (year[:, None] == np.unique(year)).astype(float)
    effects = np.column_stack([marks, years])
    x = rows["x"].to_numpy()
    apart = x - effects @ np.linalg.lstsq(effects, x)[0]
    counted = 1 + years.shape[1]  # effects of countries lie within clusters and do not count
    factor = n / (n - 1) * (len(x) - 1) / (len(x) - counted)
    project = effects @ np.linalg.pinv(effects)
    held = np.zeros(2)
    t = student(n - 1, 0.95)
    for draw in range(draws):
        gaps = np.empty(len(rows))
        for k in range(n):
            shock = roots[k] @ rng.standard_normal(len(roots[k]))
            gaps[country == k] = shock if alike else shock * rng.lognormal(0, 0.7)
        slope, error, _ = fit_within(gaps, x, country, year)
        left = gaps - project @ gaps - slope * apart
        usual = np.sqrt(factor * ((marks.T @ (apart * left)) ** 2).sum()) / (apart @ apart)
        if draw == 0:
            other = within_regression(
                rows["y"] * 0 + gaps, {"index": rows["x"]}, effects=["country", "year"]
            )
            assert np.isclose(usual, float(other.std_error[0]), rtol=1e-6)
        held += [abs(slope) <= t * usual, abs(slope) <= t * error]
    clustered, jackknife = held / draws
    return float(clustered), float(jackknife)


def main() -> None:
    """Print both tables."""
    spreads = ("the same", "larger far out", "smaller far out")
    across = {
        one.label: {spread: across_coverage(key, spread) for spread in spreads}
        for key, one in INDICES.items()
    }
    print(
        "\nAcross western democracies: 95% intervals (HC3) that hold zero, by the spread of errors\n"
    )
    print(pd.DataFrame(across).T.map("{:.1%}".format).to_string())
    within = [
        {
            "index": index,
            "persistence": persistence,
            "spread": "the same" if alike else "different",
            **dict(
                zip(
                    ("clustered", "jackknife"),
                    within_coverage(index, persistence, alike=alike),
                    strict=True,
                )
            ),
        }
        for index in ("tax", "own-revenue", "own-spending", "authority")
        for persistence in (0.0, 0.5, 0.9)
        for alike in (True, False)
    ]
    print(
        "\nWithin western democracies: 95% intervals that hold zero, by the persistence of gaps and their spread\n"
    )
    said = {"clustered": "{:.1%}".format, "jackknife": "{:.1%}".format}
    print(pd.DataFrame(within).to_string(index=False, formatters=said))


if __name__ == "__main__":
    main()
