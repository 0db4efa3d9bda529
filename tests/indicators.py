"""Made-up indicators for the tests of composite indices."""

import numpy as np
import xarray as xr
from hypothesis import settings
from hypothesis import strategies as st

few = settings(max_examples=25, deadline=None)
# Units by indicators, values all different so that scaling cannot make or break ties.
tables = st.tuples(st.integers(3, 7), st.integers(2, 4), st.integers(0, 999)).map(
    lambda s: table(np.random.default_rng(s[2]).uniform(0.1, 9, size=s[:2]))
)


def table(values):
    values = np.asarray(values, float)
    coords = {
        "region": [f"r{k}" for k in range(len(values))],
        "indicator": list("abcdefghij")[: values.shape[1]],
    }
    return xr.DataArray(values, dims=("region", "indicator"), coords=coords)  # fmt: skip


def over_indicators(values):
    return xr.DataArray(values, dims="indicator", coords={"indicator": list("abcdefghij")[: len(values)]})  # fmt: skip


def panel(seed=0, gaps=False):
    rng = np.random.default_rng(seed)
    values = rng.uniform(0.1, 9, size=(3, 6, 4))
    if gaps:
        values[rng.random(values.shape) < 0.15] = np.nan
    coords = {"year": [1990, 2000, 2010], "region": list("uvwxyz"), "indicator": list("abcd")}
    return xr.DataArray(values, dims=tuple(coords), coords=coords)
