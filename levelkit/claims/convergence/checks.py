"""Whether a regression's assumptions hold: spread of residuals, single regions, neighbours."""

from __future__ import annotations

import functools
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.claims.convergence.panels import followed
from levelkit.claims.convergence.scatter import line
from levelkit.claims.maps import OF_PANEL, PanelMap, shapes_of
from levelkit.measures import moran_i, neighbours_from_list
from levelkit.measures.convergence.result import speed_and_half_life, speed_of, student

if TYPE_CHECKING:
    import xarray as xr

    from levelkit.claims.convergence.sample import Sample
    from levelkit.measures.space.neighbours import Neighbours

DRAWS = 499


def checked(sample: Sample, model: str, *, weighted: bool) -> xr.Dataset:
    """All of :func:`checks` and :func:`instrumented`, each a variable without dimensions."""
    import xarray as xr

    tests = checks(sample, model, weighted=weighted) | instrumented(sample)
    return xr.Dataset({name: ((), value) for name, value in tests.items()})


@functools.lru_cache(maxsize=512)
def checks(sample: Sample, model: str, *, weighted: bool) -> dict[str, float]:
    """Tests of the residuals of the line, by number.

    Returns
    -------
    dict
        ``heteroskedasticity_p`` (Breusch and Pagan as studentised by Koenker), ``normality_p``
        (Jarque and Bera), ``cook_largest`` and ``moran``, ``moran_p``, ``moran_n`` (Moran's I of
        the residuals over common borders; missing where there is no map).
    """
    from statsmodels.stats.diagnostic import het_breuschpagan
    from statsmodels.stats.stattools import jarque_bera

    fitted = line(sample, model, weighted=weighted)
    root = np.sqrt(fitted.rows["weight"].to_numpy())
    # The level alone: a dummy for each larger area would be tested along with it.
    plain = np.column_stack([np.ones(len(root)), fitted.design[:, 1]])
    return {
        "heteroskedasticity_p": float(het_breuschpagan(fitted.resid * root, plain)[1]),
        "normality_p": float(jarque_bera(fitted.resid * root)[1]),
        "cook_largest": float(np.nanmax(fitted.cook)),
        **_moran(sample, model, weighted=weighted),
    }


def _moran(sample: Sample, model: str, *, weighted: bool) -> dict[str, float]:
    import xarray as xr

    nothing = dict.fromkeys(("moran", "moran_p", "moran_n"), np.nan)
    shown = OF_PANEL.get(followed(sample.data).panel_key)
    if shown is None or not shown.borders:
        return nothing
    fitted = line(sample, model, weighted=weighted)
    codes = dict(zip(sample.panel.names, sample.panel.values.region.values, strict=True))
    labels = np.array([codes[name] for name in fitted.rows.index])
    around = borders(shown)
    known = np.isin(labels, around.labels)
    if known.sum() < 10:
        return nothing
    resid = xr.DataArray(fitted.resid[known], dims="region", coords={"region": labels[known]})
    result = moran_i(resid, around, resamples=DRAWS)
    return {
        "moran": float(result.estimate), "moran_p": float(result.p_value), "moran_n": float(known.sum()),
    }  # fmt: skip


@functools.lru_cache(maxsize=8)
def borders(shown: PanelMap) -> Neighbours:
    """Areas with a common border: those that share a line of the map."""
    shapes, letters = shapes_of(shown.label), shown.letters
    sides: dict[int, set[str]] = {}
    for shape in shapes:
        for arc in _flat(shape.get("arcs", [])):
            sides.setdefault(arc if arc >= 0 else ~arc, set()).add(shape["id"][:letters])
    pairs = {pair for areas in sides.values() for pair in combinations(sorted(areas), 2)}
    return neighbours_from_list(sorted(pairs), sorted({shape["id"][:letters] for shape in shapes}))


def _flat(arcs: Any) -> list[int]:
    flat: list[int] = []
    for arc in arcs:
        flat += _flat(arc) if isinstance(arc, list) else [arc]
    return flat


@functools.lru_cache(maxsize=512)
def instrumented(sample: Sample) -> dict[str, float]:
    """The speed where the initial level is taken from the step before: Galton's fallacy set aside.

    What is chance in the first year's level (an error, a good harvest) makes growth after it
    look like a fall towards the mean. The level a step earlier does not know of that chance: as
    an instrument, ``b = sum z y / sum z x``, with y growth from the second level on, x that level
    and z the one before, all from their means.

    Returns
    -------
    dict
        ``iv_speed``, ``iv_low``, ``iv_high`` (% a year; HC1 errors, the ends infinite or missing as
        those of any speed), ``iv_plain`` (of the plain line over the same years) and ``iv_first``,
        the year that growth is counted from. Missing where there are no three years.
    """
    values = sample.panel.on_one_basis.sel(year=slice(sample.first, sample.last))
    nothing = dict.fromkeys(("iv_speed", "iv_low", "iv_high", "iv_plain", "iv_first"), np.nan)
    if values.sizes["year"] < 3:
        return nothing
    before, start, end = (np.log(values.isel(year=k).to_numpy()) for k in (0, 1, -1))
    known = np.isfinite(before + start + end)
    first, last = int(values.year[1]), int(values.year[-1])
    years = last - first
    z, x, y = (v[known] - v[known].mean() for v in (before, start, (end - start) / years))
    n, slope = int(known.sum()), float(z @ y / (z @ x))
    error = np.sqrt(n / (n - 2) * (z**2 @ (y - slope * x) ** 2)) / abs(z @ x)
    speed, _ = speed_and_half_life(slope, error, years, student(n - 2, 0.95))
    plain = speed_of(float(x @ y / (x @ x)), years)
    numbers = (speed.estimate, speed.ci_low, speed.ci_high, plain)
    return dict(zip(nothing, [*(100 * float(v) for v in numbers), float(first)], strict=True))
