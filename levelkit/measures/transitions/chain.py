"""What a transition matrix implies: long-run shares and mean first passage times."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from levelkit.measures.core.dims import check_dim, cover
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.values import check_not_negative, numbers, refuse
from levelkit.measures.core.variation import ROUNDING

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Booleans = NDArray[np.bool_]

#: How far from 1 the probabilities of a row may add up.
ROW_SLACK = 1e-6


def checked_chain(p: xr.DataArray) -> xr.DataArray:
    """Probabilities over (..., from_class, to_class); a row with a gap is missing whole.

    One that is 0 or 1 but for rounding is taken as such: it decides which classes can be
    left.
    """
    for name in ("from_class", "to_class"):
        check_dim(p, name)
    last = numbers(p, "A probability").transpose(..., "from_class", "to_class")
    rows, columns = last["from_class"].values.tolist(), last["to_class"].values.tolist()
    if rows != columns:
        raise ValueError(f"from_class and to_class must be the same classes: {rows}, {columns}.")
    last = last.where(abs(last) > ROUNDING, 0.0 * last).where(
        abs(last - 1) > ROUNDING, last.round()
    )
    refuse(last, last < 0, "A probability must not be negative")
    total = last.to_numpy().sum(axis=-1)
    wrong = np.isfinite(total) & (abs(total - 1) > ROW_SLACK)
    if wrong.any():
        raise ValueError(
            f"Probabilities from class {rows[int(np.argwhere(wrong)[0, -1])]} add up to "
            f"{total[wrong][0]:g}, not 1."
        )
    return last.where(last.notnull().all("to_class"))


def reachable(p: Floats) -> Booleans:
    """Which classes can be reached from which, in any number of steps, 0 included."""
    k = p.shape[-1]
    reach: Booleans = (p > 0) | np.eye(k, dtype=bool)
    for _ in range(max(k - 1, 1).bit_length()):  # each round doubles the steps looked at
        reach = (reach.astype(np.float64) @ reach.astype(np.float64)) > 0
    return reach


def closed_set(p: Floats) -> NDArray[np.int64]:
    """For each class the lowest class of the closed set it is in, or -1 if it can be left.

    A closed set is never left once entered, and each of its classes leads to all the
    others. A chain has one at least; an absorbing class is one by itself.
    """
    reach = reachable(p)
    returns = (~reach | reach.swapaxes(-1, -2)).all(axis=-1)
    return np.where(returns, reach.argmax(axis=-1), -1)


def stationary(p: Floats) -> Floats:
    """The solution of ``pi P = pi, sum pi = 1`` for chains with one closed set."""
    k = p.shape[-1]
    # One balance equation follows from the others: the sum takes its place.
    equations = p.swapaxes(-1, -2) - np.eye(k)
    equations[..., -1, :] = 1.0
    right = np.zeros((*p.shape[:-1], 1))
    right[..., -1, :] = 1.0
    shares = np.linalg.solve(equations, right)[..., 0].clip(0.0)
    return np.asarray(shares / shares.sum(axis=-1, keepdims=True))


def _without_gaps(p: Floats) -> tuple[Floats, Booleans]:
    """Rows filled in that cannot matter, and which chains have a gap that does.

    A class that nobody enters from the others has no long-run share whatever its own
    row is: it goes anywhere else. A class that is entered, but not left in the data,
    leaves the chain unknown; it is filled the same way and marked.
    """
    gap: Booleans = np.asarray(np.isnan(p).any(axis=-1))
    entered = (np.where(gap[..., None], 0.0, p) > 0).any(axis=-2)
    unknown: Booleans = np.asarray((gap & entered).any(axis=-1) | gap.all(axis=-1))
    elsewhere = np.broadcast_to(~gap[..., None, :], p.shape).astype(np.float64)
    elsewhere[gap.all(axis=-1)] = 1.0
    filled = np.where(
        gap[..., None], elsewhere / elsewhere.sum(axis=-1, keepdims=True), np.nan_to_num(p)
    )
    return filled, unknown


def _long_run(p: Floats, start: Floats) -> Floats:
    """Long-run shares from given ones, where there are several closed sets to end in."""
    sets = closed_set(p)
    passing = sets == -1
    stay = np.eye(int(passing.sum())) - p[np.ix_(passing, passing)]
    shares = np.zeros(len(p))
    for lowest in np.unique(sets[~passing]):
        inside = sets == lowest
        # Probability that each passing class ends in this set.
        absorbed = np.linalg.solve(stay, p[np.ix_(passing, inside)].sum(axis=1))
        mass = start[inside].sum() + start[passing] @ absorbed
        shares[inside] = mass * stationary(p[np.ix_(inside, inside)])
    return shares


@public_statistic()
def ergodic_distribution(p: xr.DataArray, *, start: xr.DataArray | None = None) -> xr.DataArray:
    """Shares of classes in the long run, if the transition matrix stays as it is.

    The solution of ``pi P = pi`` with ``sum_i pi_i = 1``. In a periodic chain it is the
    share of time spent in each class.

    Parameters
    ----------
    p : DataArray
        Transition probabilities over ``from_class`` and ``to_class``, as from
        :func:`markov_transitions`. Other dimensions are kept.
    start : DataArray, optional
        Present shares (or numbers) over ``from_class``. Needed only by a chain with
        several closed sets of classes (two absorbing classes, say), where the end
        depends on the start; without effect on others.

    Returns
    -------
    DataArray
        Shares over ``to_class`` (dimensionless). A class that is never entered has
        share 0. Missing if it is not known where an entered class leads;
        ``attrs["n_left_out"]`` counts such matrices.

    Raises
    ------
    ValueError
        If rows do not add up to 1, or there are several closed sets and no ``start``:
        the message names them.

    References
    ----------
    Kemeny and Snell (1976), Finite Markov Chains, ch. 2 to 4.

    Notes
    -----
    Not a forecast: it says in what direction the observed moves point.

    Examples
    --------
    >>> import levelkit as lk
    >>> states = lk.load("us-states").income_per_head_usd
    >>> relative = states / states.mean("region")
    >>> chain = lk.markov_transitions(relative, breaks=[0.8, 0.9, 1.1, 1.2], step=10)
    >>> lk.ergodic_distribution(chain.estimate).round(2).values.tolist()
    [0.03, 0.18, 0.57, 0.13, 0.09]
    """
    last = checked_chain(p)
    values, unknown = _without_gaps(last.to_numpy())
    frame = last.isel(from_class=0, drop=True)
    if start is None:
        _check_one_closed_set(values, unknown, last)
        shares = np.full(frame.shape, np.nan)
        shares[~unknown] = stationary(values[~unknown])
    else:
        first = _starting_shares(start, last)
        shares = np.stack([
            _long_run(matrix, origin)
            for matrix, origin in zip(
                values.reshape(-1, *values.shape[-2:]), first.reshape(-1, first.shape[-1]), strict=True
            )
        ]).reshape(frame.shape)  # fmt: skip
        shares[unknown] = np.nan
    result = frame.copy(data=shares).rename("ergodic_distribution")
    result.attrs = {
        "statistic": "ergodic distribution: long-run share of each class",
        "units": "1",
        "n_left_out": int(unknown.sum()),
    }
    return result


def _check_one_closed_set(values: Floats, unknown: Booleans, last: xr.DataArray) -> None:
    sets = closed_set(values)
    several = ((sets == np.arange(values.shape[-1])).sum(axis=-1) > 1) & ~unknown
    if not several.any():
        return
    at = tuple(int(k) for k in np.argwhere(several)[0])
    labels = last["from_class"].values
    listed = "; ".join(
        str(labels[sets[at] == lowest].tolist()) for lowest in np.unique(sets[at][sets[at] >= 0])
    )
    place = "".join(
        f" at {name} {last[name].values[k]}" for name, k in zip(last.dims, at, strict=False)
    )
    raise ValueError(
        f"The chain{place} has several closed sets of classes that are never left: {listed}. "
        f"Where it ends depends on where it starts: give the present shares as start."
    )


def _starting_shares(start: xr.DataArray, last: xr.DataArray) -> Floats:
    check_dim(start, "from_class")
    frame = last.isel(to_class=0, drop=True)
    shares = cover(frame, check_not_negative(start, "A share at the start"), "shares at the start")[
        1
    ]
    total = shares.sum("from_class", skipna=False)
    if not bool((total > 0).all()):
        raise ValueError("Shares at the start must not be missing, nor all be 0.")
    return np.asarray((shares / total).transpose(*frame.dims).to_numpy(), dtype=np.float64)


@public_statistic()
def first_passage_times(p: xr.DataArray) -> xr.DataArray:
    """Mean number of steps until a class is first entered, from each class.

    ``m_ij = 1 + sum_(l != j) p_il m_lj``; m_ii is the mean time until return.

    Parameters
    ----------
    p : DataArray
        Transition probabilities over ``from_class`` and ``to_class``. Other dimensions
        are kept.

    Returns
    -------
    DataArray
        Steps of the chain, over ``from_class`` and ``to_class``. Infinite where the
        class may never be entered; missing where rows are.

    Raises
    ------
    ValueError
        If rows do not add up to 1.

    References
    ----------
    Kemeny and Snell (1976), Finite Markov Chains, theorem 4.4.4.

    Notes
    -----
    In steps of the matrix: five-year steps give answers in fives of years.

    Examples
    --------
    >>> import levelkit as lk
    >>> states = lk.load("us-states").income_per_head_usd
    >>> relative = states / states.mean("region")
    >>> chain = lk.markov_transitions(relative, breaks=[0.8, 0.9, 1.1, 1.2], step=10)
    >>> lk.first_passage_times(chain.estimate).round(1).sel(from_class=0).values.tolist()
    [34.2, 6.2, 6.1, 22.9, 52.9]
    """
    last = checked_chain(p)
    raw = last.to_numpy()
    values, unknown = _without_gaps(raw)
    k = values.shape[-1]
    eye = np.eye(k, dtype=bool)
    # For each class aimed at (third axis from the end), the moves that do not end there.
    short_of = np.where(eye[:, None, :], 0.0, values[..., None, :, :])
    arrives = ((values > 0).astype(np.float64) @ reachable(values)) > 0  # in 1 step or more
    # Surely entered unless one can get, without entering it, where it is out of reach.
    stuck = ~arrives.swapaxes(-1, -2)[..., :, None]
    sure = ~((reachable(short_of) @ stuck.astype(np.float64))[..., 0] > 0)
    equations = np.where(sure[..., None], eye - short_of, eye)
    times = np.linalg.solve(equations, np.ones((*equations.shape[:-1], 1)))[..., 0]
    steps = np.where(sure, times, np.inf).swapaxes(-1, -2)
    steps[unknown] = np.nan
    steps = np.where(np.isnan(raw).any(axis=-1)[..., None], np.nan, steps)
    result = last.copy(data=steps).transpose(*p.dims).rename("first_passage_times")
    result.attrs = {"statistic": "mean first passage time", "units": "steps",
                    "n_left_out": int(unknown.sum())}  # fmt: skip
    return result
