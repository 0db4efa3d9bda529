"""How long policies last: the curves, and a table of each kind and era."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.claims.numbers import years_between
from levelkit.figures.columns import rounded
from levelkit.figures.figure import Figure, Files
from levelkit.figures.kept import kept
from levelkit.figures.table import Column, Table
from levelkit.pages import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    import xarray as xr

    from levelkit.claims.evidence import Evidence
    from levelkit.figures.figure import Columns

VIEW = "{what}-{nation}-{era}-{successors}{rows}"
#: What curves are drawn by, in words.
BY = {"all": "All together", "kind": "By kind", "era": "By era"}
#: For a phone.
SHORT = {
    "all": "All",
    "bodies": "Bodies", "money": "Funds", "areas": "Incentives", "plans": "Strategies",
    "1928-1978": "to 1978", "1979-1996": "1979-96", "1997-2009": "1997-09", "2010-2025": "since 2010",
}  # fmt: skip
OLDEST = 40.0  # years on the axis, at most: beyond it hardly any are watched


def survival(evidence: Evidence) -> Figure:
    """The share of policies that lasts longer than an age."""
    steps, groups, watched = (evidence.tables[name] for name in ("steps", "groups", "at_risk"))
    said = evidence.attrs
    oldest = oldest_age(steps)
    return Figure(
        "survival_curves",
        {
            "steps": step_rows(steps, groups, oldest),
            "curves": curve_rows(steps, groups, said["too_few"]),
            "watched": watched_rows(watched, oldest),
            "ages": {"years": [age for age in watched.attrs["ages"] if age <= oldest]},
            "limit": {
                "years": [said["limit"]], "label": ["ten years"],
                "half": [said["half"]],
            },
        },
        {"years_high": oldest},
        title=evidence.headline,
        subtitle=_subtitle(evidence),
        description=_description(group_rows(groups, said["too_few"])),
        files=Files(
            "steps",
            {
                "by": "curves", "name": "policies", "years": "years", "share": "share_lasting_longer",
                "low": "ci_low", "high": "ci_high",
            },
            f"survival-{VIEW}",
        ),
    )  # fmt: skip


def oldest_age(steps: xr.Dataset) -> float:
    """The end of the axis: the longest life drawn, to the next five years."""
    if not steps.sizes.get("step"):
        return 20.0
    return min(OLDEST, 5.0 * math.ceil(float(steps["years"].max()) / 5))


@kept
def step_rows(steps: xr.Dataset, groups: xr.Dataset, oldest: float) -> Columns:
    """Where each curve steps down, up to the end of the axis."""
    names = {(row["cut"], row["group"]): row["name"] for row in _rows(groups)}
    rows = _empty("by", "ink", "name", "years", "share", "low", "high")
    for step in _rows(steps):
        numbers = rounded([step[name] for name in ("years", "share", "low", "high")], 4)
        _add(rows, BY[step["cut"]], step["place"], names[step["cut"], step["group"]], *numbers)
    _end_with_the_axis(rows, oldest)
    return rows


def _end_with_the_axis(rows: Columns, oldest: float) -> None:
    """A row at the end of the axis for each curve that goes on beyond it."""
    last, beyond = {}, set()
    for k, (by, ink, years) in enumerate(zip(rows["by"], rows["ink"], rows["years"], strict=True)):
        if years <= oldest:
            last[by, ink] = k
        else:
            beyond.add((by, ink))
    for curve in sorted(beyond):
        row = {name: column[last[curve]] for name, column in rows.items()}
        if row["years"] < oldest:
            _add(rows, *(row | {"years": oldest}).values())


@kept
def curve_rows(steps: xr.Dataset, groups: xr.Dataset, too_few: int) -> Columns:
    """The end of each curve, with its name and median."""
    rows = _empty("by", "ink", "name", "short", "said", "said_short", "median")
    ends: list[float] = []
    for group in _rows(groups):
        if group["ended"] < too_few:
            continue
        mine = (steps["cut"].values == group["cut"]) & (steps["group"].values == group["group"])
        years, share = steps["years"].values, steps["share"].values
        median = group["median"]
        said = "more than half still run" if np.isnan(median) else f"half over after {median:g}"
        more = "" if np.isnan(median) else f" ({_interval(group)})"
        _add(
            rows, BY[group["cut"]], group["place"], group["name"], group["name"], f"{said}{more}",
            SHORT[group["group"]], *rounded([median], 4),
        )  # fmt: skip
        ends.append(float(share[mine & (years <= OLDEST)][-1]))
    return rows | {"end": rounded(ends, 4)}


@kept
def watched_rows(watched: xr.Dataset, oldest: float) -> Columns:
    """How many policies were watched for so long."""
    rows = _empty("by", "ink", "years", "n")
    for cell in _rows(watched):
        if cell["years"] <= oldest:
            _add(rows, BY[cell["cut"]], cell["place"], cell["years"], cell["n"])
    return rows


def _rows(table: xr.Dataset) -> Iterator[dict[str, Any]]:
    columns = {str(name): table[name].values.tolist() for name in table.data_vars}
    return (dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True))


def _empty(*names: str) -> Columns:
    return {name: [] for name in names}


def _add(rows: Columns, *cells: Any) -> None:
    for column, cell in zip(rows.values(), cells, strict=True):
        column.append(cell)


def _interval(group: dict[str, Any]) -> str:
    return years_between(group["median_low"], group["median_high"])


def _subtitle(evidence: Evidence) -> str:
    figures = evidence.figures
    tests = [
        f"{what} {'differ' if figures[name] < 0.05 else 'do not surely differ'} ({_p(figures[name])})"
        for name, what in (("p_kind", "kinds"), ("p_era", "eras"))
        if not math.isnan(figures[name])
    ]
    differ = f" Log-rank test: {' and '.join(tests)}." if tests else ""
    if figures["p_era"] < 0.05:
        differ += " Lives may have become shorter, or short ones of long ago are forgotten."
    return (
        f"Share that lasts longer than so many years, with its 95% interval; policies still open at the end of "
        f"{evidence.attrs['reference_year']} are counted as far as they are known (Kaplan-Meier). A dot marks the median.{differ}"
    )


def _p(value: float) -> str:
    return "p < 0.001" if value < 0.001 else f"p = {value:.3f}"


def _description(groups: Columns) -> str:
    listed = "; ".join(
        f"{name}: median {words.number(median, 0)} years ({between}), last longer {share}"
        for name, median, between, share in zip(
            *(groups[key] for key in ("name", "median", "interval", "share")), strict=True
        )
    )
    return f"Share of policies that last longer than an age. {listed}."


@kept
def group_rows(groups: xr.Dataset, too_few: int) -> Columns:
    """Counts, median and shares of each group, in words where few have ended."""
    rows = _empty("name", "n", "ended", "median", "interval", "reach", "share")
    for group in _rows(groups):
        few = group["ended"] < too_few
        _add(
            rows, group["name"], int(group["n"]), int(group["ended"]),
            *([None, "too few ended", "–", "–"] if few else [
                *rounded([group["median"]], 4), _interval(group), _percent(group, "reach"),
                _percent(group, "share"),
            ]),
        )  # fmt: skip
    return rows


def _percent(group: dict[str, Any], name: str) -> str:
    if np.isnan(group[name]):
        return "–"
    low, high = group[f"{name}_low"], group[f"{name}_high"]
    return f"{group[name]:.0%}" + ("" if np.isnan(low) else f" ({low:.0%} to {high:.0%})")


def by_kind_and_era(evidence: Evidence) -> Table:
    """How long they last, group by group."""
    return Table(
        "How long they last, by kind and by era",
        {"groups": group_rows(evidence.tables["groups"], evidence.attrs["too_few"])},
        (
            Column("name", "Policies"),
            Column("n", "Number"),
            Column("ended", "Ended"),
            Column("median", "Median life, years"),
            Column("interval", "95% interval"),
            Column("reach", "Reach ten years"),
            Column("share", "Last longer"),
        ),
        wide=True,
    )
