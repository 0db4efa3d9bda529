"""The front page: a card a claim, with its present answer."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

import ipywidgets as widgets
import numpy as np
from traitlets.log import get_logger

from levelkit.catalogue.damage import damage_of
from levelkit.claims import claim, claim_names
from levelkit.claims.combinations import StaleError, in_short, usual_answer
from levelkit.claims.verdict import Part as Judged
from levelkit.claims.verdict import Verdict
from levelkit.figures.figure import Figure
from levelkit.pages import words
from levelkit.pages.fragility_store import fragility_of
from levelkit.pages.parts import figure_part
from levelkit.pages.share import SITE, binder
from levelkit.pages.widgets import Hub, Part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from levelkit.claims.claim import Claim
    from levelkit.pages.fragility_store import Fragility

NO_CARD = "This page cannot be shown at the moment: something is wrong on this server. Other pages are not affected."


class FrontPage:
    """A card for each claim: question, curve of all combinations, verdict, links.

    Attributes
    ----------
    cards : Box
    """

    def __init__(self) -> None:
        cards = sorted(map(_placed, claim_names()), key=lambda item: item[0])
        self.cards = widgets.Box([card for _, card in cards]).add_class("lk-cards")


def _placed(name: str) -> tuple[str, widgets.Box]:
    """A claim's place among the cards, and its card; one that cannot be made leaves the others be."""
    asked = None
    try:
        asked = claim(name)
        faults = damage_of(asked.files)
        return asked.notebook, _plain_card(asked, words.damaged(faults)) if faults else _card(asked)
    except Exception:
        get_logger().exception("The card of %s could not be made", name)
        place = asked.notebook if asked else f"~{name}"
        return place, _plain_card(asked, NO_CARD, heading=name.replace("-", " ").capitalize())


def _plain_card(asked: Claim | None, text: str, heading: str = "") -> widgets.Box:
    """What is asked, and why there is no answer."""
    html = f"<h2>{escape(asked.question if asked else heading)}</h2>"
    if asked:
        html += f"<p>“{escape(asked.quote)}” — {escape(asked.source)}</p>"
    hub = Hub(words={"card": {"html": f'{html}<p class="lk-notice">{escape(text)}</p>'}})
    return widgets.VBox([Part(hub, "html", "card")]).add_class("lk-card")


def _card(asked: Claim) -> widgets.Box:
    try:
        fragile = fragility_of(asked)
    except StaleError:
        hub = Hub(words={"card": {"html": _words(asked, None)}})
        return widgets.VBox([Part(hub, "html", "card")]).add_class("lk-card")
    data = {name: fragile.curve["data"][name] for name in ("curve", "thresholds")}
    low, high = np.quantile(data["curve"]["effect"], [0.02, 0.98])
    curve = Figure(
        "small_curve",
        data,
        {"effect_low": min(0.0, float(low)), "effect_high": max(0.0, float(high))},
        title=f"{asked.effect.label}, each dot is one way of measuring it, sorted",
        description=fragile.words["description"],
    )
    # The card has a heading of its own: here the title is a line below it.
    said = {**curve.words, "title": "", "subtitle": curve.title}
    hub = Hub(
        datasets=dict(curve.data), params={"curve": curve.values},
        words={"card": {"html": _words(asked, fragile)}, "curve": said, "elsewhere": {"html": _links(asked)}},
    )  # fmt: skip
    parts = [
        Part(hub, "html", "card"),
        figure_part(hub, "curve", curve),
        Part(hub, "html", "elsewhere"),
    ]
    return widgets.VBox(parts).add_class("lk-card")


def judged(stored: Mapping[str, str]) -> Judged:
    """A part of a stored answer."""
    verdict = Verdict(stored["verdict"])
    return Judged(stored["name"], stored["label"], verdict, stored["reason"])


def _words(asked: Claim, fragile: Fragility | None) -> str:
    """Question, quote, verdict and links of one claim as HTML."""
    # A stale table has no answer to give either: then it is worked out.
    answer = usual_answer(asked) if fragile else in_short(asked.evaluate())
    verdict, reason = words.verdict_line(answer["verdict"], answer["subject"]), answer["reason"]
    parts = words.parts_list([judged(stored) for stored in answer["parts"]], reasons=False)
    share = ""
    if fragile:
        shares = fragile.shares
        share = f"<p>{escape(words.tried(shares, fragile.number))}.</p>{words.share_bar(shares)}"
    # The whole card leads to its page.
    return (
        f'<h2><a class="lk-card-link" href="{escape(asked.notebook)}.ipynb">{escape(asked.question)}</a></h2>'
        f"{verdict}<p>{escape(reason)}</p>{parts}{share}"
    )


def _links(asked: Claim) -> str:
    """Where else a page runs: for analysts, a click further."""
    page = f"{asked.notebook}.ipynb"
    links = {
        "App on Binder": binder(quote(f"voila/render/notebooks/{page}", safe="")),
        "JupyterLab on Binder": binder(quote(f"lab/tree/notebooks/{page}", safe="")),
        "Static page": f"{SITE}/{asked.notebook}.html",
    }
    listed = "".join(
        f'<li><a href="{escape(url)}">{escape(text)}</a></li>' for text, url in links.items()
    )
    return (
        '<details class="lk-elsewhere"><summary>Run it elsewhere</summary>'
        f'<ul class="lk-links">{listed}</ul></details>'
    )
