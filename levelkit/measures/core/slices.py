"""Statistics of one panel at a time, for arrays that hold many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from levelkit.measures.core.dims import check_dim

if TYPE_CHECKING:
    from collections.abc import Callable

    import xarray as xr


def further_dims(x: xr.DataArray, *own: str) -> list[str]:
    """Dimensions beyond a statistic's own, which must all be there."""
    for dim in own:
        check_dim(x, dim)
    return [str(name) for name in x.dims if name not in own]


def each_slice(
    function: Callable[[xr.DataArray], xr.Dataset], x: xr.DataArray, further: list[str]
) -> xr.Dataset:
    """The statistic of each slice, labelled by the further dimensions.

    A loop, for statistics that leave out other regions in each slice. ``n_left_out`` adds
    up over the slices; other attributes are those of the first.
    """
    import xarray as xr

    def along(part: xr.DataArray, dims: list[str]) -> xr.Dataset:
        if not dims:
            return function(part)
        name, rest = dims[0], dims[1:]
        parts = [along(part.isel({name: k}, drop=True), rest) for k in range(part.sizes[name])]
        left_out = [each.attrs.get("n_left_out", 0) for each in parts]
        label = x[name] if name in x.coords else name
        joined = xr.concat(parts, dim=label, combine_attrs="override")
        joined.attrs["n_left_out"] = sum(left_out)
        return joined

    return along(x, further)
