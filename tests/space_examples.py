"""Small sets of areas that the tests of neighbours share."""

import numpy as np
import xarray as xr
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from levelkit.measures.space.neighbours import neighbours_from_list

LABELS = list("abcdefghijkl")
#: A ring of twelve with three bridges.
RING = neighbours_from_list(
    [(LABELS[k], LABELS[(k + 1) % 12]) for k in range(12)] + [("a", "g"), ("b", "e"), ("c", "j")],
    LABELS,
)
values = arrays(float, 12, elements=st.integers(-9, 9).map(float)).filter(lambda v: np.ptp(v) > 0)
few = settings(max_examples=25, deadline=None)


def region(v, labels=LABELS):
    return xr.DataArray(np.asarray(v, float), dims="region", coords={"region": list(labels)})


def panel(rng=0, gaps=True):
    """Three years and two countries of twelve regions, with names and some gaps."""
    v = np.random.default_rng(rng).normal(10, 3, size=(12, 3, 2))
    if gaps:
        v[2, 0, 0] = v[5, 1, :] = v[5, 2, 1] = np.nan
    return xr.DataArray(
        v,
        dims=("region", "year", "country"),
        coords={"region": LABELS, "year": [1900, 1950, 2000], "country": ["x", "y"],
                "name": ("region", [k.upper() for k in LABELS])},
    )  # fmt: skip


def assert_equals_loop(function, x, **options):
    """Slices at once give what they give one by one, labels included."""
    whole = function(x, **options)
    for year in x.year.values:
        for country in x.country.values:
            one = function(x.sel(year=year, country=country, drop=True), **options)
            part = whole.sel(year=year, country=country, drop=True)
            assert set(part) == set(one)
            xr.testing.assert_allclose(part, one)
