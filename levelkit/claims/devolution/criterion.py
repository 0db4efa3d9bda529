"""What makes the verdict on centralisation and its part in the gaps: one rule for all indices and choices."""

from __future__ import annotations

from levelkit.claims.devolution.association import FEWEST
from levelkit.claims.verdict import Verdict, by_figure, by_interval

COUNTRIES = 10  # with a place, or there is no saying

PARTS = {
    "place": "The UK is among the most centralised",
    "across": "More decentralised countries have smaller gaps",
    "within": "Gaps shrink in countries that decentralise",
}

CRITERION = (
    "The claim has three parts. Place: the United Kingdom is in the most centralised quarter of the countries with figures. This "
    "is a complete count, so that the figure decides; what it hangs on, single countries, those without figures or weights, is said "
    "beside it. That this is part of the cause would show in two links. Across countries: of the countries compared, those more "
    "decentralised have smaller gaps between their regions. Within countries: gaps shrink over the years where countries decentralise. Each "
    "link is an estimate, the slope of regional inequality on decentralisation: supported if its whole 95% interval is below zero, "
    "not supported if the whole of it is above, and not to be told if it includes zero. Regional inequality is that of the year "
    "nearest to the index's: of NUTS 2 regions from 2008, before that of Europe's regions since 1900, which serve within countries for "
    f"the Regional Authority Index too. With fewer than {COUNTRIES} countries for the place, or {FEWEST} for a link, a part cannot be tested; "
    "nor can a composite within countries, which has no figures over the years. Such a part counts neither for the claim nor "
    "against it. The claim is mixed where its parts differ. Links are no proof of a cause even where both hold."
)


def judge(figures: dict[str, float]) -> dict[str, Verdict]:
    """The verdict on each part, by its name.

    Parameters
    ----------
    figures : dict
        ``place`` (1 is the most centralised), ``countries``, and the ends of both slopes' intervals: ``across_low``,
        ``across_high``, ``within_low``, ``within_high``; missing where they cannot be asked.
    """
    links = {
        kind: by_interval(figures[f"{kind}_low"], figures[f"{kind}_high"], 0.0, "below")
        for kind in ("across", "within")
    }
    if figures["countries"] < COUNTRIES:
        return {"place": Verdict.CANNOT_TEST} | links
    return {"place": by_figure(figures["place"], quarter(figures["countries"]), "at most")} | links


def quarter(countries: float) -> float:
    """The last place in the most centralised quarter: of 22 countries 5.5, the place that the fifth and sixth share."""
    return countries / 4
