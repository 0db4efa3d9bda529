"""Made-up spells for the tests of lifetimes."""

import numpy as np
import xarray as xr
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from levelkit.measures.lifetimes.summary import median_lifetime, restricted_mean
from levelkit.measures.lifetimes.survival import survival_at

few = settings(max_examples=40, deadline=None)
# Whole years, so that many spells end together.
samples = st.integers(2, 12).flatmap(
    lambda n: st.tuples(arrays(float, n, elements=st.integers(1, 9).map(float)), arrays(bool, n))
)
ESTIMATES = {
    "median": median_lifetime,
    "mean": lambda *a, **o: restricted_mean(*a, limit=4, **o),
    "survival": lambda *a, **o: survival_at(*a, years=4, **o),
}


def spell(values, labels=None):
    coords = {} if labels is None else {"spell": labels}
    return xr.DataArray(values, dims="spell", coords=coords)


def sample(seed=0, n=40):
    """Durations (some open), three groups and labels."""
    rng = np.random.default_rng(seed)
    names = [f"s{k}" for k in range(n)]
    duration = spell(np.ceil(rng.exponential(8, n)), names)
    return duration, spell(rng.random(n) < 0.7, names), spell(rng.choice(list("abc"), n), names)
