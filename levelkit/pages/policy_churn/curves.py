"""From the policy-churn evidence to the columns of its curves, counts and rates."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.charts.labels import spread
from levelkit.claims.policy_churn.criterion import HALF, LIMIT, TOO_FEW
from levelkit.claims.policy_churn.curves import AGES, CUTS
from levelkit.claims.policy_churn.words import interval
from levelkit.pages.words import number

if TYPE_CHECKING:
    import xarray as xr

    from levelkit.claims.evidence import Evidence

    Columns = dict[str, list[Any]]

#: What curves are drawn by, in words.
BY = {"all": "All together", "kind": "By kind", "era": "By era"}
#: For a phone.
SHORT = {
    "all": "All",
    "bodies": "Bodies", "money": "Funds", "areas": "Incentives", "plans": "Strategies",
    "1928-1978": "to 1978", "1979-1996": "1979-96", "1997-2009": "1997-09", "2010-2025": "since 2010",
}  # fmt: skip
LABEL_GAP = 0.125  # of the scale, between two labels of two lines
OLDEST = 40.0  # years on the axis, at most: beyond it hardly any are watched


def place_of(cut: str, group: str) -> int:
    """A group's place among those of its cut."""
    return list(CUTS[cut][1]).index(group)


def curve_columns(found: Evidence) -> dict[str, Columns]:
    """Steps, ends with labels, numbers watched and the axis."""
    steps, groups, watched = (found.tables[name] for name in ("steps", "groups", "at_risk"))
    of_steps: Columns = {
        name: [] for name in ("by", "ink", "name", "years", "share", "low", "high")
    }
    ends: Columns = {
        name: []
        for name in ("by", "ink", "name", "short", "said", "said_short", "median", "years", "share")
    }
    of_watched: Columns = {name: [] for name in ("by", "ink", "years", "n")}
    oldest = oldest_age(steps)
    if steps.sizes.get("step"):
        rows = _rows(groups)
        for row in rows:
            if row["ended"] >= TOO_FEW:
                _end(ends, row, steps)
        names = {(row["cut"], row["group"]): row["name"] for row in rows}
        for cut, group, *values in zip(
            *(steps[k].values.tolist() for k in ("cut", "group", "years", "share", "low", "high")),
            strict=True,
        ):
            cells = [_plain(value) for value in values]
            _add(of_steps, BY[cut], place_of(cut, group), names[cut, group], *cells)
        for cut, group, years, n in zip(
            *(watched[k].values.tolist() for k in ("cut", "group", "years", "n")), strict=True
        ):
            if years <= oldest:
                _add(of_watched, BY[cut], place_of(cut, group), years, n)
    ends["label_at"] = _label_places(ends)
    _up_to_the_edge(of_steps, oldest)
    return {
        "steps": of_steps,
        "curves": ends,
        "watched": of_watched,
        "ages": {"years": [age for age in AGES if age <= oldest]},
        "limit": {"years": [LIMIT], "share": [0.5], "label": ["ten years"], "half": [HALF]},
    }


def _rows(groups: xr.Dataset) -> list[dict[str, Any]]:
    columns = {str(name): groups[name].values.tolist() for name in groups.data_vars}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _end(ends: Columns, row: dict[str, Any], steps: xr.Dataset) -> None:
    mine = (steps["cut"].values == row["cut"]) & (steps["group"].values == row["group"])
    median = row["median"]
    said = "more than half still run" if np.isnan(median) else f"half over after {median:g}"
    more = "" if np.isnan(median) else f" ({interval(row)})"
    _add(
        ends, BY[row["cut"]], place_of(row["cut"], row["group"]), row["name"], row["name"],
        f"{said}{more}", SHORT[row["group"]], _plain(median),
        float(steps["years"].values[mine][-1]), _plain(_last(steps, mine)),
    )  # fmt: skip


def _last(steps: xr.Dataset, mine: Any) -> float:
    """The share at the end of the axis."""
    return float(steps["share"].values[mine & (steps["years"].values <= OLDEST)][-1])


def _up_to_the_edge(drawn: Columns, oldest: float) -> None:
    """A row at the end of the axis for each curve that goes on beyond it."""
    inside = {}
    beyond = set()
    for k, (by, ink, years) in enumerate(
        zip(drawn["by"], drawn["ink"], drawn["years"], strict=True)
    ):
        if years <= oldest:
            inside[by, ink] = k
        else:
            beyond.add((by, ink))
    for which in sorted(beyond):
        row = {name: column[inside[which]] for name, column in drawn.items()}
        if row["years"] < oldest:
            _add(drawn, *(row | {"years": oldest}).values())


def _label_places(ends: Columns) -> list[float]:
    """Labels at the right beside the ends of their curves, giving way to each other."""
    places = np.zeros(len(ends["by"]))
    for by in set(ends["by"]):
        mine = [k for k, one in enumerate(ends["by"]) if one == by]
        wished = np.array([ends["share"][k] for k in mine], dtype=float)
        places[mine] = spread(wished, LABEL_GAP, 0.02, 0.98)
    return places.round(4).tolist()


def oldest_age(steps: xr.Dataset) -> float:
    """The end of the axis: the longest life drawn, to the next five years."""
    if not steps.sizes.get("step"):
        return 20.0
    return min(OLDEST, 5.0 * math.ceil(float(steps["years"].max()) / 5))


def group_columns(groups: xr.Dataset) -> Columns:
    """One row a group: counts, median, shares in words."""
    made: Columns = {
        name: [] for name in ("name", "n", "ended", "median", "interval", "reach", "share")
    }
    for row in _rows(groups):
        few = row["ended"] < TOO_FEW
        _add(
            made, row["name"], int(row["n"]), int(row["ended"]),
            None if few else _plain(row["median"]), "too few ended" if few else interval(row),
            *("–" if few else _percent(row, name) for name in ("reach", "share")),
        )  # fmt: skip
    return made


def _percent(row: dict[str, Any], name: str) -> str:
    if np.isnan(row[name]):
        return "–"
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    return f"{row[name]:.0%}" + ("" if np.isnan(low) else f" ({low:.0%} to {high:.0%})")


def year_columns(years: xr.Dataset) -> Columns:
    """Counts of each year; the highest number is named once."""
    alive = years["alive"].values
    top = int(alive.argmax()) if alive.size else -1
    when = years["year"].values.tolist()
    return {
        "year": when,
        "alive": alive.tolist(),
        "began": years["began"].values.tolist(),
        "ended": years["ended"].values.tolist(),
        "peak": [f"{alive[k]} in {when[k]}" if k == top else "" for k in range(len(when))],
    }


def rate_columns(rates: xr.Dataset) -> Columns:
    """Starts and ends a year under each government."""
    names = rates["name"].values.tolist()
    spans = [
        f"{begun:.0f}–{'' if np.isinf(left) else f'{left:.0f}'}"
        for begun, left in zip(rates["from_year"].values, rates["to_year"].values, strict=True)
    ]
    parties = rates["party"].values.tolist()
    numbers = {
        f"{what}_{part}": rates[f"{what}_{part}"].values.round(3).tolist()
        for what in ("began", "ended")
        for part in ("rate", "low", "high")
    }
    return {
        "row": list(range(len(names))),
        "name": [
            f"{name} ({party[:3]}.), {span}" if party == "Labour" else f"{name} ({party[:4]}.), {span}"
            for name, party, span in zip(names, parties, spans, strict=True)
        ],
        "short": [f"{name.split()[-1]} {span[2:5]}" for name, span in zip(names, spans, strict=True)],
        "party": parties,
        "in_office": rates["in_office"].values.tolist(),
        "began": rates["began"].values.tolist(),
        "ended": rates["ended"].values.tolist(),
        **numbers,
        **{
            f"{what}_said": [
                f"{number(rate, 1)} ({number(low, 1)} to {number(high, 1)})"
                for rate, low, high in zip(
                    *(numbers[f"{what}_{part}"] for part in ("rate", "low", "high")), strict=True
                )
            ]
            for what in ("began", "ended")
        },
    }  # fmt: skip


def survival_said(found: Evidence) -> str:
    """The curves in words."""
    listed = "; ".join(
        f"{name}: median {number(median, 0)} years ({between}), last longer {share}"
        for name, median, between, share in zip(
            *(group_columns(found.tables["groups"])[k] for k in ("name", "median", "interval", "share")),
            strict=True,
        )
    )  # fmt: skip
    return f"Share of policies that last longer than an age. {listed}."


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 4)


def _add(columns: Columns, *cells: Any) -> None:
    for column, cell in zip(columns.values(), cells, strict=True):
        column.append(cell)
