"""Concentration and specialisation against by-hand loops, closed forms and chance."""

import math
import warnings

import numpy as np
import xarray as xr

import levelkit as lk
from levelkit.measures.space.concentration import (
    ellison_glaeser,
    herfindahl,
    krugman_index,
    locational_gini,
)
from levelkit.measures.space.location_quotient import (
    location_quotient,
    location_quotient_interval,
)
from validation import Check


def units(values):
    return xr.DataArray(np.asarray(values, float), dims="region")


def europe():
    """Workers by industry (population times shares of employment) in Europe's regions, 2010."""
    data = lk.load("europe-century").sel(year=2010)
    names = ["agriculture", "industry", "services"]
    jobs = [data[f"employment_share_{name}"] * data.population for name in names]
    stacked = xr.concat([j.drop_vars("year") for j in jobs], "industry")
    return stacked.assign_coords(industry=names).transpose("region", "industry").dropna("region")


def _quotient():
    x = europe()
    v = x.to_numpy()
    theirs = sum(
        (v[r, i] / sum(v[r])) / (sum(v[:, i]) / sum(sum(v))) * (r + 1) * (i + 2)
        for r in range(len(v)) for i in range(3)
    )  # fmt: skip
    mark = np.multiply.outer(np.arange(len(v)) + 1, np.arange(3) + 2)
    return float((location_quotient(x).to_numpy() * mark).sum() / theirs), 1.0


def table(values):
    return xr.DataArray(np.asarray(values, float), dims=("region", "industry"))


def _quotient_interval():
    """Standard error of the log, beside that of 40,000 samples drawn from the table."""
    x = table([[300, 500], [400, 1800]])
    drawn = np.random.default_rng(3).multinomial(3000, x.to_numpy().ravel() / 3000, 40_000)
    a, b, c, _ = drawn.T
    theirs = np.log(a * 3000 / ((a + b) * (a + c))).std()
    found = location_quotient_interval(x).isel(region=0, industry=0)
    return float(np.log(found.ci_high / found.ci_low)) / (2 * 1.959964), float(theirs)


def _herfindahl():
    x = europe().isel(industry=0)
    share = x.to_numpy() / x.to_numpy().sum()
    return float(herfindahl(x)), math.fsum(s * s for s in share)


def _herfindahl_normalised():
    x = units([5.0, 0, 0, 5])
    return float(herfindahl(x, normalised=True)), (1 / 2 - 1 / 4) / (3 / 4)


def _krugman():
    # Nothing in common: 2. With reference "all", half is the region's own: 1.
    x = table([[5, 0], [0, 5]])
    both = krugman_index(x, reference="rest").sum() + 10 * krugman_index(x).sum()
    return float(both), 4.0 + 20.0


def _krugman_loop():
    x = europe()
    v = x.to_numpy()
    total = 0.0
    for r in range(len(v)):
        rest = np.delete(v, r, axis=0).sum(axis=0)
        total += sum(abs(v[r, i] / v[r].sum() - rest[i] / rest.sum()) for i in range(3))
    return float(krugman_index(x, reference="rest").sum()), total


def _locational_gini():
    """Every worker of a region has the region's quotient: the Gini of all workers."""
    x = table([[10, 30], [25, 15], [5, 35]])
    v = x.to_numpy()
    quotient = (v[:, 0] / v.sum(1)) / (v[:, 0].sum() / v.sum())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from inequality.gini import Gini

        theirs = Gini(np.repeat(quotient, v.sum(1).astype(int))).g
    return float(locational_gini(x)[0]), float(theirs)


def _ellison_glaeser_one_place():
    # Four equal regions, each industry in one: gamma is 1 whatever its plants,
    # as G is 1 - sum x^2.
    x = table(np.diag([7.0, 7, 7, 7]))
    h = xr.DataArray([0.0, 0.1, 0.3, 0.6], dims="industry")
    return float(ellison_glaeser(x, plant_herfindahl=h).sum()), 4.0


def _ellison_glaeser_loop():
    x = europe()
    v, h = x.to_numpy(), [0.01, 0.2, 0.0]
    theirs = 0.0
    for i in range(3):
        g = sq = 0.0
        for r in range(len(v)):
            x_r = v[r].sum() / v.sum()
            g += (v[r, i] / v[:, i].sum() - x_r) ** 2
            sq += x_r**2
        theirs += (i + 1) * (g - (1 - sq) * h[i]) / ((1 - sq) * (1 - h[i]))
    plants = xr.DataArray(h, dims="industry", coords={"industry": x.industry})
    ours = ellison_glaeser(x, plant_herfindahl=plants) * [1, 2, 3]
    return float(ours.sum()), theirs


def _ellison_glaeser_darts():
    """Plants thrown at random, in proportion to all jobs: gamma is 0 on average."""
    rng = np.random.default_rng(8)
    plants, share = np.array([50.0, 30, 10, 5, 5]), np.array([0.4, 0.3, 0.2, 0.1])
    at = rng.choice(4, size=(200_000, 5), p=share)
    jobs = np.stack([(plants * (at == r)).sum(axis=1) for r in range(4)], axis=1)
    rest = 1e9 * share - jobs  # so that all industries together lie as the shares say
    x = xr.DataArray(np.stack([jobs, rest]), dims=("industry", "draw", "region"))
    h = float(((plants / 100) ** 2).sum())
    return float(ellison_glaeser(x, plant_herfindahl=h).isel(industry=0).mean()), 0.0


CHECKS = [
    Check("location_quotient", "double loop", "Europe 2010", _quotient),
    Check("location_quotient_interval", "40,000 samples", "2 by 2", _quotient_interval, 4e-4),
    Check("herfindahl", "sum of squares, by hand", "Europe 2010", _herfindahl),
    Check("herfindahl", "closed form, normalised", "4 units", _herfindahl_normalised),
    Check("krugman_index", "closed form, nothing in common", "2 by 2", _krugman),
    Check("krugman_index", "double loop", "Europe 2010", _krugman_loop),
    Check("locational_gini", "inequality.gini.Gini of all workers", "3 by 2", _locational_gini),
    Check("ellison_glaeser", "closed form, one place each", "4 by 4", _ellison_glaeser_one_place),
    Check("ellison_glaeser", "double loop", "Europe 2010", _ellison_glaeser_loop),
    Check("ellison_glaeser", "plants thrown at random", "200,000 draws", _ellison_glaeser_darts, 0.004),
]  # fmt: skip
