"""How fragile an answer is: which choice moves it most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.values import numbers
from levelkit.measures.core.variation import ROUNDING, settled, sized, varies

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd


@public_statistic()
def choice_influence(
    table: pd.DataFrame, choices: Sequence[str], *, effect: str = "effect", verdict: str = "verdict"
) -> pd.DataFrame:
    """How much each choice moves the number and the verdict, over a table of combinations.

    For each choice, the share of the effect's variance that lies between the choice's
    values (the correlation ratio, eta squared):

        eta^2 = sum_v n_v (mean_v - mean)^2 / sum_i (x_i - mean)^2,

    and the share of all pairs of combinations that differ in this choice alone whose
    verdicts differ.

    Parameters
    ----------
    table : DataFrame
        One row a combination; rows without an effect are left out of ``variance_share``.
    choices : sequence of str
        Columns that hold choices.
    effect, verdict : str
        Columns that hold the number (any unit) and the verdict.

    Returns
    -------
    DataFrame
        Indexed by choice, the most moving first: ``variance_share`` (0 to 1; missing if the
        effect is the same everywhere), ``lowest`` and ``highest`` (means of the effect at the
        values with the lowest and the highest mean) with ``lowest_at`` and ``highest_at``,
        ``flips`` (0 to 1; missing if no two combinations differ in it alone) and ``pairs``.

    Raises
    ------
    ValueError
        If a column is missing, there is no row, or an effect is infinite.

    References
    ----------
    Fisher (1925), Statistical Methods for Research Workers, on the correlation ratio;
    Simonsohn, Simmons and Nelson (2020), Nature Human Behaviour 4, 1208-1214.

    Examples
    --------
    >>> import levelkit as lk
    >>> states = lk.load("us-states").income_per_head_usd
    >>> def fall(first, last):
    ...     change = lk.gini(states.sel(year=last)) - lk.gini(states.sel(year=first))
    ...     return {"effect": float(change), "verdict": float(change < 0)}
    >>> table = lk.specification_grid(fall, {"first": [1929, 1979], "last": [1980, 2009]})
    >>> lk.choice_influence(table, ["first", "last"])[["variance_share", "flips"]].round(2)
            variance_share  flips
    choice
    first              1.0    1.0
    last               0.0    0.0
    """
    import pandas as pd
    import xarray as xr

    missing = [name for name in (*choices, effect, verdict) if name not in table]
    if missing:
        raise ValueError(f"No columns {missing}. There are: {', '.join(map(str, table.columns))}.")
    if table.empty:
        raise ValueError("There is no combination to compare.")
    figures = xr.DataArray(table[effect].to_numpy(), dims="row", coords={"row": list(table.index)})
    numbers(figures, f"A value of {effect!r}")
    rows = [
        {"choice": name, **_moves(table, name, effect), **_flips(table, name, choices, verdict)}
        for name in choices
    ]
    moves = pd.DataFrame(rows).set_index("choice")
    moves = moves.sort_values("variance_share", ascending=False, kind="stable")
    moves.attrs = {"statistic": f"how far each choice moves the {effect} and the {verdict}"}
    return moves


def _moves(table: pd.DataFrame, name: str, effect: str) -> dict[str, Any]:
    known = table.dropna(subset=[effect])
    if known.empty:
        return dict.fromkeys(
            ("variance_share", "lowest", "highest", "lowest_at", "highest_at"), np.nan
        )
    effects, power = sized(known[effect].to_numpy(float))
    grouped = known.assign(**{effect: effects}).groupby(name, sort=True)[effect]
    # Of values with the same mean but for rounding the first is named.
    means, sizes = settled(grouped.mean().to_numpy()), grouped.size()
    total = float(((effects - effects.mean()) ** 2).sum())
    between = float((sizes * (means - effects.mean()) ** 2).sum())
    share = between / total if varies(effects) else np.nan
    return {
        "variance_share": 0.0 if share <= ROUNDING else share,
        "lowest": float(np.ldexp(means.min(), power[0])),
        "highest": float(np.ldexp(means.max(), power[0])),
        "lowest_at": sizes.index[int(means.argmin())],
        "highest_at": sizes.index[int(means.argmax())],
    }


def _flips(
    table: pd.DataFrame, name: str, choices: Sequence[str], verdict: str
) -> dict[str, float]:
    """Pairs that differ in this choice alone, and the share of them whose verdicts differ."""
    others = [other for other in choices if other != name]
    # One group holds what is the same but for this choice; of n rows with n_v a verdict,
    # n (n - 1) / 2 pairs there are and sum n_v (n_v - 1) / 2 agree.
    groups = table.groupby(others, sort=False) if others else [("", table)]
    pairs = agree = 0
    for _, group in groups:
        pairs += len(group) * (len(group) - 1) // 2
        agree += sum(n * (n - 1) // 2 for n in group[verdict].value_counts().tolist())
    return {"flips": 1 - agree / pairs if pairs else np.nan, "pairs": pairs}
