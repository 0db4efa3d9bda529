"""What one answer of the devolution claim puts on its page."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from levelkit.catalogue import sources_of
from levelkit.claims.country_gaps import GAPS
from levelkit.claims.devolution.countries import GROUPS, UK
from levelkit.claims.devolution.indices import IMF, INDICES, RAI
from levelkit.claims.devolution.local import local
from levelkit.claims.devolution.places import LATEST
from levelkit.claims.devolution.recipe import COMPOSITE, HALF, SCALES
from levelkit.claims.devolution.regional import sets_near
from levelkit.claims.devolution.specifications import specifications
from levelkit.claims.devolution.ways import ways
from levelkit.claims.devolution.weightings import QUARTER
from levelkit.pages.design import Shown
from levelkit.pages.devolution import describe, describe_link, index_years
from levelkit.pages.devolution.link import link_rows, specification_rows, way_rows
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
LOW, LINE = 40, 27  # of a forest: pixels below, and a row
#: What the axis says where more of an index is less decentralised: its rest to 100 %.
_REST = {
    "imbalance": "Spending paid for by own revenue, %",
    "transfers": "Spending not paid for by transfers, %",
}


def shown(found: Evidence) -> Shown:
    """Figures and words of one answer."""
    index = found.choices["index"]
    composite = index == COMPOSITE
    built, linked = (found.attrs[key] for key in ("built", "link"))
    when, left = linked.when, linked.left_out
    sets = sets_near(when, latest=found.choices["year"] == LATEST)
    digits = None if not composite else 0 if found.choices["scale"] == "min-max" else 2
    rows = ranking_rows(found.tables["ranking"], index, digits)
    drawn = "authority" if composite else index
    step_said = _step(found)
    link = link_rows(
        linked.compared,
        sets,
        when,
        left,
        shift=100.0 if index in _REST else 0.0,
        step=linked.step,
        step_said=step_said,
    )
    places, events = place_rows(built), event_rows()
    known = [one for one in rows["spread"] if one is not None] or [0, 1]
    low = min(0, *known)
    members = [one for one in GROUPS[found.choices["group"]].members if one != UK]
    rows_of = (
        max((link["influence"]["regional"].count(GAPS[key].short) for key in sets), default=1) or 1
    )
    source = _source((*_of_index(index), *(GAPS[key].table for key in sets)))
    return Shown(
        datasets={
            "ranking": rows,
            "places": places,
            **link,
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
            "scatter": describe_link.scatter(found) | {"height": 470, "source": source},
            "influence": describe_link.influence(link["influence"], linked.key)
            | {"height": 46 + 20 * rows_of, "source": source},
            "timeline": describe.timeline(found, drawn)
            | {"height": 480, "source": _source((INDICES[drawn].table, "uk-devolution-events"))},
            "local": {"html": describe_link.local_html(local())},
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
            "regional": [GAPS[key].short for key in sets],
        },
        looks={"highlight": "Germany", "regional": GAPS[linked.key].short},
        names={"unit": "composite" if composite else unit_of(index)},
        rest=functools.partial(_forests, found, sets),
    )


def _forests(found: Evidence, sets: tuple[str, ...]) -> Shown:
    """The slope asked of other countries and of other regional figures; further down, and slower."""
    index, group, linked = found.choices["index"], found.choices["group"], found.attrs["link"]
    members, left = GROUPS[group].members, linked.left_out
    panels = None if index == COMPOSITE else index
    other = specification_rows(
        specifications(linked.whole, linked.key, linked.when, group, left), linked.step
    )
    asked = way_rows(ways(linked.compared, sets, linked.when, panels, members, left))
    ends, other_ends = _ends(asked), _ends(other)
    every = _source((*_of_index(index), *(one.table for one in GAPS.values())))
    return Shown(
        datasets={"estimates": asked, "specifications": other},
        signals={
            "current_row": 0,
            "estimate_low": max(ends[0] - 6, -260),
            "estimate_high": min(ends[1] + 6, 260),
            "n_estimates": len(asked["row"]),
            "specification_low": 1.06 * other_ends[0],
            "specification_high": 1.06 * other_ends[1],
            "n_specifications": len(other["row"]),
        },
        words={
            "specifications": describe_link.specifications(found, other, _step(found))
            | {
                "height": LOW + LINE * max(len(other["row"]), 1),
                "source": _source((*_of_index(index), GAPS[linked.key].table)),
            },
            "estimates": describe_link.ways(asked, GROUPS[group].place)
            | {"height": LOW + LINE * max(len(asked["row"]), 1), "source": every},
            "reading": {"html": describe_link.reading(found, other)},
        },
    )


def _of_index(index: str) -> tuple[str, ...]:
    """The tables that the index is from."""
    return (IMF, RAI) if index == COMPOSITE else (INDICES[index].table,)


def _ends(columns: dict[str, list[Any]]) -> tuple[float, float]:
    """The lowest and the highest number of a forest, zero among them."""
    known = [v for key in ("estimate", "low", "high") for v in columns[key] if v is not None]
    return min([0.0, *known]), max([0.0, *known])


def _step(found: Evidence) -> str:
    """What a slope is per, more being more decentralised."""
    index = found.choices["index"]
    if index == COMPOSITE:
        return {
            "min-max": "10 points more",
            "rank": "10 places more",
            "z": "1 standard deviation more",
        }[found.choices["scale"]]
    unit = "percentage points" if unit_of(index) == "%" else "points"
    return f"{INDICES[index].step:.0f} {unit} more"


def _axis(found: Evidence) -> str:
    """The index on the axis, more being more decentralised."""
    index = found.choices["index"]
    if index == COMPOSITE:
        return f"Composite index ({SCALES[found.choices['scale']].lower()})"
    return _REST.get(index, f"{INDICES[index].label}, {unit_of(index)}")


def _source(tables: tuple[str, ...]) -> str:
    return f"Source: {sources_of(tuple(dict.fromkeys(tables)))}."


def about(found: Evidence) -> list[list[str]]:
    """What stands above the figures of a download."""
    chosen = found.choices
    linked = found.attrs["link"]
    lines = [
        ["index", found.attrs["long_name"]],
        ["unit", found.attrs["units"]],
        ["compared with", GROUPS[chosen["group"]].rule],
        ["year", "latest since 2010" if chosen["year"] == "latest" else chosen["year"]],
        ["regional gaps", f"{GAPS[linked.key].label} ({linked.year})"],
    ]
    weights: dict[str, Any] = found.attrs["built"].weights
    return [
        *lines,
        [
            "weights of the composite",
            "; ".join(f"{name} {share:.3f}" for name, share in weights.items()),
        ],
    ]
