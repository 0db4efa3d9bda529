"""Nested groups of units: their labels, in order, and whether they nest."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from levelkit.measures.core.dims import check_dim, check_groups

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray


class Level(NamedTuple):
    """One level of groups: which group each unit is in, and what the groups are called."""

    name: str
    codes: NDArray[np.int64]
    labels: NDArray[Any]  # sorted; codes count along it


def nested_groups(x: xr.DataArray, groups: Any, dim: str) -> tuple[list[Level], NDArray[np.bool_]]:
    """Groups of each level, the outermost first, and which units have one at every level.

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
    levels : list of Level
        For the units that have a label at every level.
    known : array of bool
        Those units among all.

    Raises
    ------
    ValueError
        If a name is unknown, labels lack units, or a group lies in two groups of the
        level above (named in the message).
    """
    import pandas as pd

    listed = list(groups) if isinstance(groups, list | tuple) else [groups]
    if not listed:
        raise ValueError("Name at least one level of groups.")
    arrays = [_labels(x, level, dim) for level in listed]
    names = [str(array.name or f"group_{k + 1}") for k, array in enumerate(arrays)]
    taken = {"component", *map(str, x.dims)} & set(names)
    if taken - {dim}:
        raise ValueError(f"Groups cannot be called {sorted(taken)}: rename them.")
    if len(set(names)) < len(names) or dim in names:
        raise ValueError(
            f"Levels need names of their own, other than {dim!r}: {names}. The units themselves "
            "are no level: what lies between them within the last level is the last component."
        )
    values = [array.to_numpy() for array in arrays]
    known = ~np.any([pd.isna(value) | (value == "") for value in values], axis=0)
    levels = []
    for name, value in zip(names, values, strict=True):
        codes, labels = pd.factorize(value[known], sort=True)
        levels.append(Level(name, codes.astype(np.int64, copy=False), np.asarray(labels)))
    for outer, inner in pairwise(levels):
        _check_nesting(outer, inner)
    return levels, known


def _labels(x: xr.DataArray, level: Any, dim: str) -> xr.DataArray:
    if isinstance(level, str):
        if level not in x.coords:
            there = ", ".join(str(name) for name in x.coords)
            raise ValueError(f"No coordinate {level!r} to group by. There are: {there}.")
        level = x[level]
    check_groups(level)
    if level.dims != (dim,):
        raise ValueError(f"Labels of groups must be over {dim!r} alone, not {level.dims}.")
    if level.sizes[dim] != x.sizes[dim] and not (dim in level.indexes and dim in x.indexes):
        raise ValueError(f"{x.sizes[dim]} units have {level.sizes[dim]} groups and no labels.")
    if dim in level.indexes and dim in x.indexes:
        check_dim(level, dim)
        lacking = x.indexes[dim].difference(level.indexes[dim])
        if len(lacking):
            raise ValueError(f"No group for {len(lacking)} of {dim}: {list(lacking[:5])} ...")
        level = level.sel({dim: x[dim].values})
    labelled: xr.DataArray = level
    return labelled


def _check_nesting(outer: Level, inner: Level) -> None:
    above = np.full(len(inner.labels), -1)
    above[inner.codes] = outer.codes  # the last unit of each inner group says where it lies
    astray = np.flatnonzero(above[inner.codes] != outer.codes)
    if astray.size:
        low, high = inner.codes[astray[0]], outer.codes[astray[0]]
        raise ValueError(
            f"{inner.name} {str(inner.labels[low])!r} lies in two groups of {outer.name}: "
            f"{str(outer.labels[high])!r} and {str(outer.labels[above[low]])!r}. Levels must "
            "nest, the outermost first."
        )
