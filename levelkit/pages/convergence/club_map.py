"""Which club each place is in, on a map: the areas of the UK, or Europe's regions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from levelkit.claims.maps import BRITAIN, OF_PANEL, map_credit, region_of_shapes, topologies
from levelkit.figures.figure import Figure, Files
from levelkit.figures.kept import kept
from levelkit.pages.convergence.clubs import clubs_found
from levelkit.pages.words import source_of

if TYPE_CHECKING:
    import xarray as xr

    from levelkit.claims.evidence import Evidence
    from levelkit.claims.maps import PanelMap
    from levelkit.figures.figure import Columns

SCHEME = "quantile"  # the map's first, and here the only one
SHADES = 5  # of more clubs, neighbours share one


def club_map(evidence: Evidence) -> Figure:
    """The clubs where they are; nothing where there is no map of these places."""
    shown, source = _map_of(evidence), source_of(evidence)
    areas = rows_of_areas(evidence)
    return Figure(
        "choropleth",
        {"areas": areas, "classes": class_rows(evidence.tables["club_places"], label_of(evidence), drawn=shown is not None)},
        {"legend_title": "Club"},
        title="Where the clubs are",
        subtitle="Clubs are numbered from the highest path. Grey: in no club, no figures, or other borders in the source.",
        description=f"{clubs_found(evidence.tables['club_paths'])}. The table of clubs lists their members.",
        source=source if shown is None else f"{source} {map_credit(shown.label)}",
        files=Files(
            "areas",
            {
                "code": "region_code", "region": "region_name", "country": "larger_area",
                "said": "club", "relative": "level_mean_100",
            },
            "clubs-{data}",
        ),
        marks={"map": label_of(evidence), "classes": SCHEME, "place": first_place(evidence)},
        kind="map",
        options={"renderer": "canvas", "topologies": topologies(), "readout": "{readout}"},
        hidden=shown is None,
    )  # fmt: skip


def _map_of(evidence: Evidence) -> PanelMap | None:
    return OF_PANEL.get(evidence.attrs["panel_key"])


def label_of(evidence: Evidence) -> str:
    """What the map is called."""
    shown = _map_of(evidence)
    return BRITAIN if shown is None else shown.label


def rows_of_areas(evidence: Evidence) -> Columns:
    """One row a shape of the map."""
    return area_rows(evidence.tables["club_places"], evidence.attrs["panel_key"])


def places_of(evidence: Evidence) -> list[str]:
    """Codes of the map's shapes; one empty code where there is none."""
    return rows_of_areas(evidence)["code"] or [""]


def first_place(evidence: Evidence) -> str:
    """The shape that is marked to begin with."""
    return places_of(evidence)[0]


@kept
def area_rows(places: xr.Dataset, panel_key: str) -> Columns:
    """See :func:`rows_of_areas`."""
    columns = (
        "code",
        "map",
        "region",
        "country",
        "relative",
        "said",
        "quantile",
        "equal",
        "readout",
    )
    rows: Columns = {name: [] for name in columns}
    shown = OF_PANEL.get(panel_key)
    if shown is None:
        return rows
    table = {
        code: row
        for code, *row in zip(
            *(
                places[name].values.tolist()
                for name in ("region", "name", "larger", "club", "relative")
            ),
            strict=True,
        )
    }
    most = int(places.club.max())
    for shape, code in region_of_shapes(shown, table).items():
        name, larger, club, relative = table[code]
        at_100 = float(f"{relative:.4g}")
        said = f"club {club}" if club else "in no club"
        row = (
            shape, shown.label, name, larger, at_100 if club else None, said,
            *[_shade(club, most) if club else None] * 2,
            f"{name}: {said}; {at_100:,.0f} with the mean at 100",
        )  # fmt: skip
        for column, cell in zip(rows.values(), row, strict=True):
            column.append(cell)
    return rows


@kept
def class_rows(places: xr.Dataset, label: str, *, drawn: bool) -> Columns:
    """What each shade means."""
    rows: Columns = {name: [] for name in ("map", "scheme", "k", "label")}
    most = int(places.club.max()) if drawn else 0
    shades = {club: _shade(club, most) for club in range(1, most + 1)}
    for shade in sorted(set(shades.values()), reverse=True):
        inside = [club for club, of in shades.items() if of == shade]
        ends = f"{inside[0]}" if len(inside) == 1 else f"{inside[0]} to {inside[-1]}"
        for column, cell in zip(rows.values(), (label, SCHEME, shade, f"Club {ends}"), strict=True):
            column.append(cell)
    return rows


def _shade(club: int, most: int) -> int:
    """The highest club is the darkest; of many clubs neighbours share a shade."""
    if most <= SHADES:
        return SHADES - club
    return round((SHADES - 1) * (most - club) / (most - 1))
