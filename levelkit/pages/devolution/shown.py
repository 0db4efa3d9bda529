"""What one answer of the devolution claim puts on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from levelkit.catalogue import sources_of
from levelkit.claims.country_gaps import GAPS
from levelkit.claims.devolution.answer import COMPOSITE, STEPS
from levelkit.claims.devolution.association import MAIN
from levelkit.claims.devolution.countries import GROUPS, UK
from levelkit.claims.devolution.indices import INDICES
from levelkit.claims.devolution.recipe import HALF, SCALES
from levelkit.claims.devolution.ways import ACROSS, ways
from levelkit.claims.devolution.weightings import QUARTER
from levelkit.pages.design import Shown
from levelkit.pages.devolution import describe, index_years
from levelkit.pages.devolution.link import link_rows, way_rows
from levelkit.pages.devolution.rows import (
    FIRST_SHOWN,
    LAST_SHOWN,
    event_rows,
    place_rows,
    ranking_rows,
    timeline_rows,
    unit_of,
)

if TYPE_CHECKING:
    from levelkit.claims.evidence import Evidence

HEAD, ROW, MANY, TIGHT = 30, 25, 26, 21  # pixels a country
LINK = ("imf-decentralisation", "regional-authority", "oecd-regions", "eurostat-nuts2")
#: What the axis says where more of an index is less decentralised: its rest to 100 %.
_REST = {
    "imbalance": "Spending paid for by own revenue, %",
    "transfers": "Spending not paid for by transfers, %",
}


def shown(found: Evidence) -> Shown:
    """Figures and words of one answer."""
    index = found.choices["index"]
    composite = index == COMPOSITE
    built, x, when, left = (found.attrs[key] for key in ("built", "x", "when", "left_out"))
    digits = None if not composite else 0 if found.choices["scale"] == "min-max" else 2
    rows = ranking_rows(found.tables["ranking"], index, digits)
    drawn = "authority" if composite else index
    step, step_said = _step(found)
    link = link_rows(
        x, when, left, shift=100.0 if index in _REST else 0.0, step=step, step_said=step_said
    )
    asked = way_rows(ways(x, when, None if composite else index, left))
    places, events = place_rows(built), event_rows()
    known = [one for one in rows["spread"] if one is not None] or [0, 1]
    low = min(0, *known)
    members = [one for one in GROUPS[found.choices["group"]].members if one != UK]
    rows_of = (
        max((link["influence"]["regional"].count(GAPS[key].short) for key in ACROSS), default=1)
        or 1
    )
    ends = [v for key in ("estimate", "low", "high") for v in asked[key] if v is not None] or [0]
    return Shown(
        datasets={
            "ranking": rows,
            "places": places,
            **link,
            "estimates": asked,
            "timeline": timeline_rows(drawn),
            "events": events,
        },
        signals={
            "main": UK,
            "rows_shown": len(rows["row"]),
            "value_low": low,
            "value_high": low + 1.06 * (max(known) - low),
            "measure_label": "Composite" if composite else INDICES[index].label,
            "n_places": len(places["place"]),
            "quarter_end": int(QUARTER * built.n),
            "share_high": 1.12 * max(*places["share"], 1),
            "x_label": f"{_axis(found)} →",
            "n_influence": rows_of,
            "current_row": 0,
            "estimate_low": max(min(*ends, 0) - 6, -260),
            "estimate_high": min(max(*ends, 0) + 6, 260),
            "n_estimates": len(asked["row"]),
            "lanes": 1 + max(events["lane"]),
            "first_shown": FIRST_SHOWN,
            "last_shown": LAST_SHOWN,
        },
        words={
            "ranking": {
                "height": HEAD + (ROW if len(rows["row"]) <= MANY else TIGHT) * len(rows["row"]),
                "title": found.headline,
                "subtitle": describe.ranking_subtitle(found),
                "description": describe.ranking(rows),
            },
            "places": describe.weightings(built, found)
            | {"height": 300, "source": _source(("imf-decentralisation", "regional-authority"))},
            "scatter": describe.scatter(found, int(found.figures["across_countries"]))
            | {"height": 470, "source": _source(LINK)},
            "influence": describe.influence(link["influence"], GAPS[MAIN].short)
            | {"height": 46 + 20 * rows_of, "source": _source(LINK)},
            "estimates": describe.ways(asked)
            | {
                "height": 40 + 27 * max(len(asked["row"]), 1),
                "source": _source((*LINK, "europe-century")),
            },
            "timeline": describe.timeline(found, drawn)
            | {"height": 480, "source": _source((INDICES[drawn].table, "uk-devolution-events"))},
            "reading": {"html": describe.reading(found, asked)},
            "index-years": {"html": index_years.table_html(found.choices["group"])},
            "built": {"html": describe.built(built, found)},
            "weights": {"options": [[key, label, HALF] for key, label in built.labels.items()]},
            "turned": {"options": [[key, label] for key, label in built.labels.items()]},
            "left_out": {
                "options": [[name, name] for name in sorted(set(link["scatter"]["country"]))]
            },
        },
        offered={
            "highlight": sorted({*members, *link["scatter"]["country"]} - {UK}),
            "regional": [GAPS[key].short for key in ACROSS],
        },
        looks={"highlight": "Germany", "regional": GAPS[MAIN].short},
        names={"unit": "composite" if composite else unit_of(index)},
    )


def _step(found: Evidence) -> tuple[float, str]:
    index = found.choices["index"]
    if index == COMPOSITE:
        scale = found.choices["scale"]
        return STEPS[scale], {
            "min-max": "10 points more",
            "rank": "10 places more",
            "z": "1 standard deviation more",
        }[scale]
    one = INDICES[index]
    unit = "percentage points" if unit_of(index) == "%" else "points"
    return one.step, f"{one.step:.0f} {unit} more"


def _axis(found: Evidence) -> str:
    """The index on the axis, more being more decentralised."""
    index = found.choices["index"]
    if index == COMPOSITE:
        return f"Composite index ({SCALES[found.choices['scale']].lower()})"
    return _REST.get(index, f"{INDICES[index].label}, {unit_of(index)}")


def _source(tables: tuple[str, ...]) -> str:
    return f"Source: {sources_of(tables)}."


def about(found: Evidence) -> list[list[str]]:
    """What stands above the figures of a download."""
    chosen = found.choices
    lines = [
        ["index", found.attrs["long_name"]],
        ["unit", found.attrs["units"]],
        ["compared with", GROUPS[chosen["group"]].rule],
        ["year", "latest since 2010" if chosen["year"] == "latest" else chosen["year"]],
        ["regional gaps", GAPS[MAIN].label],
    ]
    weights: dict[str, Any] = found.attrs["built"].weights
    return [
        *lines,
        [
            "weights of the composite",
            "; ".join(f"{name} {share:.3f}" for name, share in weights.items()),
        ],
    ]
