"""Nested groups of units: their labels, in order, and whether they nest."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xarray as xr


def nested_groups(x: xr.DataArray, groups: Any, dim: str) -> tuple[list[xr.DataArray], Any]:
    """Labels of the groups of each level, the outermost first, and which units have all.

    Parameters
    ----------
    x : DataArray
        The values, with ``dim``.
    groups : str, DataArray or list of them
        Names of coordinates of ``x``, or labels over ``dim``; the outermost level first.
    dim : str
        The dimension of the units.

    Returns
    -------
    levels : list of DataArray
        Labels (text) over ``dim``, named after their coordinate.
    known : array of bool
        Units that have a label at every level.

    Raises
    ------
    ValueError
        If a name is unknown, labels lack units, or a group lies in two groups of the
        level above (named in the message).
    """
    listed = list(groups) if isinstance(groups, list | tuple) else [groups]
    if not listed:
        raise ValueError("Name at least one level of groups.")
    levels = [_labels(x, level, dim, k) for k, level in enumerate(listed)]
    names = [str(level.name) for level in levels]
    if len(set(names)) < len(names) or dim in names:
        raise ValueError(f"Levels need names of their own, other than {dim!r}: {names}.")
    known = np.all([level.to_numpy() != "" for level in levels], axis=0)
    _check_nesting(levels, known)
    return levels, known


def _labels(x: xr.DataArray, level: Any, dim: str, k: int) -> xr.DataArray:
    import pandas as pd
    import xarray as xr

    if isinstance(level, str):
        if level not in x.coords:
            there = ", ".join(str(name) for name in x.coords)
            raise ValueError(f"No coordinate {level!r} to group by. There are: {there}.")
        level = x[level]
    if level.dims != (dim,):
        raise ValueError(f"Labels of groups must be over {dim!r} alone, not {level.dims}.")
    if dim in level.indexes and dim in x.indexes:
        lacking = x.indexes[dim].difference(level.indexes[dim])
        if len(lacking):
            raise ValueError(f"No group for {len(lacking)} of {dim}: {list(lacking[:5])} ...")
        level = level.sel({dim: x[dim].values})
    found = level.to_numpy()
    text = np.where(pd.isna(found), "", found.astype(str))
    return xr.DataArray(text, dims=dim, name=level.name or f"group_{k + 1}")


def _check_nesting(levels: Sequence[xr.DataArray], known: Any) -> None:
    for outer, inner in pairwise(levels):
        above: dict[str, str] = {}
        for low, high in zip(
            inner.values[known].tolist(), outer.values[known].tolist(), strict=True
        ):
            if above.setdefault(low, high) != high:
                raise ValueError(
                    f"{inner.name} {low!r} lies in two groups of {outer.name}: "
                    f"{above[low]!r} and {high!r}. Levels must nest, the outermost first."
                )
