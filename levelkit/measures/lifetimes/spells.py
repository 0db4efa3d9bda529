"""How long each policy or institution lasted, from when it started and ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.measures.core.dims import check_dim
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.values import CONVERT, numbers
from levelkit.measures.core.variation import above, settled

if TYPE_CHECKING:
    import xarray as xr

DAYS_A_YEAR = 365.25


@public_statistic()
def spells(start: xr.DataArray, end: xr.DataArray, *, as_of: Any, dim: str = "spell") -> xr.Dataset:
    """Years that each spell lasted, and whether it had ended by a given time.

    Parameters
    ----------
    start, end : DataArray
        Over ``dim``, matched by label: years as numbers (1999.5) or dates. A missing
        end is open: the spell still ran at ``as_of``. So did one that ends later.
    as_of : number or date
        What is known goes up to here, in the kind of ``start``.
    dim : str
        The dimension of the spells.

    Returns
    -------
    Dataset
        Over ``dim``: ``duration`` (years; up to ``as_of`` if open, missing if the start
        is) and ``ended`` (bool). ``attrs["n_left_out"]`` counts missing starts.

    Raises
    ------
    ValueError
        If a spell ends as it starts or before, or starts at ``as_of`` or later
        (named), the labels differ, or numbers and dates are mixed.

    Notes
    -----
    From whole years a spell is only known to a year either way. What starts and ends
    in the same year has length 0 and is refused: give dates, or parts of years.

    Examples
    --------
    >>> import levelkit as lk
    >>> policies = lk.load("uk-policies")
    >>> lives = lk.spells(policies.start_year, policies.end_year + 1, dim="policy", as_of=2026)
    >>> lives.duration.median().item(), int(lives.ended.sum())
    (11.0, 104)
    """
    import xarray as xr

    check_dim(start, dim)
    check_dim(end, dim)
    try:
        start, end = xr.align(start, end, join="exact")
    except ValueError as error:
        raise ValueError(f"start and end must have the same labels of {dim!r}.") from error
    moment = as_of if isinstance(as_of, int | float | np.number) else _date(as_of)
    given = [start, moment, end] if end.notnull().any() else [start, moment]
    if len({np.asarray(part).dtype.kind == "M" for part in given}) > 1:
        raise ValueError("start, end and as_of must all be numbers (years), or all dates.")
    begun, over = _years(start, "A start"), _years(end, "An end (open ones are missing)")
    now = _years(xr.DataArray(moment), "as_of")
    if not np.isfinite(now):
        raise ValueError(f"as_of must be a year or a date, not {as_of!r}.")

    known, open_ = np.isfinite(begun), np.isnan(over)
    ended = ~open_ & ~above(over, now)
    until = np.where(ended, over, now)
    # An end before the start is wrong even where it lies after as_of.
    wrong = known & ~((open_ | above(over, begun)) & above(until, begun))
    if wrong.any():
        k = int(np.flatnonzero(wrong)[0])
        name = repr(start[dim].values.tolist()[k]) if dim in start.coords else f"number {k}"
        ends = "open" if open_[k] else end.values[k]
        raise ValueError(
            f"A spell must last longer than 0 years: {dim} {name} starts {start.values[k]}, "
            f"ends {ends}, as of {as_of}. Choose a later as_of, or leave the spell out."
        )
    # Of years near 2000 a difference misses its value by more than one of lifetimes would.
    size = float(np.nanmax(abs(np.r_[begun, until]), initial=0.0))
    duration = settled(until - begun, size)
    table = xr.Dataset(
        {"duration": start.copy(data=duration), "ended": start.copy(data=ended & known)},
        attrs={"statistic": "spells", "as_of": str(as_of), "n_left_out": int((~known).sum())},
    )
    table.duration.attrs, table.ended.attrs = {"units": "years"}, {"units": "1"}
    return table


def _date(value: Any) -> np.datetime64:
    import pandas as pd

    return pd.Timestamp(value).to_datetime64()


def _years(x: xr.DataArray, what: str) -> Any:
    """Years as floats; dates as years since 1970 of 365.25 days."""
    if x.dtype.kind == "M":
        x = in_years(x - np.datetime64("1970-01-01"))
    elif x.dtype.kind not in "iuf":
        raise ValueError(f"Years must be numbers or dates (datetime64), not {x.dtype}. {CONVERT}")
    return numbers(x, what).to_numpy()


def in_years(x: xr.DataArray) -> xr.DataArray:
    """Spans of time (timedelta64) as years of 365.25 days; anything else as it is."""
    return x / np.timedelta64(1, "D") / DAYS_A_YEAR if x.dtype.kind == "m" else x
