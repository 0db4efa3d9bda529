"""The claim under one set of choices: figures, verdict, words, tables."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from levelkit.claims.evidence import Evidence, Tables
from levelkit.claims.oecd_comparison import words
from levelkit.claims.oecd_comparison.criterion import PARTS, judge
from levelkit.claims.oecd_comparison.figures import SCALES, TREATMENTS, UK, treated
from levelkit.claims.oecd_comparison.levels import europe_levels, region_levels, uk_levels
from levelkit.claims.oecd_comparison.series import ranking, through_years
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
        Tables ``ranking`` (country) and ``regions`` (region): what the ranking is of; ``century``
        and ``nuts2`` (country, year): the same measure in Europe's tables; ``europe`` and
        ``britain`` (region): the regions of the maps.
    """
    ranked = ranking(data, measure, weighted=weighted, treatment=treatment, year=year)
    figures = figures_of(ranked)
    verdict = judge(figures)
    because = words.part_reason(figures, verdict)
    scale = SCALES[data]
    whole = table(scale.table)
    variable, what = scale.measured(treatment)
    asked = words.Asked(scale, measure, weighted, treatment, year)
    by_year = functools.partial(
        through_years, measure=measure, weighted=weighted, treatment=treatment
    )
    return Evidence(
        headline=words.headline(figures),
        sentence=words.sentence(figures, ranked, asked),
        parts=tuple(Part(name, label, verdict, because) for name, label in PARTS.items()),
        subject=words.subject(figures, asked),
        reason=because + words.elsewhere(asked),
        figures=figures,
        tables=Tables(
            ranking=ranked,
            regions=functools.partial(region_levels, data, treatment, year),
            century=functools.partial(by_year, "europe-century"),
            nuts2=functools.partial(by_year, "europe-nuts2"),
            europe=functools.partial(europe_levels, treatment, year),
            britain=functools.partial(uk_levels, year),
        ),
        caveats=words.caveats(ranked, asked),
        attrs={key: whole.attrs[key] for key in ("source", "licence", "citation")}
        | {
            "country": UK, "regions": scale.label, "long_name": what,
            "units": whole[variable].attrs["units"], "treatment": TREATMENTS[treatment],
            "treated": treated(treatment),
            "counted": f"weighted by {asked.counted}" if weighted else "every region once",
        },
    )  # fmt: skip


def figures_of(ranked: xr.Dataset) -> Figures:
    """The UK's place and what it is a place among.

    Returns
    -------
    dict
        ``place``; how many ``share`` it, the UK among them; ``countries`` ranked; ``more_equal``,
        the share of the other countries that are more equal than the UK; ``spread``. With any one
        region left out: ``place_best`` and ``place_worst``, ``share_low`` and ``share_high``,
        ``spread_low`` and ``spread_high``.
    """
    columns = {str(name): ranked[name].values for name in ranked.data_vars}
    k = ranked.country.values.tolist().index(UK)
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
    ranked = ranking(data, measure, weighted=weighted, treatment=treatment, year=year)
    figures = figures_of(ranked)
    return {"place": figures["place"], "countries": figures["countries"]}
