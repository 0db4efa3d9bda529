"""A claim's page as a notebook shows it: controls, verdict, charts, tables."""

from __future__ import annotations

import contextlib
import importlib.util
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from levelkit.claims import claim as claim_named
from levelkit.claims import claim_names
from levelkit.claims.combinations import StaleError
from levelkit.pages import words
from levelkit.pages.answering import Answering
from levelkit.pages.fragility import curve_figure
from levelkit.pages.fragility_store import fragility_of
from levelkit.pages.parts import figure_part
from levelkit.pages.share import share
from levelkit.pages.standard import standard_layout
from levelkit.pages.state import PageState, page_states
from levelkit.pages.widgets import Hub, Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from levelkit.claims.claim import Claim
    from levelkit.claims.evidence import Evidence
    from levelkit.figures.figure import Figure
    from levelkit.pages.layout import PageLayout


class ClaimPage:
    """The parts of a claim's page, to be shown in any order.

    Parameters
    ----------
    claim : str or Claim
        The claim, or its name.
    layout : PageLayout, optional
        What it shows; by default that of the folder of the claim's name beside this module, else
        a standard figure for each of its tables.

    Attributes
    ----------
    claim : Claim
    state : PageState
        All that the page shows of the present answer, as plain values and labelled results.
    controls, marks : Part
        The choices, and what can be marked in the charts.
    inputs : dict of Part
        Inputs that are not finite, by name.
    criterion, answer, caveats : Part
        How it is judged, the verdict with its sentence, and notes.
    charts : dict of Part
        By name.
    main : Box
        The answer beside the first chart.
    fragility : Box
        Specification curve, shares, and what moves the answer.
    curve : Figure, optional
        The specification curve; none where the table of combinations is not up to date.
    tables : Part
        The figures behind the charts.
    html : dict of Part
        Further passages of the layout, by name.

    Raises
    ------
    UnknownClaimError
        If no claim of that name is listed.
    ClaimError
        If the claim's choices cannot be shown as they are, with one line a fault.
    """

    def __init__(self, claim: str | Claim, layout: PageLayout | None = None) -> None:
        self.claim = claim_named(claim) if isinstance(claim, str) else claim
        self.claim.check(answers=False)
        self.layout = layout or layout_of(self.claim)
        said, self.curve = self._fragility()
        self._said = {
            "criterion": {"html": _criterion(self.claim)},
            "fragility": {"html": said},
            "facts": {"html": _facts(self.number)},
        }
        choices = self.claim.complete({})
        *_, self.state = page_states(self.claim, self.layout, choices)
        self.hub = Hub(
            form=self.claim.form(),
            choices=choices,
            marks_form=[
                {"name": mark.name, "label": mark.label, "help": mark.help, "kind": mark.kind}
                for mark in self.layout.marks
                if mark.label
            ],
            inputs_form=[input.form() for input in self.claim.inputs],
            about=self._about(),
            **self.traits(self.state),
        )
        hub = self.hub
        self.controls, self.marks = Part(hub, "controls"), Part(hub, "marks")
        self.criterion, self.answer, self.caveats = (
            Part(hub, "html", name) for name in ("criterion", "answer", "caveats")
        )
        self.charts = {
            name: figure_part(hub, name, figure) for name, figure in self.state.figures.items()
        }
        plain = [table.plain() for table in self.state.tables.values()]
        self.tables = Part(hub, "table", "tables", tables=plain)
        self.inputs = {input.name: Part(hub, "input", input.name) for input in self.claim.inputs}
        self.html = {name: Part(hub, "html", name) for name in self.layout.passages}
        self.facts = Part(hub, "html", "facts")
        side = widgets.VBox([self.marks, self.controls]).add_class("lk-side")
        self.main = _box("lk-main", self.answer, self.facts, *list(self.charts.values())[:1], side)
        self.fragility = widgets.VBox([Part(hub, "html", "fragility")])
        if self.curve:
            part = figure_part(hub, "curve", self.curve)
            self.fragility.children = (*self.fragility.children, part)
        self._answering = Answering(self.claim, hub, self._states)

    @property
    def evidence(self) -> Evidence:
        """The present answer as labelled results."""
        return self.state.evidence

    @property
    def figures(self) -> dict[str, Figure]:
        """The present answer's figures by name: ``page.figures["bump"].chart()`` is an Altair chart."""
        marks = self.state.marks
        return {name: figure.marked(marks) for name, figure in self.state.figures.items()}

    def _states(
        self, choices: Mapping[str, Any], inputs: Mapping[str, Any]
    ) -> Iterator[tuple[dict[str, Any], bool]]:
        """What the hub holds of the answer, and whether that is whole: else the rest follows."""
        for state in page_states(self.claim, self.layout, choices, inputs):
            self.state = state
            yield self.traits(state), state.whole

    def traits(self, state: PageState) -> dict[str, Any]:
        """What the hub holds of a state: plain values, with what no choice changes."""
        traits = state.traits()
        said, params = self._said, {}
        if self.curve:
            said, params = said | {"curve": self.curve.words}, {"curve": self.curve.values}
        return traits | {
            "words": {**said, **traits["words"]}, "params": {**params, **traits["params"]},
        }  # fmt: skip

    def pair(self, *names: str) -> widgets.Box:
        """Charts or passages of these names side by side where there is room."""
        return _box("lk-pair", *((self.charts | self.html)[name] for name in names))

    def _about(self) -> dict[str, Any]:
        claim = self.claim
        views = [
            {"label": v.label, "choices": claim.complete(v.choices), "marks": dict(v.marks)}
            for v in claim.views
        ]
        return {
            "name": claim.name, "title": claim.title, "question": claim.question,
            "criterion": claim.criterion, "views": views, "share": share(claim),
            "notebook": claim.notebook, "claims": _all_claims(), "main": self.layout.main, "advanced": sorted(self.layout.advanced), "parts": len(claim.parts),
        }  # fmt: skip

    def _fragility(self) -> tuple[str, Figure | None]:
        """A passage and the specification curve; only words where it is not up to date."""
        self.number = 0
        try:
            fragility = fragility_of(self.claim)
        except StaleError as error:
            return words.passage("Not up to date", str(error)), None
        self.number = fragility.number
        return fragility.passage, curve_figure(self.claim, fragility.curve, fragility.words)


def _all_claims() -> list[list[str]]:
    """Notebook and question of every claim that has a page, in the order of their pages."""
    listed = []
    for name in claim_names():
        with contextlib.suppress(Exception):  # the front page says what is wrong with it
            other = claim_named(name)
            listed.append([other.notebook, other.question])
    return sorted(pair for pair in listed if pair[0])


def _box(name: str, *children: widgets.Widget) -> widgets.Box:
    return widgets.Box(list(children)).add_class(name)


def _criterion(claim: Claim) -> str:
    return f'<p class="lk-criterion"><strong>In short:</strong> {escape(claim.criterion)}</p>'


def _facts(number: int) -> str:
    """How often it was measured, and where the page says more: headings of its notebook."""
    held = f'<a href="#Does-the-answer-hold-up?">tested {number:,} ways</a> · ' if number else ""
    said = f'{held}<a href="#How-the-answer-is-judged">how it is judged</a>'
    return f'<p class="lk-facts">{said}</p>'


def layout_of(claim: Claim) -> PageLayout:
    """The layout that the claim's folder in ``levelkit/pages`` has, else the standard one."""
    module = f"levelkit.pages.{claim.name.replace('-', '_')}"
    spec = importlib.util.find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        return standard_layout(claim)
    layout: PageLayout = importlib.import_module(module).LAYOUT
    return layout
