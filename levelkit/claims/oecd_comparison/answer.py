"""The claim under one set of choices: figures, verdict, words, tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from levelkit.claims.evidence import Evidence
from levelkit.claims.oecd_comparison import words
from levelkit.claims.oecd_comparison.criterion import PARTS, judge
from levelkit.claims.oecd_comparison.figures import SCALES, TREATMENTS, UK, regions
from levelkit.claims.oecd_comparison.series import ranking
from levelkit.claims.panels import table
from levelkit.claims.verdict import Part

if TYPE_CHECKING:
    import xarray as xr

    Figures = dict[str, float]


def answer(*, data: str, measure: str, weighted: bool, treatment: str, year: int) -> Evidence:
    """Test the claim; every choice is one of those that the claim offers.

    Returns
    -------
    Evidence
        Tables ``ranking`` (country) and ``regions`` (region): what the ranking is of.
    """
    choices = {
        "data": data, "measure": measure, "weighted": weighted, "treatment": treatment, "year": year,
    }  # fmt: skip
    made = ranking(data, measure, weighted=weighted, treatment=treatment, year=year)
    figures = figures_of(made)
    verdict = judge(figures)
    because = words.part_reason(figures, verdict)
    scale = SCALES[data]
    found = table(scale.table)
    variable, what = scale.measured(treatment)
    asked = words.Asked(scale, measure, weighted, treatment, year)
    return Evidence(
        headline=words.headline(figures),
        sentence=words.sentence(figures, made, asked),
        parts=tuple(Part(name, label, verdict, because) for name, label in PARTS.items()),
        subject=words.subject(figures, asked),
        reason=because + words.elsewhere(asked),
        figures=figures,
        tables={"ranking": made, "regions": _regions(data, treatment, year)},
        caveats=words.caveats(made, asked),
        choices=choices,
        attrs=found.attrs
        | {"units": found[variable].attrs["units"], "long_name": what, "treatment": TREATMENTS[treatment]},
    )  # fmt: skip


def figures_of(made: xr.Dataset) -> Figures:
    """The UK's place and what it is a place among.

    Returns
    -------
    dict
        ``place``; how many ``share`` it, the UK among them; ``countries`` ranked; ``more_equal``,
        the share of the other countries that are more equal than the UK; ``spread``. With any one
        region left out: ``place_best`` and ``place_worst``, ``share_low`` and ``share_high``,
        ``spread_low`` and ``spread_high``.
    """
    columns = {str(name): made[name].values for name in made.data_vars}
    k = made.country.values.tolist().index(UK)
    n = int(np.isfinite(columns["place"]).sum())
    others = max(n - 1, 1)
    place, best, worst = (float(columns[key][k]) for key in ("place", "place_best", "place_worst"))
    return {
        "place": place,
        "share": float((columns["place"] == place).sum()),
        "place_best": best,
        "place_worst": worst,
        "countries": float(n),
        "more_equal": (n - place) / others,
        "share_low": (n - worst) / others,
        "share_high": (n - best) / others,
        "spread": float(columns["spread"][k]),
        "spread_low": float(columns["low"][k]),
        "spread_high": float(columns["high"][k]),
        "regions": float(columns["n_regions"][k]),
    }


def place_figures(
    *, data: str, measure: str, weighted: bool, treatment: str, year: int
) -> dict[str, float]:
    """What the page's picture of all rankings is made of, computed with the combinations."""
    made = ranking(data, measure, weighted=weighted, treatment=treatment, year=year)
    figures = figures_of(made)
    return {"place": figures["place"], "countries": figures["countries"]}


def _regions(data: str, treatment: str, year: int) -> xr.Dataset:
    frame = regions(data, treatment)
    frame = frame[(frame["year"] == year) & frame["value"].notna()]
    return frame.drop(columns="year").set_index("code").rename_axis("region").to_xarray()
