"""Quah's stochastic kernel: transitions without classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from levelkit.measures.core.dims import check_dim, matched
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.values import finite
from levelkit.measures.core.variation import above, sized, varies
from levelkit.measures.transitions.chain import closed_set, stationary
from levelkit.measures.transitions.markov import check_step

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xarray as xr
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Bandwidths beyond the values that a grid of our own reaches.
MARGIN = 3.0
#: Grid points that no move of more than this probability joins are apart for ever.
APART = 1e-10
#: Pairs worked on at once, so that memory does not grow with the grid.
CHUNK = 4096


def silverman_bandwidth(values: Floats, weights: Floats) -> float:
    """Normal-reference bandwidth for a density of two variables: ``s n^(-1/6)``.

    s is the (weighted) standard deviation with n - 1, n Kish's effective number; 0 if the
    values do not differ.
    """
    if not varies(values):
        return 0.0
    weights = sized(weights)[0]
    total = weights.sum()
    n = total**2 / (weights**2).sum()
    if not above(n, 1):  # one move has all the weight
        return 0.0
    mean = (weights * values).sum() / total
    variance = (weights * (values - mean) ** 2).sum() / total * n / (n - 1)
    return float(np.sqrt(variance) * n ** (-1 / 6))


def trapezoid_weights(grid: Floats) -> Floats:
    """What each grid point counts in an integral by the trapezoid rule."""
    gaps = np.diff(grid)
    return np.asarray((np.append(gaps, 0.0) + np.insert(gaps, 0, 0.0)) / 2)


def conditional_density(
    before: Floats,
    after: Floats,
    weights: Floats,
    *,
    grid: Floats,
    bandwidth: tuple[float, float],
    unit: float = 1.0,
) -> Floats:
    """f(y | x) on grid x grid: weighted Gaussian kernels of pairs near x, at y.

    All are in a unit that the message of an error undoes.
    """
    joint, marginal = np.zeros((grid.size, grid.size)), np.zeros(grid.size)
    for first in range(0, before.size, CHUNK):
        part = slice(first, first + CHUNK)
        near = weights[part] * _gauss(grid[:, None], before[part], bandwidth[0])
        joint += near @ _gauss(grid[:, None], after[part], bandwidth[1]).T
        marginal += near.sum(axis=1)
    if (marginal <= 0).any():
        raise ValueError(
            f"The grid point {unit * grid[marginal <= 0][0]:g} is too far from any value for "
            f"the bandwidth {unit * bandwidth[0]:g}."
        )
    return np.asarray(joint / marginal[:, None])


def _gauss(at: Floats, centre: Floats, width: float) -> Floats:
    return np.asarray(np.exp(-(((at - centre) / width) ** 2) / 2) / (width * np.sqrt(2 * np.pi)))


@public_statistic()
def stochastic_kernel(
    x: xr.DataArray,
    *,
    dim: str = "region",
    along: str = "year",
    step: int = 1,
    grid: int | Sequence[float] = 101,
    bandwidth: float | tuple[float, float] | None = None,
    weights: xr.DataArray | None = None,
) -> xr.Dataset:
    """Conditional density of the value after a step, given the value before it.

    ``f(y | x) = sum_m w_m K((x - x_m) / h1) K((y - y_m) / h2) / (h2 sum_m w_m
    K((x - x_m) / h1))`` over all moves m from x_m to y_m, with K the standard normal
    density: a transition matrix with a continuum of classes.

    Parameters
    ----------
    x : DataArray
        Any unit (Quah: values relative to the mean), with ``dim`` and ``along``. Other
        dimensions are kept and share the grid.
    dim, along : str
        Units and time.
    step : int
        Length of a move, in positions along ``along``.
    grid : int or sequence of float
        Number of points, evenly spaced to 3 bandwidths beyond the lowest and highest
        value, or the points themselves (increasing, in the unit of ``x``). Integrals
        over the grid are good if its points lie closer than a bandwidth.
    bandwidth : float or (float, float), optional
        h1 and h2 in the unit of ``x``. By default ``s n^(-1/6)`` for each.
    weights : DataArray, optional
        Weight of each unit (population); a move weighs what its unit weighs at its
        start.

    Returns
    -------
    Dataset
        ``density`` over (from_value, to_value), per unit of ``x``; each row integrates
        to 1 over the grid (trapezoid rule). ``ergodic`` over to_value: the density that
        the kernel leaves as it is; missing if some values never mix with others.
        ``bandwidth`` (h1, h2 over ``side``: "from", "to")
        and ``n`` (moves). ``attrs``: ``mass_outside`` (largest share of a row that fell
        outside the grid before rows were scaled to 1) and ``n_left_out`` (moves with a
        missing end).

    Raises
    ------
    ValueError
        If there are fewer than 2 moves or no variance, the step is too long, or grid or
        bandwidth is out of range.

    References
    ----------
    Quah (1997), Journal of Economic Growth 2(1), 27-59. Silverman (1986), Density
    Estimation for Statistics and Data Analysis, sec. 4.3. Hyndman, Bashtannyk and
    Grunwald (1996), Journal of Computational and Graphical Statistics 5(4), 315-336.

    Notes
    -----
    Where few units have ever been, a row rests on few moves: read it with care. The
    kernel spreads moves out by h2, so that mobility is somewhat overstated.

    Examples
    --------
    >>> import levelkit as lk
    >>> states = lk.load("us-states").income_per_head_usd
    >>> kernel = lk.stochastic_kernel(states / states.mean("region"), step=10, grid=50)
    >>> kernel.ergodic.idxmax().round(2).item()
    0.97
    """
    import xarray as xr

    check_dim(x, dim)
    check_dim(x, along)
    values, weight, _ = matched(x, weights, dim)
    check_step(step, x.sizes[along], along)
    lead = [str(name) for name in x.dims if name not in (dim, along)]
    # Densities of two values near 1e200 are too small for a float: all in a unit of their size.
    v, power = sized(values.transpose(*lead, along, dim).to_numpy())
    unit = float(np.ldexp(1.0, power.item()))
    w = weight.transpose(*lead, along, dim).to_numpy()[..., :-step, :]
    before, after = v[..., :-step, :], v[..., step:, :]
    used = np.isfinite(before) & np.isfinite(after) & (w > 0)
    shape = before.shape[:-2]
    moves = {
        at: (before[at][used[at]], after[at][used[at]], w[at][used[at]]) for at in np.ndindex(shape)
    }
    widths = {at: _bandwidth(bandwidth, unit, *move) for at, move in moves.items()}
    points = _grid(grid, unit, list(moves.values()), list(widths.values()))

    cells = trapezoid_weights(points)
    density = np.empty((*shape, points.size, points.size))
    ergodic, h = np.empty((*shape, points.size)), np.empty((*shape, 2))
    outside = 0.0
    for at, move in moves.items():
        rough = conditional_density(*move, grid=points, bandwidth=widths[at], unit=unit)
        mass = rough @ cells
        if not (mass > 0).all():
            raise ValueError("The grid does not reach the values to which units move.")
        outside = max(outside, 1 - float(mass.min()))
        density[at] = rough / mass[:, None]
        ergodic[at] = _ergodic_density(density[at], cells)
        h[at] = widths[at]

    units = str(x.attrs.get("units", "unit of the values"))
    per, points = f"1 / ({units})", points * unit
    result = xr.Dataset(
        {
            "density": ([*lead, "from_value", "to_value"], density / unit, {"units": per}),
            "ergodic": ([*lead, "to_value"], ergodic / unit, {"units": per}),
            "bandwidth": ([*lead, "side"], h * unit, {"units": units}),
            "n": (lead, used.sum(axis=(-1, -2)), {"units": "1"}),
        },
        coords={name: x[name] for name in lead if name in x.coords}
        | {"from_value": points, "to_value": points, "side": ["from", "to"]},
    )
    result.attrs = {
        "statistic": "stochastic kernel: density after a step, given the value before",
        "step": step,
        "mass_outside": max(outside, 0.0),
        "n_left_out": int((~used).sum()),
    }
    return result


def _bandwidth(
    given: float | tuple[float, float] | None,
    unit: float,
    before: Floats,
    after: Floats,
    weights: Floats,
) -> tuple[float, float]:
    if before.size < 2:
        raise ValueError(f"A stochastic kernel needs at least 2 moves, there are {before.size}.")
    if given is None:
        h1, h2 = (silverman_bandwidth(side, weights) for side in (before, after))
        if not (h1 > 0 and h2 > 0):
            raise ValueError("All values are equal: there is no bandwidth. Give bandwidth=.")
        return h1, h2
    h1, h2 = given if isinstance(given, tuple | list) else (given, given)
    if not (finite(h1) and finite(h2) and min(h1, h2) > 0):
        raise ValueError(f"bandwidth must be above 0 and finite, not {given!r}.")
    return float(h1) / unit, float(h2) / unit


def _grid(
    given: int | Sequence[float],
    unit: float,
    moves: Sequence[tuple[Floats, ...]],
    widths: Sequence[tuple[float, float]],
) -> Floats:
    if isinstance(given, int | np.integer):
        if given < 10:
            raise ValueError(f"grid must have at least 10 points, not {given}.")
        margin = MARGIN * max(max(pair) for pair in widths)
        low = min(float(side.min()) for move in moves for side in move[:2])
        high = max(float(side.max()) for move in moves for side in move[:2])
        return np.linspace(low - margin, high + margin, given)
    points = np.asarray(given, dtype=np.float64)
    rising = points.ndim == 1 and points.size >= 10 and (np.diff(points) > 0).all()
    if not (rising and np.isfinite(points).all()):
        raise ValueError("grid must be a number of points or at least 10 finite increasing values.")
    return points / unit


def _ergodic_density(density: Floats, cells: Floats) -> Floats:
    """The long-run density: that of the chain between grid points."""
    chain = density * cells
    chain /= chain.sum(axis=1, keepdims=True)
    sets = closed_set(np.where(chain > APART, chain, 0.0))
    if (sets == np.arange(cells.size)).sum() > 1:
        return np.full(cells.size, np.nan)  # where it ends depends on where it starts
    return np.asarray(stationary(chain) / cells)
