"""Made-up spells for the tests of lifetimes."""

import numpy as np
import xarray as xr


def spell(values, labels=None):
    coords = {} if labels is None else {"spell": labels}
    return xr.DataArray(values, dims="spell", coords=coords)


def sample(seed=0, n=40):
    """Durations (some open), three groups and labels."""
    rng = np.random.default_rng(seed)
    names = [f"s{k}" for k in range(n)]
    duration = spell(np.ceil(rng.exponential(8, n)), names)
    return duration, spell(rng.random(n) < 0.7, names), spell(rng.choice(list("abc"), n), names)
