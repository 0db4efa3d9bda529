"""From a labelled panel to the rows of a growth regression."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.measures.core.dims import check_dim, check_groups, cover, years_of
from levelkit.measures.core.values import (
    check_array,
    check_not_negative,
    check_positive,
    numbers,
)
from levelkit.measures.core.variation import settled, size_of_logs

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    import xarray as xr
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Controls = Mapping[Any, xr.DataArray] | xr.Dataset

#: Names of the columns that are always there.
RESERVED = ("constant", "initial_log", "speed", "growth", "weight", "cluster", "region", "period")


@dataclass(frozen=True)
class Growth:
    """Average annual log growth of each unit, its initial log level and the rest of its row."""

    growth: Floats
    size: float  # of the numbers that growth is a difference of
    design: Floats
    terms: list[str]
    weights: Floats | None
    clusters: NDArray[np.int64] | None
    years: float
    attrs: dict[str, Any]


def check_panel(x: xr.DataArray, dim: str, along: str) -> None:
    """Raise ``ValueError`` unless x has these two dimensions only, with numbers for years."""
    check_dim(x, dim)
    check_dim(x, along)
    extra = sorted({str(d) for d in x.dims} - {dim, along})
    if extra:
        raise ValueError(f"One regression at a time: choose a label of {', '.join(extra)}.")
    years_of(x, along)


def span(x: xr.DataArray, along: str, first: Any, last: Any) -> tuple[Any, Any]:
    """The labels growth is measured between: by default the first and last with data."""
    labels = x[along].to_numpy()
    others = [d for d in x.dims if d != along]
    dated = labels[x.notnull().any(others).to_numpy()]
    if not dated.size:
        raise ValueError("All values are missing.")
    first = dated[0].item() if first is None else first
    last = dated[-1].item() if last is None else last
    for name, label in (("first", first), ("last", last)):
        if label not in labels:
            raise ValueError(f"No {along} {label!r} ({name}). There are: {labels.tolist()}.")
    if not first < last:
        raise ValueError(f"first ({first!r}) must come before last ({last!r}).")
    return first, last


def growth_rows(
    x: xr.DataArray,
    *,
    dim: str,
    along: str,
    first: Any = None,
    last: Any = None,
    controls: Controls | None = None,
    weights: xr.DataArray | None = None,
    groups: str | xr.DataArray | None = None,
) -> Growth:
    """One row a unit; units without all of it are left out and counted."""
    import pandas as pd

    check_panel(x, dim, along)
    first, last = span(numbers(x), along, first, last)
    start, end = (
        check_positive(x.sel({along: label}, drop=True), f"Growth is in logs: values in {label}")
        for label in (first, last)
    )
    years = float(last) - float(first)
    low, high = (np.log(settled(level.to_numpy())) for level in (start, end))
    columns: dict[str, Any] = {"growth": (high - low) / years, "initial_log": low}
    columns |= extra_columns(start, controls, weights, groups)
    frame = pd.DataFrame(columns)
    rows = complete(frame)
    terms = ["constant", "initial_log", *(str(name) for name in controls or ())]
    return Growth(
        growth=rows["growth"].to_numpy(),
        size=size_of_logs(np.r_[low, high][np.isfinite(np.r_[low, high])]) / years,
        design=np.column_stack([np.ones(len(rows)), rows[terms[1:]].to_numpy(float)]),
        terms=terms,
        weights=rows["weight"].to_numpy() if "weight" in rows else None,
        clusters=codes(rows["cluster"]) if "cluster" in rows else None,
        years=years,
        attrs={
            "first": first,
            "last": last,
            "years": years,
            "units": "per year",
            "n_left_out": len(frame) - len(rows),
        },
    )


def extra_columns(
    like: xr.DataArray,
    controls: Controls | None,
    weights: xr.DataArray | None,
    groups: str | xr.DataArray | None,
) -> dict[str, Any]:
    """Controls, weights and clusters on the labels of ``like``, flat."""
    columns: dict[str, Any] = {}
    if controls is not None and not hasattr(controls, "keys"):
        kind = type(controls).__name__
        raise TypeError(
            f"controls must be a Dataset or a mapping of names to arrays, not a {kind}."
        )
    for name, control in dict(controls or {}).items():
        check_array(control)
        if str(name) in RESERVED:
            raise ValueError(f"A control cannot be called {name!r}: that is a term's own name.")
        figures = numbers(control, f"A value of the control {str(name)!r}", flags=True)
        columns[str(name)] = _on(like, figures.reset_coords(drop=True), f"values of {name}")
    if weights is not None:
        # A weight of 0 leaves its unit out, as a missing one does.
        weight = check_not_negative(weights, "A weight").reset_coords(drop=True)
        columns["weight"] = _on(like, weight.where(weight > 0), "weights")
    if groups is not None:
        labels = _labels(like, groups)
        check_groups(labels)
        columns["cluster"] = _on(like, labels, "groups")
    return columns


def _on(like: xr.DataArray, other: xr.DataArray, what: str) -> Any:
    return cover(like, other, what)[1].to_numpy().ravel()


def _labels(like: xr.DataArray, groups: str | xr.DataArray) -> xr.DataArray:
    if not isinstance(groups, str):
        return groups.reset_coords(drop=True)
    if groups not in like.coords:
        listed = ", ".join(map(str, like.coords))
        raise ValueError(f"No coordinate {groups!r} to group by. There are: {listed}.")
    return like[groups].reset_coords(drop=True)


def complete(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows with a value in every column."""
    usable = np.ones(len(frame), bool)
    for _, column in frame.items():
        usable &= column.notna().to_numpy()
    if not usable.any():
        raise ValueError("No unit has every value that the regression needs.")
    return frame if usable.all() else frame[usable]


def codes(labels: Any) -> NDArray[np.int64]:
    """Labels as 0, 1, 2 and so on."""
    import pandas as pd

    return np.asarray(pd.factorize(labels)[0], np.int64)
