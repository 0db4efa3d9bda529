"""Which regions are left out with a capital: one rule for all countries and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

#: Eurostat's table marks the two parts of Inner London; Greater London is five regions.
LONDON = "UKI"


def capital_regions(table: xr.Dataset) -> NDArray[np.bool_]:
    """The large region that holds each country's capital, with all the parts that a table has of it.

    Tables mark where the capital is, and cut some large regions finely: Paris is one of eight
    small regions of Île-de-France, the City one of London's 21. Left out are all of them, as where
    the large region is one row, so that the same territory goes at every scale.

    Parameters
    ----------
    table : Dataset
        Of the catalogue, with ``region`` and the coordinates ``is_capital`` and ``code``, and maybe
        ``metro``.

    Returns
    -------
    array of bool
        Over ``region``.
    """
    inside: NDArray[Any] = table.is_capital.values.astype(bool)
    if "metro" in table.coords:
        inside = inside | np.array([isinstance(name, str) for name in table.metro.values])
    codes = table.code.values.astype(str)
    # Of the regions above and below London, which other tables hold, none begins so but is in it.
    return inside | np.char.startswith(codes, LONDON)
