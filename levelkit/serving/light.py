"""The answer in words, for a visitor who finds no seat: from the table of combinations, no kernel."""

from __future__ import annotations

import asyncio
import math
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from levelkit.catalogue.damage import damage_of
from levelkit.pages.folders import FIRST_PAGE
from levelkit.serving.checks import claims_by_notebook

if TYPE_CHECKING:
    from levelkit.claims import Claim


async def answer_in_words(notebook: str, query: str) -> dict[str, Any]:
    """What a page would say, in a few words.

    Parameters
    ----------
    notebook : str
        The page's notebook.
    query : str
        Of the page's address: the choices.

    Returns
    -------
    dict
        ``question, verdict, subject, reason`` under the usual choices and, where the address
        has other ones, ``chosen`` with their ``choices, verdict, label, number``. Empty for a
        page that is no claim's, or whose table is not up to date.
    """
    # Reading tables takes a while the first time: other visitors go on meanwhile.
    return await asyncio.to_thread(_words, PurePosixPath(notebook).stem, query)


async def answers_in_words(notebook: str) -> list[dict[str, Any]]:
    """The answer of a page, or on the front page those of all, for who has no JavaScript.

    Parameters
    ----------
    notebook : str
        The page's notebook.

    Returns
    -------
    list of dict
        One a claim: its ``page``, and as :func:`answer_in_words`. Without those whose answer
        is not known.
    """
    return await asyncio.to_thread(_answers, PurePosixPath(notebook).stem)


def _answers(notebook: str) -> list[dict[str, Any]]:
    claims = claims_by_notebook()
    of_all = notebook == PurePosixPath(FIRST_PAGE).stem
    wanted = sorted(claims) if of_all else [notebook]
    said = [
        _words(name, "") | {"page": f"{name}.ipynb" if of_all else ""}
        for name in wanted
        if name in claims and not damage_of(claims[name].files)
    ]
    return [name for name in said if "question" in name]


def _words(notebook: str, query: str) -> dict[str, Any]:
    from levelkit.claims.combinations import StaleError, usual_answer

    claim = claims_by_notebook().get(notebook)
    if claim is None:
        return {}
    try:
        usual = usual_answer(claim)
        chosen = _chosen(claim, query)
    except StaleError:
        return {}
    return {"question": claim.question, **usual, "chosen": chosen}


def _chosen(claim: Claim, query: str) -> dict[str, Any] | None:
    """The answer under the address's choices, where they are not the usual ones."""
    from levelkit.claims.combinations import combinations

    names = [choice.name for choice in claim.choices]
    asked = {name: value for name, value in parse_qsl(query[:4000]) if name in names}
    try:
        choices = claim.complete(asked)
    except ValueError:
        return None
    if choices == claim.complete({}):
        return None
    table = combinations(claim)
    rows = table[(table[names] == [choices[name] for name in names]).all(axis=1)]
    if rows.empty:
        return None
    row = rows.iloc[0]
    said = [
        f"{choice.label}: {choice.offered(choices)[choices[choice.name]]}"
        for choice in claim.choices
        if choice.name in asked
    ]
    return {
        "choices": said,
        "verdict": str(row.verdict),
        "label": claim.effect.label,
        "number": _number(row.effect, row.low, row.high),
    }


def _number(value: float, low: float, high: float) -> str:
    if math.isnan(value):
        return ""
    ends = "" if math.isnan(low) or math.isnan(high) else f" ({low:.3g} to {high:.3g})"
    return f"{value:.3g}{ends}".replace("-", "−")
