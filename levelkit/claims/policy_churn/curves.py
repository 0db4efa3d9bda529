"""Survival of all policies together, by kind and by era: curves, medians, shares, tests."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from levelkit.claims.policy_churn.criterion import LIMIT, TOO_FEW
from levelkit.claims.policy_churn.policies import ALL, ERAS, GROUP_NAMES
from levelkit.measures import log_rank
from levelkit.measures.lifetimes.curve import Curve
from levelkit.measures.lifetimes.summary import median_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import xarray as xr
    from numpy.typing import NDArray

    from levelkit.claims.policy_churn.lives import Lives

LEVEL, INTERVAL = 0.95, "log-log"
TAIL = (1 - LEVEL) / 2
#: Ages at which the page says how many policies were watched for so long.
AGES = (0, 5, 10, 15, 20, 30, 40)
#: What curves are drawn by, with the coordinate that holds the groups and their names.
CUTS = {
    ALL: ("", {ALL: "All policies"}),
    "kind": ("group", GROUP_NAMES),
    "era": ("started", {era: f"Began {era}" for era in ERAS}),
}
#: Just below: who reaches the tenth year has not ended before it.
_BEFORE = math.nextafter(LIMIT, 0)


def members(spells: Lives) -> Iterator[tuple[str, str, str, NDArray[np.bool_]]]:
    """Each cut, its groups that have policies, their names, and which spells are of them."""
    for cut, (coordinate, names) in CUTS.items():
        labels = getattr(spells, coordinate) if coordinate else np.full(spells.start.size, ALL)
        for group, name in names.items():
            mine = labels == group
            if mine.any():
                yield cut, group, name, mine


def survival(spells: Lives) -> tuple[xr.Dataset, xr.Dataset, xr.Dataset]:
    """Curves, a line of numbers for each, and how many policies were watched for so long.

    Parameters
    ----------
    spells : Lives

    Returns
    -------
    groups : Dataset
        Over ``row``: ``cut``, ``group``, ``place`` (among the groups of its cut), ``name``, ``n`` (policies), ``ended``; ``median`` (years;
        missing if half have not ended), ``share`` (that lasts longer than ten years) and ``reach``
        (that reaches ten), each with ``_low`` and ``_high`` of its 95 % interval.
    steps : Dataset
        Over ``step``: ``cut``, ``group``, ``place``, ``years``, ``share``, ``low``, ``high``: of groups of which
        enough have ended.
    at_risk : Dataset
        Over ``cell``: ``cut``, ``group``, ``place``, ``years`` and the number ``n`` still watched then;
        ``ages`` in its attributes are all the years that are looked at.
    """
    rows: list[dict[str, object]] = []
    steps: list[dict[str, object]] = []
    cells: list[dict[str, object]] = []
    for cut, group, name, mine in members(spells):
        years = spells.duration[mine]
        curve = Curve.of(years, spells.ended[mine], group)
        place = list(CUTS[cut][1]).index(group)
        label: dict[str, object] = {"cut": cut, "group": group, "place": place}
        rows.append({**label, "name": name, **numbers(curve)})
        if curve.ended.sum() < TOO_FEW:
            continue
        steps += [label | step for step in _steps(curve)]
        cells += [{**label, "years": float(age), "n": int((years >= age).sum())} for age in AGES]
    at_risk = _table("cell", cells).assign_attrs(ages=AGES)
    return _table("row", rows), _table("step", steps), at_risk


def numbers(curve: Curve) -> dict[str, float]:
    """Counts, median life, and shares that reach and outlast ten years, with 95 % intervals."""
    low, high = curve.bounds(LEVEL, INTERVAL)
    middle = median_of(curve, level=LEVEL, interval=INTERVAL)
    figures = {"n": float(curve.n), "ended": float(curve.ended.sum())}
    figures |= {"median": middle[0], "median_low": middle[1], "median_high": middle[2]}
    if math.isnan(middle[1]):  # even the lower curve stays above a half: it is later than all known
        figures["median_low"] = float(curve.last)
    for name, age in (("share", float(LIMIT)), ("reach", _BEFORE)):
        figures[name] = float(curve.at(np.array([age]))[0])
        figures[f"{name}_low"], figures[f"{name}_high"] = _ends(curve, age, low, high)
    return figures


def _ends(
    curve: Curve, age: float, low: NDArray[np.float64], high: NDArray[np.float64]
) -> tuple[float, float]:
    """The interval of the share that lasts longer than an age.

    Greenwood's error is 0 where the curve is still 1 or already 0, which is no certainty. While it is
    1, all m that were watched beyond the age lasted: the exact lower end is that of m of m (Clopper
    and Pearson). Where it is 0 the upper end of the step before holds as well, since the curve
    only falls; if there is none, that of 0 of those that were watched.
    """
    at = np.array([age])
    share = float(curve.at(at)[0])
    if share == 1 and curve.at_risk.size:
        return float(TAIL ** (1 / curve.at_risk[0])), 1.0
    if share == 0:
        before = high[np.isfinite(high)]
        return 0.0, float(before[-1] if before.size else 1 - TAIL ** (1 / curve.at_risk[-1]))
    return float(curve.at(at, low)[0]), float(curve.at(at, high)[0])


def _steps(curve: Curve) -> Iterator[dict[str, object]]:
    """Where the curve steps down, from all at 0 to the longest life known."""
    low, high = curve.bounds(LEVEL, INTERVAL)
    ages = np.append(curve.times, curve.last) if curve.last not in curve.times else curve.times
    yield {"years": 0.0, "share": 1.0, "low": math.nan, "high": math.nan}
    for age, share, below, above in zip(
        ages, curve.at(ages), curve.at(ages, low), curve.at(ages, high), strict=True
    ):
        yield {"years": float(age), "share": share, "low": below, "high": above}


def differences(spells: Lives) -> dict[str, float]:
    """P-values of the log-rank test by kind and by era, of groups of which enough have ended."""
    import xarray as xr

    tests = {}
    for cut in ("kind", "era"):
        labels = getattr(spells, CUTS[cut][0]).astype(str)
        enough = [
            label for label in np.unique(labels) if spells.ended[labels == label].sum() >= TOO_FEW
        ]
        tests[f"p_{cut}"] = math.nan
        if len(enough) > 1:
            kept = np.isin(labels, enough)
            parts = (spells.duration, spells.ended, labels)
            test = log_rank(*(xr.DataArray(part[kept], dims="spell") for part in parts))
            tests[f"p_{cut}"] = float(test.p_value)
    return tests


def _table(dim: str, rows: list[dict[str, object]]) -> xr.Dataset:
    import xarray as xr

    names = rows[0] if rows else {}
    return xr.Dataset({name: (dim, np.array([row[name] for row in rows])) for name in names})
