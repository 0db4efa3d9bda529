"""How fragile a claim's verdict is: the specification curve, shares, and what moves the answer."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.catalogue import sources_of
from levelkit.charts.form import columns_of
from levelkit.charts.verdicts import STYLES
from levelkit.claims.combinations import PART, combinations
from levelkit.claims.verdict import Verdict
from levelkit.figures.figure import Figure, Files
from levelkit.measures import choice_influence
from levelkit.pages import words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from levelkit.claims.claim import Claim

VERDICTS = tuple(map(str, Verdict))
LABEL = 36  # letters that fit beside a row
NOTHING = "–"  # the words of a choice that does not arise under the others, as in controls.js


def counted(claim: Claim) -> pd.DataFrame:
    """The combinations that bear on the claim, by effect.

    Raises
    ------
    StaleError
        If the table of combinations is not up to date.
    """
    table = combinations(claim)
    kept = table[inside(claim.counted, table)]
    return kept.sort_values("effect", kind="stable", ignore_index=True)


def inside(bears: Callable[[Mapping[str, Any]], bool], table: pd.DataFrame) -> list[bool]:
    """Which rows a condition on choices keeps."""
    rows: list[dict[str, Any]] = table.to_dict("records")  # type: ignore[assignment]
    return [bears(chosen) for chosen in rows]


def shares(table: pd.DataFrame, column: str = "verdict") -> dict[str, float]:
    """Share of combinations with each verdict, 0 to 1, in the verdicts' order.

    Parameters
    ----------
    table : DataFrame
        Of combinations.
    column : str
        ``verdict``, or that of a part (``part_<name>``).
    """
    counted = table[column].value_counts(normalize=True)
    return {verdict: float(counted.get(verdict, 0.0)) for verdict in VERDICTS}


def judged(claim: Claim) -> dict[str, str]:
    """The columns of verdicts on more than the whole claim, with what each part claims."""
    if len(claim.parts) < 2:
        return {}
    return {f"{PART}{name}": label for name, label in claim.parts.items()}


def curve(claim: Claim, table: pd.DataFrame) -> dict[str, Any]:
    """Figures of the specification curve.

    Returns
    -------
    dict
        ``data`` of :data:`levelkit.charts.specification_curve` as columns with all ``combinations``,
        its ``params``, and the ``choices`` of each combination (columns).
    """
    known = table.dropna(subset=["effect"]).reset_index(drop=True)
    names = [choice.name for choice in claim.choices]
    varied = [choice for choice in claim.choices if known[choice.name].nunique() > 1]
    said = {choice.name: _said(claim, choice.name, known) for choice in claim.choices}
    rows: dict[str, list[Any]] = {key: [] for key in ("row", "label", "short")}
    marks: dict[str, list[Any]] = {"at": [], "row": []}
    for choice in varied:
        for value in sorted(known[choice.name].unique(), key=lambda v: (isinstance(v, str), v)):
            row = len(rows["row"])
            text = said[choice.name][value]
            if text == NOTHING:
                continue
            rows["row"].append(row)
            whole = f"{choice.label}: {text}"
            rows["label"].append(_short(whole if len(whole) <= LABEL else text, LABEL))
            rows["short"].append(_short(text, 15))
            where = known.index[known[choice.name] == value].tolist()
            marks["at"] += where
            marks["row"] += [row] * len(where)
    listed = known.to_dict("records")
    words_of = [
        ", ".join(
            said[choice.name][chosen[choice.name]]
            if choice.kind == "check"
            else f"{choice.label.lower()} {said[choice.name][chosen[choice.name]]}"
            for choice in varied
            if said[choice.name][chosen[choice.name]] != NOTHING
        )
        for chosen in listed
    ]
    guides = dict(claim.effect.guides or {})
    low, high = _scale(known)
    numbers = known[["effect", "low", "high"]].replace({np.inf: high, -np.inf: low})
    points = columns_of(numbers.assign(verdict=known["verdict"])) | {
        "at": known.index.tolist(),
        "said": _verdicts_said(claim, known),
        "words": words_of,
    }
    parts = judged(claim)
    results = ["effect", "low", "high", "verdict", *parts]
    # What has no end is a text in a file: a number cannot say it.
    texts = {np.inf: "inf", -np.inf: "-inf"}
    return {
        "data": {
            "curve": points,
            "marks": marks,
            "rows": rows,
            "combinations": columns_of(known[[*names, *results]].astype(object).replace(texts)),
            "thresholds": {
                "level": [0.0, *guides],
                "label": ["0", *(f"{level:g}" for level in guides)],
                "first": [True, *([False] * len(guides))],
            },
        },
        "params": {
            "effect_low": low,
            "effect_high": high,
            "effect_label": claim.effect.label,
        },
        "choices": columns_of(known[names]),
    }


def curve_figure(claim: Claim, stored: Mapping[str, Any], said: Mapping[str, Any]) -> Figure:
    """The specification curve.

    Parameters
    ----------
    claim : Claim
    stored : mapping
        As :func:`curve` gives it.
    said : mapping
        As :func:`curve_words` gives it.
    """
    effect = claim.effect
    columns = {
        **{choice.name: choice.name for choice in claim.choices},
        "effect": effect.figure, "low": effect.columns[0], "high": effect.columns[1],
        **{name: name for name in ("verdict", *judged(claim))},
    }  # fmt: skip
    return Figure(
        "specification_curve",
        {},
        stored["params"],
        **said,
        source=f"Source: {sources_of(claim.tables)}.",
        files=Files("combinations", columns, f"combinations-{claim.name}"),
        kind="curve",
        options={"choices": stored["choices"]},
        fixed=stored["data"],
    )


def _verdicts_said(claim: Claim, table: pd.DataFrame) -> list[str]:
    """Each combination's verdict, with those of the parts: "mixed (The ends agree: supported; …)"."""
    parts = judged(claim)
    said: list[str] = table["verdict"].tolist()
    if parts:
        by_part = zip(*(table[column].tolist() for column in parts), strict=True)
        said = [
            f"{verdict} ({'; '.join(f'{label}: {part}' for label, part in zip(parts.values(), row, strict=True))})"
            for verdict, row in zip(said, by_part, strict=True)
        ]
    return said


def _scale(table: pd.DataFrame) -> tuple[float, float]:
    """Ends of the curve's scale: few far-off values do not squeeze all the others."""
    numbers = table[["effect", "low", "high"]].replace([np.inf, -np.inf], np.nan)
    low, high = float(numbers.quantile(0.02).min()), float(numbers.quantile(0.98).max())
    return min(low, 0.0), max(high, 0.0)


def _said(claim: Claim, name: str, table: pd.DataFrame) -> dict[Any, str]:
    """A choice's values in words, whatever the other choices are."""
    (choice,) = (choice for choice in claim.choices if choice.name == name)
    said: dict[Any, str] = {}
    for row in table[list({*choice.depends, name})].drop_duplicates().to_dict("records"):
        options = choice.options({key: row[key] for key in choice.depends})
        said.setdefault(row[name], options[row[name]])
    return said


def _spoken(claim: Claim, name: str, table: pd.DataFrame) -> dict[Any, str]:
    """The same for a sentence or a table, where a dash would say nothing."""
    said = _said(claim, name, table).items()
    return {value: "does not apply" if text == NOTHING else text for value, text in said}


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip(" ,(") + "…"


def curve_words(claim: Claim, table: pd.DataFrame) -> dict[str, str]:
    """Title and description of the curve, from its figures."""
    by_verdict = shares(table)
    low, high = table["effect"].min(), table["effect"].max()
    missing = int(table["effect"].isna().sum())
    drawn = f" Not drawn: {missing} without a number." if missing else ""
    return {
        "title": words.tried(by_verdict, len(table)),
        "subtitle": (
            f"Each dot is one way of measuring, sorted by its number, with {claim.effect.ends}; below, its "
            f"choices.{drawn} Counted: {claim.counted_words}. {_key(by_verdict)}. Click a dot: the page above shows it."
        ),
        "description": (
            f"Specification curve of {len(table)} combinations. {claim.effect.label}: from {words.number(low, 2)} to "
            f"{words.number(high, 2)}, median {words.number(table['effect'].median(), 2)}. {_verdicts(by_verdict)}."
        ),
    }


def _key(by_verdict: dict[str, float]) -> str:
    """The sign of each verdict that there is: "● supported ✚ not supported"."""
    return " ".join(f"{STYLES[Verdict(v)].sign} {v}" for v, share in by_verdict.items() if share)


def _verdicts(by_verdict: dict[str, float]) -> str:
    return ", ".join(
        f"{words.share_said(share)} {verdict}" for verdict, share in by_verdict.items() if share
    )


def passage(claim: Claim, table: pd.DataFrame) -> str:
    """Shares of the claim and its parts, which choice moves the answer most, and wider sets, as HTML."""
    bars = words.share_bar(shares(table)) + "".join(
        f'<p class="lk-part">{escape(label)}</p>{words.share_bar(shares(table, column))}'
        for column, label in judged(claim).items()
    )
    lead, moves = _moves(claim, table)
    tried = escape(words.tried(shares(table), len(table)))
    return (
        f'<div class="lk-fragile"><p class="lk-tried"><strong>{tried}.</strong> {escape(lead)}</p>{bars}'
        f'<details class="lk-more"><summary>What each choice does, and other sets of choices</summary>{moves}{_wider(claim)}</details></div>'
    )


def _moves(claim: Claim, table: pd.DataFrame) -> tuple[str, str]:
    """Which choice matters most, in a sentence, and what each does to the number and the verdict, as HTML."""
    known = table.dropna(subset=["effect"])
    names = [choice.name for choice in claim.choices if known[choice.name].nunique() > 1]
    if known["effect"].nunique() < 2 or not names:
        return "No choice changes the number.", ""
    influence = choice_influence(table, names)
    labels = {choice.name: choice.label for choice in claim.choices}
    most = influence.iloc[0]
    said = _spoken(claim, str(influence.index[0]), table)
    lead = (
        f"Of the choices, “{labels[str(influence.index[0])]}” matters most: it accounts for "
        f"{most.variance_share:.0%} of the differences between the ways of measuring. The mean runs from "
        f"{words.number(most.lowest, 2)} ({said[most.lowest_at]}) to {words.number(most.highest, 2)} "
        f"({said[most.highest_at]})."
    )
    rows = []
    for name, row in zip(map(str, influence.index), influence.itertuples(), strict=True):
        spoken = _spoken(claim, name, table)
        flips = "–" if row.pairs == 0 else f"{row.flips:.0%} of {row.pairs:.0f} pairs"
        rows.append(
            [
                labels[name],
                f"{row.variance_share:.0%}",
                f"{words.number(row.lowest, 2)} ({_short(spoken[row.lowest_at], 22)})",
                f"{words.number(row.highest, 2)} ({_short(spoken[row.highest_at], 22)})",
                flips,
            ]
        )
    columns = [
        "Choice", "Differences it accounts for", "Lowest mean", "Highest mean", "Verdict changes with it",
    ]  # fmt: skip
    return lead, words.table("What each choice does", columns, rows)


def _wider(claim: Claim) -> str:
    """The shares in wider sets of combinations: what counts is itself a choice."""
    whole = combinations(claim)
    sets = {
        text: whole[inside(bears, whole)]
        for text, bears in {claim.counted_words: claim.counted, **(claim.wider or {})}.items()
    }
    columns = ["Combinations", "Number", *(verdict.capitalize() for verdict in VERDICTS)]
    caption = "The share depends on which combinations count"
    captions = {"verdict": caption} | {
        column: f"{label}: shares in the same sets" for column, label in judged(claim).items()
    }
    return "".join(
        words.table(
            said,
            columns,
            [
                [text, f"{len(table):,}", *map(words.share_said, shares(table, column).values())]
                for text, table in sets.items()
            ],
        )
        for column, said in captions.items()
    )
