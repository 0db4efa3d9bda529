"""Regression with fixed effects taken out: regions and years, complete or not."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.measures.convergence.estimate import check_choices, check_leverage, estimate
from levelkit.measures.convergence.sample import codes, complete
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.values import check_not_negative, numbers
from levelkit.measures.core.variation import ROUNDING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd
    import xarray as xr
    from numpy.typing import NDArray

    from levelkit.measures.convergence.result import Regression

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]

#: A column with no more than this share of its variation left is one of the effects' own.
NOTHING_LEFT = 1e-9

#: Numbers, or true and false for 1 and 0.
dummies = partial(numbers, flags=True)

#: Steps that LSMR may take (a dozen do for a panel with gaps), and its word for "not done".
STEPS = 10_000
GAVE_UP = 7


@public_statistic()
def within_regression(
    y: xr.DataArray | pd.Series,
    x: Mapping[Any, Any] | xr.Dataset | pd.DataFrame,
    *,
    effects: Sequence[Any],
    weights: Any = None,
    errors: str = "cluster",
    groups: Any = None,
    level: float = 0.95,
) -> Regression:
    """Least squares with a constant for each level of one or more effects.

    ``y_i = sum_k b_k x_ik + sum_e a_e(i) + u_i``. The effects are taken out of y and of
    each x first (Frisch, Waugh and Lovell), exactly also where the panel has gaps.

    Parameters
    ----------
    y : DataArray or Series
        One value a row: a panel stacked to one dimension, ``x.stack(row=("region",
        "year"))``, or a column of a long table.
    x : Dataset, mapping or DataFrame
        Regressors by name, each with as many rows as y, in the same order.
    effects : sequence
        Each a coordinate of y (or level of a Series' index) by name, or one label a
        row. None at all fits a constant.
    weights : array or str, optional
        One weight a row, inverse to the variance of u; 0 leaves the row out.
    errors : {"cluster", "HC1", "nonrobust"}
        Standard errors. Clustered variances are multiplied by G / (G - 1) * (N - 1) /
        (N - K): K counts the regressors and the effects, but of effects nested in
        clusters (each level within one cluster) a single constant only.
    groups : array or str, optional
        Clusters, given as an effect is; by default the first effect.
    level : float
        Confidence level of the intervals, Student's t with N - K degrees of freedom,
        G - 1 if clustered.

    Returns
    -------
    Regression
        A term for each regressor; ``r_squared`` is the one within. ``attrs`` say how
        many parameters the effects took and how many rows were left out.

    Raises
    ------
    ValueError
        If columns differ in length, an effect or option is unknown, a value is infinite, a
        weight is negative, rows are too few, or the effects leave nothing of a regressor.

    References
    ----------
    Cameron and Miller (2015), Journal of Human Resources 50, 317-372 (clusters). Fong
    and Saunders (2011), SIAM Journal on Scientific Computing 33, 2950-2971 (LSMR).

    Notes
    -----
    K is counted as fixest counts it by default; levels seen once are kept. With three
    or more effects K counts all levels but one of each further effect, which can be a
    few too many. A lagged y among the regressors biases short
    panels (Nickell 1981, Econometrica 49): see :func:`levelkit.panel_beta`.

    Examples
    --------
    >>> import levelkit as lk
    >>> century = lk.load("uk-century")
    >>> rows = century.stack(row=("region", "year"))
    >>> people = {"people": rows.population / 1e6}
    >>> result = lk.within_regression(rows.gdp_per_head_intl2011usd, people, effects=["region", "year"])
    >>> result.n, round(result.r_squared, 2)
    (120, 0.05)
    """
    import pandas as pd

    check_choices(errors, groups, level)
    check_leverage(errors, effects)
    effects = [effects] if isinstance(effects, str) else effects
    names = [str(name) for name in x]
    columns: dict[str, Any] = {"y": _figures(y, y, "y", "A value of y")}
    for name in x:
        columns[f"x {name}"] = _figures(y, x[name], str(name), f"A value of {str(name)!r}")
    columns |= {f"effect {k}": _column(y, effect, "effect") for k, effect in enumerate(effects)}
    if weights is not None:
        weight = _figures(y, weights, "weights", "A weight", check_not_negative)
        columns["weight"] = np.where(weight > 0, weight, np.nan)
    if errors == "cluster":
        if groups is None and not effects:
            raise ValueError("errors='cluster' needs groups where there are no effects.")
        columns["cluster"] = _column(y, effects[0] if groups is None else groups, "groups")
    rows = complete(pd.DataFrame(columns))
    return absorbing(
        rows["y"].to_numpy(float),
        rows[[f"x {name}" for name in names]].to_numpy(float),
        names,
        effects=[codes(rows[f"effect {k}"]) for k in range(len(effects))],
        weights=rows["weight"].to_numpy() if weights is not None else None,
        clusters=codes(rows["cluster"]) if errors == "cluster" else None,
        errors=errors,
        level=level,
        attrs={"statistic": "within regression", "n_left_out": len(columns["y"]) - len(rows)},
    )


def absorbing(
    y: Floats,
    design: Floats,
    terms: list[str],
    *,
    effects: list[Codes],
    weights: Floats | None,
    clusters: Codes | None,
    errors: str,
    level: float,
    sizes: Sequence[float] | None = None,
    attrs: dict[str, Any],
) -> Regression:
    """Take the effects out and estimate; see :func:`within_regression`.

    ``sizes`` are those of the numbers that y and each regressor were computed from, by
    default their own: what the effects leave of a column is rounding relative to it.
    """
    if sizes is None:
        sizes = [float(abs(column).max()) for column in (y, *design.T)]
    options: dict[str, Any] = {
        "errors": errors, "level": level, "clusters": clusters, "size": sizes[0]
    }  # fmt: skip
    if not effects:
        design = np.column_stack([np.ones_like(y), design])
        terms = ["constant", *terms]
        return estimate(y, design, terms, weights=weights, attrs=attrs, **options)
    root = np.ones_like(y) if weights is None else np.sqrt(weights)
    left = without_effects(np.column_stack([y, design]) * root[:, None], effects, root)
    for k, name in enumerate(terms, start=1):
        whole = np.linalg.norm((design[:, k - 1] - design[:, k - 1].mean()) * root)
        rounding = ROUNDING * sizes[k] * np.linalg.norm(root)
        if np.linalg.norm(left[:, k]) <= max(NOTHING_LEFT * whole, rounding):
            raise ValueError(f"The effects leave nothing of {name!r}: its slope cannot be told.")
    absorbed = effect_parameters(effects)
    nested = 0 if clusters is None else _nested(effects, clusters)
    return estimate(
        left[:, 0], left[:, 1:], terms,
        absorbed=absorbed, nested=nested, attrs={**attrs, "absorbed": absorbed},
        **options | {"size": sizes[0] * float(root.max())},
    )  # fmt: skip


def without_effects(columns: Floats, effects: list[Codes], root: Floats) -> Floats:
    """What the effects do not explain of each column, by least squares on their dummies.

    The dummies are sparse, one column a level scaled to length 1, so that LSMR needs few
    steps: two or three for a complete panel. ``root`` is the square root of the weights,
    by which the columns are multiplied already.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.linalg import lsmr

    n, sizes = len(root), [int(effect.max()) + 1 for effect in effects]
    firsts = np.cumsum([0, *sizes[:-1]])
    pairs = zip(effects, firsts, strict=True)
    places = np.column_stack([(effect + at).astype(np.int32) for effect, at in pairs]).ravel()
    cells = np.repeat(root, len(effects))
    cells /= np.sqrt(np.bincount(places, cells**2))[places]
    rows = np.arange(n + 1, dtype=np.int32) * len(effects)
    dummies = csr_array((cells, places, rows), shape=(n, sum(sizes)))
    left = columns.copy()
    for k in range(columns.shape[1]):
        # The second round takes out what rounding left of the first.
        for _ in range(2):
            solved = lsmr(dummies, left[:, k], atol=1e-14, btol=1e-14, conlim=0, maxiter=STEPS)
            if solved[1] == GAVE_UP:
                raise ValueError(
                    f"The effects are linked by too few rows to part them in {STEPS} steps."
                )
            left[:, k] -= dummies @ solved[0]
    return left


def effect_parameters(effects: list[Codes]) -> int:
    """How many parameters the effects take: levels, less one for each link between effects.

    Exact for one or two effects: regions and years that form c unconnected parts share
    c constants.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    sizes = [int(effect.max()) + 1 for effect in effects]
    if len(effects) == 1:
        return sizes[0]
    a, b = effects[:2]
    side = sizes[0] + sizes[1]
    links = coo_array((np.ones(len(a)), (a, b + sizes[0])), shape=(side, side))
    parts = connected_components(links, directed=False, return_labels=False)
    return sum(sizes) - int(parts) - (len(effects) - 2)


def _nested(effects: list[Codes], clusters: Codes) -> int:
    """Parameters of effects that lie within clusters: levels less one for each such effect."""
    lost = 0
    for effect in effects:
        home = np.empty(int(effect.max()) + 1, np.int64)
        home[effect] = clusters
        if (home[effect] == clusters).all():
            lost += home.size - 1
    return lost


def _column(y: Any, values: Any, what: str) -> NDArray[Any]:
    """One value a row: given outright, or by the name of a coordinate or index level of y."""
    if isinstance(values, str):
        values = _named(y, values)
    if hasattr(values, "array") and hasattr(values.array, "_mask"):  # pandas' numbers with gaps
        values = values.to_numpy(dtype=np.float64, na_value=np.nan)
    column = np.asarray(values)
    if column.ndim != 1 or len(column) != len(y):
        raise ValueError(
            f"{what} must have one value for each of the {len(y)} rows of y, not {column.shape}."
        )
    return column


def _figures(
    y: Any, values: Any, name: str, what: str, check: Callable[..., xr.DataArray] = dummies
) -> Floats:
    """A column of finite numbers; a bad one is named with the labels of its row."""
    import xarray as xr

    column = _column(y, values, name)
    if hasattr(y, "coords"):
        frame = xr.DataArray(column, dims=y.dims, coords=y.coords)
    else:
        rows = np.empty(len(y), dtype=object)
        rows[:] = y.index.tolist()
        frame = xr.DataArray(column, dims="row", coords={"row": rows})
    return check(frame, what).to_numpy()


def _named(y: Any, name: str) -> Any:
    known = list(y.coords) if hasattr(y, "coords") else list(y.index.names)
    if name not in known:
        raise ValueError(f"No {name!r} among the rows' labels: {', '.join(map(str, known))}.")
    return y[name] if hasattr(y, "coords") else y.index.get_level_values(name)
