"""One statistic under every combination of choices."""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING, Any

from levelkit.measures.core.spread import spread
from levelkit.measures.core.statistic import public_statistic

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd


@public_statistic()
def specification_grid(
    function: Callable[..., Any], choices: Mapping[str, Any], **fixed: Any
) -> pd.DataFrame:
    """Evaluate a function under every combination of choices.

    Combinations are independent pieces of work: they run through joblib, in the
    caller's context (all cores with ``joblib.parallel_config(n_jobs=-1)``, a Dask cluster
    with ``backend="dask"``), and a progress bar shows after five seconds.

    Parameters
    ----------
    function : callable
        Called with one value of each choice by name; returns a number, or a mapping of
        names to numbers.
    choices : mapping of str to sequence
        The values of each choice.
    **fixed
        Arguments that are the same every time.

    Returns
    -------
    pandas.DataFrame
        One row a combination, in the order of :func:`itertools.product`: a column a
        choice, then the results (``estimate`` for a single number) and ``problem``, which
        says why a combination has none (the ``ValueError`` or ``ArithmeticError`` raised).

    Raises
    ------
    ValueError
        If a choice has no value, or is fixed as well.

    References
    ----------
    Simonsohn, Simmons and Nelson (2020), Nature Human Behaviour 4, 1208-1214
    (specification curves).

    Examples
    --------
    >>> import levelkit as lk
    >>> states = lk.load("us-states").income_per_head_usd.sel(year=2009)
    >>> lk.specification_grid(lk.atkinson, {"epsilon": [0.5, 1, 2]}, x=states).round(4)
       epsilon  estimate problem
    0      0.5    0.0049
    1      1.0    0.0097
    2      2.0    0.0188
    """
    import pandas as pd

    for name, values in choices.items():
        if isinstance(values, str) or not hasattr(values, "__len__"):
            raise ValueError(f"The choice {name!r} must be a list of values, not {values!r}.")
        if name in fixed:
            raise ValueError(f"{name!r} is a choice and fixed as well.")
        if not len(values):
            raise ValueError(f"The choice {name!r} has no values.")
    combinations = [
        dict(zip(choices, values, strict=True)) for values in itertools.product(*choices.values())
    ]
    evaluate = functools.partial(_one, function=function, fixed=fixed)
    results = spread(evaluate, combinations, what="Specifications")
    clash = {name for result in results for name in result} & set(choices)
    if clash:
        raise ValueError(f"Results cannot have the names of choices: {sorted(clash)}.")
    rows = [combination | result for combination, result in zip(combinations, results, strict=True)]
    table = pd.DataFrame(rows)
    if "problem" not in table:
        table["problem"] = ""
    last = table.pop("problem").fillna("")
    table = table.assign(problem=last)
    table.attrs = {
        "statistic": f"{getattr(function, '__name__', 'a function')} under every combination of choices"
    }
    return table


def _one(
    combination: dict[str, Any], *, function: Callable[..., Any], fixed: dict[str, Any]
) -> dict[str, Any]:
    """The result of one combination, or what kept it from having one."""
    try:
        result = function(**combination, **fixed)
    except (ValueError, ArithmeticError) as error:
        return {"problem": str(error)}
    if hasattr(result, "items"):
        return {str(name): float(value) for name, value in result.items()}
    return {"estimate": float(result)}
