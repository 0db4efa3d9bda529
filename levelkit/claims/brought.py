"""Panels that somebody brings, each under a key of its own, beside those of the catalogue."""

from __future__ import annotations

import dataclasses
import hashlib
from typing import TYPE_CHECKING

import numpy as np

from levelkit.claims.labelled_panel import YOURS
from levelkit.claims.panel_list import About, TableMeasure

if TYPE_CHECKING:
    from levelkit.claims.labelled_panel import Panel

#: What a panel that says nothing of them is taken to be.
SOURCE, LICENCE = "Your own figures", "as you hold them"

_BROUGHT: dict[str, Panel] = {}


def bring(panel: Panel) -> str:
    """Put a panel beside those of the catalogue, in this process.

    Parameters
    ----------
    panel : Panel
        As :meth:`levelkit.claims.labelled_panel.Panel.of` makes it.

    Returns
    -------
    str
        Its key, the same for the same figures and words.

    Raises
    ------
    ValueError
        If there are fewer than three regions or two years, or a figure is infinite, or not above 0: ranks aside,
        claims ask for relative differences.
    """
    _check(panel)
    values = panel.values.assign_coords(name=("region", panel.names.astype(str)))
    source, licence = panel.source or SOURCE, panel.licence or LICENCE
    said = {"series_breaks": [], "merged_units": [], "notes": list(panel.notes)}
    attrs = {
        "units": panel.units, **said, **panel.attrs, "source": source, "licence": licence,
    }  # fmt: skip
    key = f"own-{_digest(panel)}"
    _BROUGHT[key] = dataclasses.replace(
        panel, key=key, values=values, source=source, licence=licence, attrs=attrs,
        place=panel.place or ("your own panel" if panel.label == YOURS else panel.label), places=panel.places or "regions",
    )  # fmt: skip
    return key


def brought(key: str) -> Panel | None:
    """The panel of a key that :func:`bring` gave, if it is one."""
    return _BROUGHT.get(key)


def about_brought(panel: Panel) -> About:
    """What is said of such a panel, in the form of the catalogue's."""
    measure, years = panel.measures[panel.measure], panel.values.year.values
    of_table = TableMeasure(
        measure.label, measure.units, measure.what, name=panel.measure, key=panel.measure,
        variable=panel.measure, years=(int(years[0]), int(years[-1])),
        people="population" if panel.people is not None else "",
    )  # fmt: skip
    return About(
        panel.key, panel.label, panel.label, panel.place, panel.places, panel.regions,
        measures={panel.measure: of_table}, group=panel.group, capital=panel.capital,
    )  # fmt: skip


def _check(panel: Panel) -> None:
    regions, years = panel.values.sizes["region"], panel.values.sizes["year"]
    if regions < 3 or years < 2:
        raise ValueError(
            f"{panel.label}: {regions} regions and {years} years. At least 3 and 2 are needed."
        )
    figures = panel.values.to_numpy()
    wrong = ~np.isnan(figures) & ~(np.isfinite(figures) & (figures > 0))
    if wrong.any():
        row, column = np.argwhere(wrong)[0]
        raise ValueError(
            f"{panel.label}: {panel.names[row]} has {figures[row, column]:g} in {panel.values.year.values[column]}. "
            "Figures are finite and above 0, or missing."
        )


def _digest(panel: Panel) -> str:
    arrays = [a for a in (panel.values, panel.people, panel.groups, panel.farming) if a is not None]
    words = [panel.label, panel.capital, panel.place, panel.places, panel.source, panel.licence, panel.notes,
             panel.measure, panel.measures, panel.names.tolist(), panel.is_capital.tolist()]  # fmt: skip
    whole = hashlib.sha256(repr(words).encode())
    for array in arrays:
        whole.update(
            repr(
                (array.dims, array.values.tolist(), [array.indexes[d].tolist() for d in array.dims])
            ).encode()
        )
    return whole.hexdigest()[:10]
