"""The claim under one set of choices: figures, verdict, words, tables."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from levelkit.claims.evidence import Evidence, Tables
from levelkit.claims.policy_churn import words
from levelkit.claims.policy_churn.criterion import HALF, LIMIT, TOO_FEW, judge
from levelkit.claims.policy_churn.curves import differences, survival
from levelkit.claims.policy_churn.gaps import QUOTE, changes, spans
from levelkit.claims.policy_churn.governments import TABLE as GOVERNMENTS
from levelkit.claims.policy_churn.governments import rates
from levelkit.claims.policy_churn.lives import lives
from levelkit.claims.policy_churn.policies import (
    ALL,
    TABLE,
    Policies,
    reference_year,
    shipped,
    sources,
)
from levelkit.claims.policy_churn.timeline import kinds, parties, policies_table, timeline
from levelkit.claims.policy_churn.years import yearly

if TYPE_CHECKING:
    from collections.abc import Mapping

    import xarray as xr


def answer(
    *,
    what: str,
    nation: str,
    era: str,
    successors: str,
    unverified: bool,
    own: Policies | None = None,
) -> Evidence:
    """Test the claim; every choice is one of those that the claim offers.

    Parameters
    ----------
    what, nation, era, successors, unverified
        Choices of the claim.
    own : Policies, optional
        A visitor's table instead of levelkit's, see
        :func:`levelkit.claims.policy_churn.policies.read_policies`.

    Returns
    -------
    Evidence
        Tables ``groups`` (row: counts, median life, shares, of all, by kind and by era), ``steps``
        and ``at_risk`` (of their curves), ``years`` (year: alive, begun, ended), ``governments``
        (rates), ``lives`` (spell: start, end, duration of what is counted), ``policies`` (row: the
        whole table), ``timeline`` (bar: the rows that are shown), ``kinds`` and ``parties`` (stretches in
        office), ``gap_changes`` (year) and ``gap_spans`` (basis): starts and ends beside regional gaps,
        of which no verdict is made.
    """
    policies = own or shipped()
    shown: dict[str, Any] = {
        "what": what, "nation": nation, "era": era, "successors": successors,
    }  # fmt: skip
    counted = shown | {"unverified": unverified}
    spells = lives(policies, **counted)
    bars = timeline(policies, **shown)
    groups, steps, at_risk = survival(spells)
    years = yearly(spells)
    figures = {"n": float(spells.start.size), "ended": float(spells.ended.sum())}
    known = spells.start.size > 0
    figures["first"] = float(spells.start.min()) if known else math.nan
    figures["last"] = float(spells.start.max()) if known else math.nan
    figures |= _numbers(groups) | differences(spells)
    verified = policies_table(policies).verified.values[bars.row.values]
    figures["unverified"] = float((~verified).sum())
    judged = judge(figures)
    return Evidence(
        headline=words.headline(figures, counted),
        sentence=words.sentence(figures, counted, policies),
        parts=words.parts(figures, judged),
        subject=words.subject(figures, counted),
        reason=words.reason(figures, judged),
        figures=figures,
        tables=Tables(
            groups=groups,
            steps=steps,
            at_risk=at_risk,
            years=years,
            governments=rates(years),
            lives=spells.dataset(),
            policies=policies_table(policies),
            timeline=bars,
            kinds=kinds(),
            parties=parties(),
            gap_changes=lambda: changes(_of_any_era(policies, counted)),
            gap_spans=lambda: spans(_of_any_era(policies, counted)),
        ),
        caveats=words.caveats(figures, counted, policies),
        attrs={
            **sources(policies, GOVERNMENTS),
            "file": policies.file,
            "table": TABLE,
            "counted": words.SAID[what] + words.WHERE[nation],
            "reference_year": reference_year(),
            "limit": LIMIT,
            "half": HALF,
            "too_few": TOO_FEW,
            "churn": QUOTE,
        },
    )


def _of_any_era(policies: Policies, counted: Mapping[str, Any]) -> xr.Dataset:
    """Counts by year of policies whenever they began: those of one era end after it alone."""
    return yearly(lives(policies, **{**counted, "era": ALL}))


def _numbers(groups: xr.Dataset) -> dict[str, float]:
    """Of all policies together; missing where there is none."""
    names = [
        f"{name}{end}" for name in ("median", "share", "reach") for end in ("", "_low", "_high")
    ]
    if not groups.sizes.get("row"):
        return dict.fromkeys(names, math.nan)
    return {name: float(groups[name].values[0]) for name in names}
