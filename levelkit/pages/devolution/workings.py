"""What the browser needs to place countries by other weights, where no kernel does."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING

from levelkit.figures.columns import rounded
from levelkit.figures.kept import kept
from levelkit.pages.devolution.places import UK, is_composite
from levelkit.pages.layout import Workings

if TYPE_CHECKING:
    import xarray as xr

    from levelkit.claims.evidence import Evidence
    from levelkit.figures.figure import Columns

INPUTS = ("weights", "turned", "elasticity")
NOTE = (
    "Worked out in your browser: the places follow what you set here. The verdict, the sentences and the bars of random "
    "weightings stay those of the choices above."
)


def workings(evidence: Evidence) -> Workings:
    """The components of each country, and how they are put together."""
    attrs, chosen = evidence.attrs, evidence.choices
    composite = is_composite(evidence)
    scale = chosen["scale"] if composite else "min-max"
    elasticity = evidence.figures["weights_elasticity"]
    said = f"With these weights the UK is {{place}} of {{n}} {escape(attrs['countries'])} that have the figures, counted from the most centralised."
    none = f"With these weights the United Kingdom has no place among {escape(attrs['countries'])}: it lacks a component."
    return Workings(
        "composite",
        INPUTS,
        component_rows(evidence.tables["ingredients"]),
        {
            "components": list(map(str, evidence.tables["ingredients"].component.values)),
            "scale": scale,
            # JSON has no infinity.
            "elasticity": None if math.isinf(elasticity) else elasticity,
            "complete": not composite or chosen["gaps"] != "any",
            "ranked": composite,
            "digits": attrs["digits"],
            "main": UK,
            "said": said,
            "none": none,
            "note": NOTE,
        },
    )


@kept
def component_rows(table: xr.Dataset) -> Columns:
    """One row a country, a column a component: as published, more being more decentralised."""
    columns = {
        f"c{k}": rounded(table["signed"].sel(component=name).values)
        for k, name in enumerate(table.component.values)
    }
    return {"country": table.country.values.tolist(), **columns}
