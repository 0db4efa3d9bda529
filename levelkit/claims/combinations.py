"""The table of combinations: every choice's answer, computed ahead and kept with its inputs' hash.

``data/combinations/<claim>.csv`` has one row a combination; the line in
``data/combinations/inputs.json`` says what it was computed from. It is written again by
``make combinations`` once figures or code have changed; a stale table is never shown.
"""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, Any

from levelkit.catalogue.package import data_folder
from levelkit.claims.inputs import inputs_hash
from levelkit.claims.stored import listed, put, put_on_list, text_hash
from levelkit.measures.core.spread import spread

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

    from levelkit.claims.claim import Claim
    from levelkit.claims.evidence import Evidence

#: Combinations that one worker takes at once: neighbours share what is slow.
BATCH = 64
#: What is kept of the answer under the default choices, for the front page.
ANSWER = ("verdict", "subject", "reason", "parts")
#: What the column of a part's verdicts begins with.
PART = "part_"


class StaleError(ValueError):
    """The table of combinations was computed from other figures or other code, or is damaged."""


def folder() -> Path:
    """Where the tables of combinations are."""
    return data_folder() / "combinations"


def compute(claim: Claim) -> pd.DataFrame:
    """Evaluate every combination, through joblib, with a progress bar.

    Parameters
    ----------
    claim : Claim

    Returns
    -------
    pandas.DataFrame
        One row a combination: its choices, ``verdict``, the verdict of each part
        (``part_<name>``), ``effect`` with ``low`` and ``high``, and the claim's slow figures.
    """
    import pandas as pd

    every = list(claim.combinations())
    batches = [every[k : k + BATCH] for k in range(0, len(every), BATCH)]
    work = functools.partial(_rows, claim.name)
    found = spread(work, batches, what=f"Combinations of {claim.name}")
    return pd.DataFrame([row for rows in found for row in rows])


def _rows(name: str, combinations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    from levelkit.claims.registry import claim

    return [row(claim(name), made) for made in combinations]


def row(claim: Claim, made: Mapping[str, Any]) -> dict[str, Any]:
    """One combination's row."""
    evidence = claim.evidence(**made)
    effect = claim.effect
    numbers = {
        key: evidence.figures[name] if name else math.nan
        for key, name in (("effect", effect.figure), ("low", effect.low), ("high", effect.high))
    }
    slow = claim.slow(**made) if claim.slow else {}
    rounded = {key: _rounded(value) for key, value in (numbers | dict(slow)).items()}
    parts = {f"{PART}{part.name}": str(part.verdict) for part in evidence.parts}
    return {**made, "verdict": str(evidence.verdict), **parts, **rounded}


def _rounded(value: float) -> float:
    """Six significant digits: more is noise between machines."""
    return float(f"{value:.6g}")


def write(claim: Claim) -> Path:
    """Compute the claim's table and put it, with its hash, in place of the old one."""
    target = folder() / f"{claim.name}.csv"
    target.parent.mkdir(parents=True, exist_ok=True)
    text = compute(claim).to_csv(index=False, lineterminator="\n")
    answer = in_short(claim.evaluate())
    put(target, text)
    stated = {
        "inputs": inputs_hash(claim),
        "table": text_hash(target),
        "rows": text.count("\n") - 1,
        "answer": answer,
    }
    put_on_list(folder(), claim.name, stated)
    return target


def update() -> None:
    """Write the table of every claim whose figures or code have changed, on all cores."""
    import joblib

    from levelkit.claims.registry import claim, claim_names

    for name in claim_names():
        one = claim(name)
        if is_current(one):
            print(f"{name}: up to date")
            continue
        with joblib.parallel_config(n_jobs=-1):
            print(f"{name}: written to {write(one)}")


def is_current(claim: Claim) -> bool:
    """Whether the claim's table was computed from these figures and this code, and is undamaged."""
    stated = listed(folder()).get(claim.name, {})
    table = folder() / f"{claim.name}.csv"
    return bool(
        stated.get("inputs") == inputs_hash(claim)
        and stated.get("table") == text_hash(table)
        and set(ANSWER) <= set(stated.get("answer") or ())
    )


def in_short(evidence: Evidence) -> dict[str, Any]:
    """What a card says of an answer, as plain values.

    Returns
    -------
    dict
        ``verdict``, ``subject``, ``reason``, and ``parts``: a list with the ``name``, ``label``,
        ``verdict`` and ``reason`` of each.
    """
    return {
        "verdict": str(evidence.verdict),
        "subject": evidence.subject,
        "reason": evidence.reason,
        "parts": [
            {
                "name": part.name,
                "label": part.label,
                "verdict": str(part.verdict),
                "reason": part.reason,
            }
            for part in evidence.parts
        ],
    }


def usual_answer(claim: Claim) -> dict[str, Any]:
    """The answer under the default choices as :func:`in_short` gives it, written with the table.

    Raises
    ------
    StaleError
        As :func:`combinations`.
    """
    if not is_current(claim):
        raise StaleError(_stale(claim))
    answer: dict[str, Any] = listed(folder())[claim.name]["answer"]
    return answer


def _stale(claim: Claim) -> str:
    return (
        f"The table of combinations of {claim.name} was computed from other figures or code, or is damaged. "
        "Run `make combinations` (or `levelkit combinations`) to bring it up to date."
    )


def combinations(claim: Claim) -> pd.DataFrame:
    """The claim's table of combinations.

    Parameters
    ----------
    claim : Claim

    Returns
    -------
    pandas.DataFrame
        See :func:`compute`.

    Raises
    ------
    StaleError
        If figures or code have changed since it was written; says what to run.
    """
    if not is_current(claim):
        raise StaleError(_stale(claim))
    path = folder() / f"{claim.name}.csv"
    return _read(path, text_hash(path))


@functools.lru_cache(maxsize=16)
def _read(path: Path, _hash: str) -> pd.DataFrame:
    import pandas as pd

    return pd.read_csv(path)
