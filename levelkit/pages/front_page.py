"""The front page: a card a claim, with its present answer."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

import ipywidgets as widgets
import numpy as np

from levelkit.charts.specs import ready_specs
from levelkit.claims import claim, claim_names
from levelkit.claims.combinations import ANSWER, StaleError, usual_answer
from levelkit.pages import words
from levelkit.pages.fragility_store import fragility_of
from levelkit.pages.share import SITE, binder
from levelkit.pages.widgets import Hub, Part, chart_part

if TYPE_CHECKING:
    from levelkit.claims.claim import Claim
    from levelkit.pages.fragility_store import Fragility

CURVE_HEIGHT = 130


class FrontPage:
    """A card for each claim: question, curve of all combinations, verdict, links.

    Attributes
    ----------
    cards : Box
    """

    def __init__(self) -> None:
        claims = sorted((claim(name) for name in claim_names()), key=lambda one: one.notebook)
        self.cards = widgets.Box([_card(one) for one in claims]).add_class("lk-cards")


def _card(one: Claim) -> widgets.Box:
    try:
        found = fragility_of(one)
    except StaleError:
        hub = Hub(words={"card": {"html": _words(one, None)}})
        return widgets.VBox([Part(hub, "html", "card")]).add_class("lk-card")
    datasets = found.curve["datasets"]
    about = {
        "description": found.words["description"],
        "subtitle": f"{one.effect.label}, one point a combination of choices, sorted",
        "height": CURVE_HEIGHT,
    }
    low, high = np.quantile(datasets["curve"]["effect"], [0.02, 0.98])
    hub = Hub(
        datasets={name: datasets[name] for name in ("curve", "thresholds")},
        signals={
            "n_curve": found.curve["signals"]["n_curve"],
            "effect_low": min(0.0, float(low)),
            "effect_high": max(0.0, float(high)),
        },
        words={"card": {"html": _words(one, found)}, "curve": about},
    )
    chart = chart_part(hub, "curve", ready_specs()["small_curve"], height=CURVE_HEIGHT)
    return widgets.VBox([Part(hub, "html", "card"), chart]).add_class("lk-card")


def _evaluated(one: Claim) -> dict[str, str]:
    found = one.evaluate()
    return {name: str(getattr(found, name)) for name in ANSWER}


def _words(one: Claim, fragile: Fragility | None) -> str:
    """Question, quote, verdict and links of one claim as HTML."""
    # A stale table has no answer to give either: then it is worked out.
    found = usual_answer(one) if fragile else _evaluated(one)
    verdict, reason = words.verdict_line(found["verdict"], found["subject"]), found["reason"]
    share = ""
    if fragile:
        held = fragile.shares["supported"]
        share = f"<p><strong>{held:.0%}</strong> of {fragile.number} combinations of choices support the claim.</p>"
    page = f"{one.notebook}.ipynb"
    links = {
        "App on Binder": binder(quote(f"voila/render/notebooks/{page}", safe="")),
        "JupyterLab on Binder": binder(quote(f"lab/tree/notebooks/{page}", safe="")),
        "Static page": f"{SITE}/{one.notebook}.html",
    }
    listed = "".join(
        f'<li><a href="{escape(url)}">{escape(text)}</a></li>' for text, url in links.items()
    )
    return (
        f'<h2><a href="{escape(page)}">{escape(one.question)}</a></h2>'
        f"<p>“{escape(one.quote)}” — {escape(one.source)}</p>"
        f"{verdict}<p>{escape(reason)}</p>{share}"
        f'<ul class="lk-links"><li><a href="{escape(page)}">Open the page</a></li>{listed}</ul>'
    )
