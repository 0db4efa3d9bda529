"""The stochastic kernel: densities, bandwidths, the long run."""

import numpy as np
import pytest
import xarray as xr

from levelkit.measures.transitions.kernel import (
    silverman_bandwidth,
    stochastic_kernel,
    trapezoid_weights,
)
from transition_samples import panel, walk

X = walk()


def test_each_row_integrates_to_one_and_the_long_run_stays():
    found = stochastic_kernel(walk(), grid=81)
    cells = trapezoid_weights(found.to_value.values)
    assert found.density.values @ cells == pytest.approx(np.ones(81))
    assert float(found.ergodic.values @ cells) == pytest.approx(1)
    again = (found.ergodic.values * cells) @ found.density.values
    assert again == pytest.approx(found.ergodic.values, abs=1e-12)
    assert 0 <= found.attrs["mass_outside"] < 0.5
    assert (found.density >= 0).all()


def test_a_row_is_the_weighted_sum_of_its_kernels():
    """Two moves: at a point halfway between their starts both count the same."""
    x = panel([[0, 1], [2, 5]])
    grid = np.linspace(-8, 12, 401)
    row = stochastic_kernel(x, grid=grid, bandwidth=(1.0, 0.5)).density.sel(
        from_value=1, method="nearest"
    )
    normal = lambda m: np.exp(-(((grid - m) / 0.5) ** 2) / 2) / (0.5 * np.sqrt(2 * np.pi))  # noqa: E731
    assert row.values == pytest.approx((normal(1) + normal(5)) / 2, abs=1e-9)
    weights = panel([[3, 0], [1, 0]])
    heavy = stochastic_kernel(x, grid=grid, bandwidth=(1.0, 0.5), weights=weights)
    heavy = heavy.density.sel(from_value=1, method="nearest")
    assert heavy.values == pytest.approx(normal(1) * 0.75 + normal(5) * 0.25, abs=1e-9)


def test_kernel_of_an_autoregression_has_its_mean_and_long_run_spread():
    rng = np.random.default_rng(0)
    before = rng.normal(size=20_000) / np.sqrt(1 - 0.6**2)
    x = panel(np.stack([before, 0.6 * before + rng.normal(size=20_000)], axis=1))
    found = stochastic_kernel(x, grid=np.linspace(-7, 7, 141))
    y, cells = found.to_value.values, trapezoid_weights(found.to_value.values)
    mean = found.density.sel(from_value=1, method="nearest").values * y @ cells
    assert mean == pytest.approx(0.6, abs=0.06)
    # The kernels widen it somewhat: by h1 and h2 at each step.
    spread = np.sqrt(found.ergodic.values * y**2 @ cells)
    assert 1.2 < spread < 1.45


def test_values_that_never_mix_have_no_common_long_run():
    x = panel([[0, 0.1], [0.1, 0], [3, 3.1], [3.1, 3]])
    found = stochastic_kernel(x, grid=np.linspace(-0.5, 3.6, 83), bandwidth=0.1)
    assert np.isnan(found.ergodic).all()
    assert np.isfinite(found.density).all()


def test_bandwidth_is_that_of_silverman():
    v = np.random.default_rng(0).normal(size=64)
    assert silverman_bandwidth(v, np.ones(64)) == pytest.approx(v.std(ddof=1) / 2)
    assert silverman_bandwidth(v, np.full(64, 9.0)) == pytest.approx(v.std(ddof=1) / 2)


@pytest.mark.parametrize("factor", [0.01, 3.0, 1000.0])
def test_density_scales_with_the_unit(factor):
    x = walk()
    plain, scaled = stochastic_kernel(x, grid=31), stochastic_kernel(x * factor, grid=31)
    assert scaled.density.values * factor == pytest.approx(plain.density.values, rel=1e-6)
    assert scaled.bandwidth.values == pytest.approx(plain.bandwidth.values * factor)


def test_kernels_of_draws_equal_a_loop_on_their_grid():
    x = walk(draws=3, gaps=0.1).transpose("year", "region", "draw")
    found = stochastic_kernel(x, grid=41, step=2)
    for draw in x.draw:
        one = stochastic_kernel(x.sel(draw=draw), grid=found.from_value.values, step=2)
        xr.testing.assert_allclose(found.sel(draw=draw, drop=True), one)
    missing = (x.isnull() | x.shift(year=-2).isnull()).isel(year=slice(None, -2))
    assert found.attrs["n_left_out"] == int(missing.sum())


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: stochastic_kernel(X * np.nan), "at least 2 moves, there are 0"),
        (lambda: stochastic_kernel(X * 0), "All values are equal"),
        (lambda: stochastic_kernel(X, bandwidth=0), "bandwidth must be above 0"),
        (lambda: stochastic_kernel(X, grid=3), "at least 10 points, not 3"),
        (lambda: stochastic_kernel(X, grid=[1.0] * 20), "increasing values"),
        (lambda: stochastic_kernel(X, grid=np.linspace(0, 1e6, 20)), "too far from any value"),
    ],
)  # fmt: skip
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
