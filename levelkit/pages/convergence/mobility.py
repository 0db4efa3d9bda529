"""Who moves up and who stays: classes of levels, and the same without classes."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.figures.figure import Figure, Files
from levelkit.figures.kept import kept

if TYPE_CHECKING:
    import xarray as xr

    from levelkit.claims.evidence import Evidence
    from levelkit.figures.figure import Columns

THIN = 0.01  # of the highest density: less is not drawn


def moves(evidence: Evidence) -> Figure:
    """The transition matrix."""
    table = evidence.tables["transitions"]
    rows, stay, years = move_rows(table), table.probabilities.values, float(table.years)
    title = f"{stay[0, 0]:.0%} of the poorest stayed the poorest over {years:.0f} years"
    return Figure(
        "transition_matrix",
        {"moves": rows, "move_rows": row_names(table), "move_columns": column_names(table)},
        title=title,
        subtitle=(
            f"Level in % of the mean; a row says where places of a class were some {years:.0f} years later. Mobility "
            f"(Shorrocks): {float(table.shorrocks):.2f}, 0 if nobody moves, 1 if the start does not matter. Mean stay of the "
            f"poorest {_stay(table.stay.values[0], years)}, of the richest {_stay(table.stay.values[-1], years)}. "
            "Long run: where these moves point, no forecast."
        ),
        description=f"{title}. {'; '.join(rows['said'])}.",
        files=Files("moves", {"said": "from_and_to", "share": "share"}, "transitions-{data}"),
    )


def _stay(moves_long: Any, years: float) -> str:
    value = float(moves_long) * years
    return "for ever" if value == float("inf") else f"{value:.0f} years"


def _shares(table: xr.Dataset) -> list[tuple[str, Any]]:
    """The rows of the matrix: name, and the share of each class."""
    froms = [f"from {name}" for name in column_names(table)["label"]]
    return [
        *zip(froms, table.probabilities.values, strict=True),
        ("", None),
        (f"all in {table.attrs['first_year']}", table["first"].values),
        (f"all in {table.attrs['last_year']}", table["last"].values),
        ("all in the long run", table.ergodic.values),
    ]


@kept
def move_rows(table: xr.Dataset) -> Columns:
    """The shares of classes at the end of a move, at first, at last and in the long run."""
    rows: Columns = {key: [] for key in ("row", "column", "share", "said")}
    names = column_names(table)["label"]
    for at, (name, shares) in enumerate(_shares(table)):
        for column, share in enumerate([] if shares is None else shares.tolist()):
            if not np.isnan(share):
                cells = (at, column, round(share, 4), f"{name}: {share:.0%} {names[column]}")
                for values, cell in zip(rows.values(), cells, strict=True):
                    values.append(cell)
    return rows


@kept
def row_names(table: xr.Dataset) -> Columns:
    """What each row of the matrix is."""
    said = [(at, name) for at, (name, _) in enumerate(_shares(table)) if name]
    shorts = [f"from {short}" for short in column_names(table)["short"]]
    ends = [str(table.attrs["first_year"]), str(table.attrs["last_year"]), "long run"]
    return {
        "row": [at for at, _ in said],
        "label": [name.capitalize() for _, name in said],
        "short": [*shorts, *ends],
    }


@kept
def column_names(table: xr.Dataset) -> Columns:
    """What each class is."""
    edges = [f"{edge:.0f}" for edge in table.bounds.values]
    between = list(itertools.pairwise(edges))
    return {
        "column": list(range(len(edges) + 1)),
        "label": [f"below {edges[0]}", *(f"{a} to {b}" for a, b in between), f"above {edges[-1]}"],
        "short": [f"<{edges[0]}", *(f"{a}-{b}" for a, b in between), f">{edges[-1]}"],
    }


def kernel(evidence: Evidence) -> Figure:
    """The stochastic kernel."""
    table, years = evidence.tables["kernel"], float(evidence.tables["transitions"].years)
    rows, grid = kernel_rows(table), table.from_value.values
    title = "The same without classes"
    subtitle = (
        f"Stochastic kernel: how likely each level is some {years:.0f} years after another (dark: likely). On the "
        "dashed line places keep their level; a ridge flatter than it means catching up, one along it that gaps stay."
    )
    return Figure(
        "kernel_surface",
        {"kernel": rows},
        {
            "kernel_low": float(grid[0]),
            "kernel_step": float(grid[1] - grid[0]),
            "kernel_last": grid.size - 1,
            "kernel_most": _most(table),
        },
        title=title,
        subtitle=subtitle,
        description=f"{title}. {subtitle}",
        files=Files(
            "kernel",
            {"i": "point_before", "j": "point_after", "density": "density"},
            "kernel-{data}",
        ),
        options={"renderer": "canvas"},
    )


@kept
def kernel_rows(table: xr.Dataset) -> Columns:
    """The density where it is not thin."""
    density = table.density.values
    i, j = np.nonzero(density > THIN * density.max())
    shown = [float(f"{value:.2g}") for value in density[i, j]]
    return {"i": i.tolist(), "j": j.tolist(), "density": shown}


@kept
def _most(table: xr.Dataset) -> float:
    density = table.density.values
    return float(np.quantile(density[density > THIN * density.max()], 0.98))
