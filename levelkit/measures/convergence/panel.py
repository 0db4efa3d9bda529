"""Beta convergence from one year to the next, with regions and periods of their own."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.measures.convergence.estimate import check_choices, check_leverage
from levelkit.measures.convergence.result import speed_and_half_life, student
from levelkit.measures.convergence.sample import (
    check_panel,
    codes,
    complete,
    extra_columns,
)
from levelkit.measures.convergence.within import absorbing
from levelkit.measures.core.dims import check_option, years_of
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.values import check_positive
from levelkit.measures.core.variation import settled, size_of_logs

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xarray as xr

    from levelkit.measures.convergence.result import Regression
    from levelkit.measures.convergence.sample import Controls


@public_statistic()
def panel_beta(
    x: xr.DataArray,
    *,
    dim: str = "region",
    along: str = "year",
    effects: Sequence[str] = ("region", "period"),
    lag: int = 1,
    controls: Controls | None = None,
    weights: xr.DataArray | None = None,
    errors: str = "cluster",
    groups: str | xr.DataArray | None = None,
    level: float = 0.95,
) -> Regression:
    """Regress growth from year to year on the level it started from, with fixed effects.

    ``ln(y_i,t / y_i,s) / (t - s) = b ln y_i,s + a_i + c_t + u_i,t``, where s is the
    label ``lag`` places before t. Speed: ``-ln(1 + b d) / d`` with d the mean of t - s.

    Parameters
    ----------
    x : DataArray
        Values above 0 of any unit, dimensions ``dim`` and ``along`` and no other.
    dim, along : str
        Units, and years (numbers, evenly spaced or not). Years without any data are
        passed over.
    effects : sequence of {"region", "period"}, or the names given as dim and along
        ``"region"``: a constant for each label of ``dim`` (each its own steady state).
        ``"period"``: one for each step of ``along`` (what happens to all at once).
        None of them: one constant.
    lag : int
        Labels between start and end of a step. Above 1 the steps overlap: cluster.
    controls : Dataset or mapping of str to DataArray, optional
        Further regressors over ``dim``, ``along`` or both, as they are when a step starts.
    weights : DataArray, optional
        Weights over ``dim``, ``along`` or both, as when a step starts; 0 leaves out.
    errors : {"cluster", "HC1", "nonrobust"}
        As in :func:`levelkit.within_regression`, where the convention is stated; also
        ``"HC3"`` if there are no effects.
    groups : str or DataArray, optional
        Clusters: a coordinate of x or labels over ``dim`` or ``along``; by default
        the labels of ``dim``.
    level : float
        Confidence level of the intervals.

    Returns
    -------
    Regression
        Terms ``initial_log`` and the controls (``constant`` if there are no effects);
        ``speed`` and ``half_life``, whose intervals are the slope's with its ends
        transformed, as in :func:`levelkit.beta_convergence`.

    Raises
    ------
    ValueError
        As :func:`levelkit.beta_convergence`, or if ``lag`` is out of range or the
        effects leave nothing of a regressor.

    References
    ----------
    Islam (1995), Quarterly Journal of Economics 110, 1127-1170. Nickell (1981),
    Econometrica 49, 1417-1426.

    Notes
    -----
    With region effects and few periods the slope is biased downwards, so the speed
    upwards, however many regions there are (Nickell 1981): the persistence r = 1 + b d
    loses about (1 + r) / (T - 1) over T periods, more where r is near 1. Twenty yearly
    steps with r = 0.95 lose 0.13 of it, several times a true speed of 2 %. Longer steps
    (``lag``) do not help if they leave fewer periods. Effects that leave only a
    fluctuation of each region around its own path find how fast that dies down.

    Examples
    --------
    >>> import levelkit as lk
    >>> regions = lk.load("europe-century").gdp_per_head_intl2011usd
    >>> result = lk.panel_beta(regions, effects=["period"])
    >>> result.speed.estimate.round(3).item()
    0.014
    """
    import pandas as pd

    check_choices(errors, groups, level)
    effects = [effects] if isinstance(effects, str) else effects
    effects = [{dim: "region", along: "period"}.get(effect, effect) for effect in effects]
    for effect in effects:
        check_option("effects", effect, ("region", "period"))
    check_leverage(errors, effects)
    check_panel(x, dim, along)
    names = [str(name) for name in controls or ()]
    start, columns = _steps(x, dim, along, lag)
    if groups is None and errors == "cluster":
        groups = start[dim]
    columns |= extra_columns(start, controls, weights, groups)
    frame = pd.DataFrame(columns)
    rows = complete(frame)
    terms = ["initial_log", *names]
    years = float(rows["years"].mean())
    size = size_of_logs(rows["initial_log"].to_numpy())
    sizes = [size / float(rows["years"].min()), size]
    sizes += [float(abs(rows[name]).max()) for name in names]
    estimated = absorbing(
        rows["growth"].to_numpy(),
        rows[terms].to_numpy(float),
        terms,
        effects=[codes(rows[effect]) for effect in dict.fromkeys(effects)],
        weights=rows["weight"].to_numpy() if weights is not None else None,
        clusters=codes(rows["cluster"]) if errors == "cluster" else None,
        errors=errors,
        level=level,
        sizes=sizes,
        attrs={
            "statistic": f"panel beta convergence, effects: {', '.join(effects) or 'none'}",
            "years": years,
            "units": "per year",
            "n_left_out": len(frame) - len(rows),
        },
    )
    slope, error = (v.sel(term="initial_log") for v in (estimated.estimate, estimated.std_error))
    speed, half_life = speed_and_half_life(slope, error, years, student(estimated.df, level))
    return dataclasses.replace(estimated, speed=speed, half_life=half_life)


def _steps(x: xr.DataArray, dim: str, along: str, lag: int) -> tuple[xr.DataArray, dict[str, Any]]:
    """The levels that steps start from, and growth over each step of each unit, flat."""
    x = check_positive(x.transpose(dim, along), "Growth is in logs: values")
    x = x.dropna(along, how="all")
    if not 1 <= lag < x.sizes[along]:
        raise ValueError(
            f"lag must be 1 to {x.sizes[along] - 1} (years with data, less 1), not {lag}."
        )
    logs, years = np.log(settled(x.to_numpy().T).T), years_of(x, along)
    step = np.broadcast_to(years[lag:] - years[:-lag], logs[:, lag:].shape)
    unit, period = np.indices(step.shape, dtype=np.int32)
    return x.isel({along: slice(None, -lag)}), {
        "growth": ((logs[:, lag:] - logs[:, :-lag]) / step).ravel(),
        "initial_log": logs[:, :-lag].ravel(),
        "years": step.ravel(),
        "region": unit.ravel(),
        "period": period.ravel(),
    }
