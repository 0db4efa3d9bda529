"""The page of the devolution claim: places, index builder, the link with regional gaps, a timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from levelkit.claims.country_gaps import GAPS
from levelkit.figures.columns import plain
from levelkit.figures.table import Column, Table
from levelkit.pages.devolution import forests, link, places, years
from levelkit.pages.devolution.workings import workings
from levelkit.pages.layout import Mark, PageLayout

if TYPE_CHECKING:
    from levelkit.claims.evidence import Evidence

__all__ = ["LAYOUT"]


def every_country(evidence: Evidence) -> Table:
    """Each country's place, or why it has none."""
    return Table(
        "Places: {measure_label}",
        {"ranking": places.rows_of_ranking(evidence)},
        (
            Column("country", "Country"),
            Column("place", "Place, 1 = most centralised", digits="rank"),
            Column("label", "Value"),
            Column("when", "Year"),
            Column("reason", "No place because", wrap=True),
        ),
        unit="country",
    )


def every_place(evidence: Evidence) -> Table:
    """How many random weightings give the UK each place."""
    chosen = places.place_counted(evidence)
    return Table(
        "The UK's place under 10,000 random weightings",
        {"places": places.weighting_rows(evidence.tables["weightings"], chosen)},
        (Column("place", "Place"), Column("count", "Weightings"), Column("share", "%", digits=1)),
    )


def every_specification(evidence: Evidence) -> Table:
    """The slope with other countries, or with GDP per head held constant."""
    return Table(
        "The slope across countries, with other countries or GDP per head held constant",
        {"specifications.estimates": forests.specification_rows(evidence.tables["specifications"])},
        (
            Column("asked", "Asked of", wrap=True),
            Column("estimate", "Slope", digits=3),
            Column(("low", "high"), "95% interval", digits=3),
            Column("countries", "Countries"),
        ),
    )


def every_way(evidence: Evidence) -> Table:
    """The slope by every set of regional figures."""
    return Table(
        "Every set of regional figures (in % of a standard deviation)",
        {"estimates": forests.way_rows(evidence.tables["ways"])},
        (
            Column("asked", "Asked", wrap=True),
            Column("estimate", "Slope", digits=0),
            Column(("low", "high"), "95% interval", digits=0),
            Column("n", "Observations"),
            Column("countries", "Countries"),
            Column("movers", "of them change"),
            Column("errors", "Errors", wrap=True),
        ),
        wide=True,
    )


def index_and_gaps(evidence: Evidence) -> Table:
    """Both figures of each country."""
    return Table(
        "Index and regional inequality of each country",
        {"scatter": link.rows_of_scatter(evidence)},
        (
            Column("country", "Country"),
            Column("regional", "Regional figures"),
            Column("x", "Index", digits=1),
            Column("y", "Coefficient of variation", digits=3),
        ),
        unit="country",
    )


def every_event(evidence: Evidence) -> Table:
    """Events of devolution in the UK."""
    return Table(
        "Devolution in the United Kingdom",
        {"events": years.event_rows(evidence.tables["events"])},
        (
            Column("number", "No."),
            Column("when", "When"),
            Column("title", "What happened", wrap=True),
            Column("nation", "Where"),
            Column("direction", "Power goes"),
            Column("source", "Source", wrap=True),
        ),
        wide=True,
    )


def _others(evidence: Evidence) -> list[str]:
    return sorted({*plain(evidence.tables["ranking"].country)} - {places.UK})


def _regional(evidence: Evidence) -> list[str]:
    return [GAPS[key].short for key in plain(evidence.tables["scatter"].regional)]


def _components(evidence: Evidence) -> list[list[str | float]]:
    table = evidence.tables["components"]
    columns = (table.component, table.label, table.usual)
    return [list(row) for row in zip(*map(plain, columns), strict=True)]


def _with_gaps(evidence: Evidence) -> list[list[str]]:
    return [[name, name] for name in sorted({*link.rows_of_scatter(evidence)["country"]})]


def about(evidence: Evidence) -> list[list[str]]:
    """What stands above the figures of a download."""
    attrs, year = evidence.attrs, evidence.choices["year"]
    weights = "; ".join(f"{name} {share:.3f}" for name, share in places.weights(evidence).items())
    gaps = f"{GAPS[attrs['regional']].label} ({evidence.figures['across_year']:.0f})"
    return [
        ["index", attrs["long_name"]],
        ["unit", attrs["units"]],
        ["compared with", attrs["rule"]],
        ["year", "latest since 2010" if year == "latest" else year],
        ["regional gaps", gaps],
        ["weights of the composite", weights],
    ]


LAYOUT = PageLayout(
    figures={
        "ranking": places.ranking,
        "places": places.weightings,
        "scatter": link.scatter,
        "influence": link.influence,
        "specifications": forests.specifications,
        "estimates": forests.ways,
        "timeline": years.timeline,
    },
    tables=(
        every_country, every_place, every_specification, every_way, index_and_gaps, every_event,
    ),
    passages={
        "reading": forests.reading,
        "built": places.built,
        "index-years": places.index_years,
        "local": years.local,
    },
    marks=(
        Mark("highlight", _others, lambda _: "Germany", label="Beside the UK (or click a country)"),
        Mark(
            "regional", _regional, lambda evidence: GAPS[evidence.attrs["regional"]].short,
            label="Regional gaps in", help="For the link with regional gaps",
        ),
    ),
    later=frozenset(
        {"specifications", "estimates", "reading", "every_specification", "every_way"}
    ),
    options={
        "weights": _components,
        "turned": lambda evidence: [row[:2] for row in _components(evidence)],
        "left_out": _with_gaps,
    },
    values=lambda evidence: {"measure_label": evidence.attrs["index"]},
    about=about,
    workings=workings,
    advanced=frozenset({"aggregate", "dependence", "gaps", "scale"}),
)  # fmt: skip
