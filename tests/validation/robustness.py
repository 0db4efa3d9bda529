"""Which choice moves an answer: oracles."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd

import levelkit as lk
from validation import Check

CHOICES = ["measure", "end", "capital"]


def two_ways():
    """Effects 0, 1, 4, 5 of two choices of two values: 1 apart by one, 4 by the other."""
    return pd.DataFrame(
        {"row": [0, 0, 1, 1], "column": [0, 1, 0, 1], "effect": [0.0, 1, 4, 5], "verdict": list("aabc")}
    )  # fmt: skip


def grid(n=40, seed=0):
    """Drawn combinations, unbalanced, of three choices that move the effect unequally."""
    rng = np.random.default_rng(seed)
    every = list(itertools.product(range(3), range(4), range(2)))
    kept = [every[k] for k in rng.choice(len(every), min(n, len(every) - 4), replace=False)]
    table = pd.DataFrame(kept, columns=CHOICES)
    table["effect"] = table.measure + 0.3 * table.end**2 + rng.normal(size=len(table))
    table["verdict"] = np.where(table.effect > 2, "supported", "mixed")
    return table


def _by_hand():
    found = lk.choice_influence(two_ways(), ["row", "column"])
    # Total 17; between the rows 4 x 2^2 = 16, between the columns 4 x 0.5^2 = 1.
    return float(found.variance_share["row"]), 16 / 17


def _flips_by_hand():
    found = lk.choice_influence(two_ways(), ["row", "column"])
    # Verdicts a a / b c: along the rows one pair of two agrees, down the columns none.
    return float(found.flips["row"] + 10 * found.flips["column"]), 1 + 10 / 2


def _dummies():
    import statsmodels.formula.api as smf

    table = grid()
    found = lk.choice_influence(table, CHOICES).variance_share
    theirs = [smf.ols(f"effect ~ C({name})", table).fit().rsquared for name in CHOICES]
    return float(found[CHOICES] @ [1, 10, 100]), float(np.array(theirs) @ [1, 10, 100])


def _pairs():
    table = grid()
    found = lk.choice_influence(table, CHOICES).flips
    theirs = []
    for name in CHOICES:
        others = [other for other in CHOICES if other != name]
        alone = [
            one.verdict != two.verdict
            for one, two in itertools.combinations(table.itertuples(), 2)
            if all(getattr(one, other) == getattr(two, other) for other in others)
        ]
        theirs.append(np.mean(alone))
    return float(found[CHOICES] @ [1, 10, 100]), float(np.array(theirs) @ [1, 10, 100])


CHECKS = [
    Check("choice_influence", "by hand, 16 of 17", "2 by 2 table", _by_hand),
    Check("choice_influence", "statsmodels OLS on dummies, R squared", "20 of 24 cells", _dummies),
    Check("choice_influence.flips", "by hand", "2 by 2 table", _flips_by_hand),
    Check("choice_influence.flips", "all pairs, one by one", "20 of 24 cells", _pairs),
]
