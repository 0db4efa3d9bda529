"""The table of combinations: every choice's answer, computed ahead and kept with its inputs' hash.

``data/combinations/<claim>.csv`` has one row a combination; the line in
``data/combinations/inputs.json`` says what it was computed from. It is written again by
``make combinations`` once figures or code have changed; a stale table is never shown. Tables of
claims that live elsewhere lie elsewhere: see :mod:`levelkit.claims.stored`.
"""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

from levelkit.claims.fingerprint import inputs_hash
from levelkit.claims.registry import claim as claim_of
from levelkit.claims.registry import claim_names, is_installed
from levelkit.claims.stored import folder_of, listed, put, put_on_list, text_hash
from levelkit.measures.core.spread import spread

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
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


class _Remembered(NamedTuple):
    """What is kept of a claim whose table lies in memory."""

    table: pd.DataFrame
    answer: dict[str, Any]


_in_memory: WeakKeyDictionary[Claim, _Remembered] = WeakKeyDictionary()


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
    # Another process finds an installed claim by its name, and is sent any other.
    work = functools.partial(_rows, claim.name if is_installed(claim) else claim)
    computed = spread(work, batches, what=f"Combinations of {claim.name}")
    return pd.DataFrame([row for rows in computed for row in rows])


def _rows(claim: Claim | str, combinations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    known = claim_of(claim) if isinstance(claim, str) else claim
    return [row(known, chosen) for chosen in combinations]


def row(claim: Claim, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """One combination's row."""
    evidence = claim.evidence(**chosen)
    effect = claim.effect
    numbers = {
        key: evidence.figures[name] if name else math.nan
        for key, name in (("effect", effect.figure), ("low", effect.low), ("high", effect.high))
    }
    slow = claim.slow(**chosen) if claim.slow else {}
    rounded = {key: _rounded(value) for key, value in (numbers | dict(slow)).items()}
    parts = {f"{PART}{part.name}": str(part.verdict) for part in evidence.parts}
    return {**chosen, "verdict": str(evidence.verdict), **parts, **rounded}


def _rounded(value: float) -> float:
    """Six significant digits: more is noise between machines."""
    return float(f"{value:.6g}")


def write(claim: Claim) -> Path | None:
    """Compute the claim's table and put it, with its hash, in place of the old one.

    Parameters
    ----------
    claim : Claim
        It need not be registered.

    Returns
    -------
    path or None
        The table's file; None where it lies in memory, as long as the claim does.
    """
    folder = folder_of(claim)
    table, answer = compute(claim), in_short(claim.evaluate())
    if folder is None:
        _in_memory[claim] = _Remembered(table, answer)
        return None
    target = folder / f"{claim.name}.csv"
    target.parent.mkdir(parents=True, exist_ok=True)
    put(target, table.to_csv(index=False, lineterminator="\n"))
    stated = {
        "inputs": inputs_hash(claim),
        "table": text_hash(target),
        "rows": len(table),
        "answer": answer,
    }
    put_on_list(folder, claim.name, stated)
    return target


def update(names: Iterable[str] = ()) -> None:
    """Write the table of every claim whose figures or code have changed, on all cores.

    Parameters
    ----------
    names : iterable of str
        These claims alone; by default, all there are.

    Raises
    ------
    UnknownClaimError
        If there is none of a name.
    ClaimError
        If a claim cannot be shown as it is, with one line a fault; the others are written.
    """
    import joblib

    from levelkit.claims.check import ClaimError

    faults = []
    for claim in [claim_of(name) for name in (names or claim_names())]:
        try:
            claim.check()
        except ClaimError as error:
            faults.append(str(error))
            continue
        if is_current(claim):
            print(f"{claim.name}: up to date")
            continue
        with joblib.parallel_config(n_jobs=-1):
            print(f"{claim.name}: written to {write(claim) or 'memory'}")
    if faults:
        raise ClaimError("\n".join(faults))


def is_current(claim: Claim) -> bool:
    """Whether the claim's table was computed from these figures and this code, and is undamaged."""
    folder = folder_of(claim)
    if folder is None:
        return claim in _in_memory
    stated = listed(folder).get(claim.name, {})
    table = folder / f"{claim.name}.csv"
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
    folder = _current_folder(claim)
    if folder is None:
        return _in_memory[claim].answer
    answer: dict[str, Any] = listed(folder)[claim.name]["answer"]
    return answer


def _current_folder(claim: Claim) -> Path | None:
    """Where the claim's table is, up to date; None where it is in memory."""
    if not is_current(claim):
        raise StaleError(_stale(claim))
    return folder_of(claim)


def _stale(claim: Claim) -> str:
    folder = folder_of(claim)
    if is_installed(claim):
        command = "`make combinations` (or `levelkit combinations`)"
    else:
        command = "`levelkit.claims.combinations.write(claim)`"
    if folder is None or not (folder / f"{claim.name}.csv").is_file():
        return f"There is no table of combinations of {claim.name} yet. Run {command} to have one."
    return (
        f"The table of combinations of {claim.name} was computed from other figures or code, or is damaged. "
        f"Run {command} to bring it up to date."
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
    folder = _current_folder(claim)
    if folder is None:
        return _in_memory[claim].table.copy()
    path = folder / f"{claim.name}.csv"
    return _read(path, text_hash(path))


@functools.lru_cache(maxsize=16)
def _read(path: Path, _hash: str) -> pd.DataFrame:
    import pandas as pd

    return pd.read_csv(path)
