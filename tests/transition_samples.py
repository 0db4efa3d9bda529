"""Small panels and chains for the tests of transitions."""

import numpy as np
import xarray as xr


def panel(data, dims=("region", "year")):
    data = np.asarray(data, float)
    coords = {name: [f"{name} {k}" for k in range(size)]
              for name, size in zip(dims, data.shape, strict=True)}  # fmt: skip
    coords["year"] = range(2000, 2000 + data.shape[dims.index("year")])
    return xr.DataArray(data, dims=dims, coords=coords)


def walk(*, regions=30, years=12, draws=None, seed=0, gaps=0.0):
    """Persistent values; some of them missing if there are to be gaps."""
    rng = np.random.default_rng(seed)
    shape = (regions, years) if draws is None else (draws, regions, years)
    data = rng.normal(size=shape).cumsum(axis=-1)
    data[rng.random(shape) < gaps] = np.nan
    return panel(data, ("region", "year") if draws is None else ("draw", "region", "year"))


def chain(rows, labels=None):
    labels = labels or list(range(len(rows)))
    return xr.DataArray(np.array(rows, float), dims=("from_class", "to_class"),
                        coords={"from_class": labels, "to_class": labels})  # fmt: skip
