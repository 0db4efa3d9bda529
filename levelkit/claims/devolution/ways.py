"""The same question asked of every set of regional figures: across countries, and within them over the years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from levelkit.claims.country_gaps import GAPS
from levelkit.claims.devolution.association import across
from levelkit.claims.devolution.panel import within
from levelkit.claims.devolution.regional import CENTURY, OUTPUT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from levelkit.claims.devolution.association import Slope

PANELS = (
    *((OUTPUT, lag) for lag in (0, 1, 3, 5)),
    ("europe-income", 0),
    *((CENTURY, lag) for lag in (0, 10)),
)


def ways(
    x: Mapping[str, float],
    sets: tuple[str, ...],
    year: int,
    index: str | None,
    members: tuple[str, ...],
    left_out: tuple[str, ...] = (),
) -> list[Slope]:
    """The slope of the same countries by every set of regional figures.

    Parameters
    ----------
    x : mapping
        From country to index, more being more decentralised; of the countries compared.
    sets : tuple of str
        Regional figures to take across countries.
    year : int
        Of the inequality, where there is a choice.
    index : str, optional
        A key of ``INDICES``, for panels; a composite has none.
    members : tuple of str
        The countries compared, for panels.
    left_out : tuple of str
        Countries left out throughout.
    """
    listed = [
        across(
            x, key, year, label=f"Across countries: {GAPS[key].short}", short=f"Across, {GAPS[key].short}",
            left_out=left_out,
        )
        for key in sets
    ]  # fmt: skip
    if index is not None:
        panels = (within(index, key, lag, members, left_out) for key, lag in PANELS)
        listed += [slope.slope for slope in panels if slope is not None]
    return [slope for slope in listed if slope is not None]
