"""The page of any claim: controls, answer, charts, fragility, tables, notes."""

from __future__ import annotations

import importlib
import importlib.util
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from levelkit.catalogue import sources_of
from levelkit.charts.specs import ready_specs
from levelkit.claims import claim
from levelkit.claims.combinations import StaleError
from levelkit.pages import words
from levelkit.pages.answering import Answering
from levelkit.pages.design import Design, plain_design
from levelkit.pages.fragility_store import fragility_of
from levelkit.pages.share import share
from levelkit.pages.widgets import Hub, Part, chart_part, named_data

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from levelkit.claims.claim import Claim
    from levelkit.claims.evidence import Evidence


class ClaimPage:
    """The parts of a claim's page, to be shown in any order.

    Parameters
    ----------
    of : str or Claim
        The claim, or the name of one that is listed.
    design : Design, optional
        Its charts and tables; by default those of the folder of the same name beside this
        module, else a table of each result.

    Attributes
    ----------
    claim : Claim
    evidence : Evidence
        The present answer as labelled results.
    controls, looks : Part
        The choices, and what can be marked in the charts.
    extras : dict of Part
        Inputs that are not finite, by name.
    criterion, answer, caveats : Part
        How it is judged, the verdict with its sentence, and notes.
    charts : dict of Part
        By name.
    main : Box
        The answer beside the first chart.
    fragility : Box
        Specification curve, shares, and what moves the answer.
    tables : Part
        The figures behind the charts.
    html : dict of Part
        Further passages of the design, by name.

    Raises
    ------
    UnknownClaimError
        If no claim of that name is listed.
    ClaimError
        If the claim's choices cannot be shown as they are, with one line a fault.
    """

    def __init__(self, of: str | Claim, design: Design | None = None) -> None:
        self.claim = claim(of) if isinstance(of, str) else of
        self.claim.check(answers=False)
        self.evidence: Evidence
        choices = self.claim.complete({})
        self.has_own_design = design is not None
        self.design = design or design_of(self.claim)
        fragile, curve = self._fragility()
        self._fixed = {"criterion": {"html": _criterion(self.claim)}, **fragile}
        self.hub = Hub(
            form=self.claim.form(),
            choices=choices,
            looks_form=list(self.design.looks_form),
            extras_form=[
                {"name": one.name, "label": one.label, "help": one.help, "kind": one.kind}
                for one in self.claim.extras
            ],
            about=self._about(),
            **self.state(choices),
        )
        hub = self.hub
        self.controls, self.looks = Part(hub, "controls"), Part(hub, "looks")
        self.criterion, self.answer, self.caveats = (
            Part(hub, "html", one) for one in ("criterion", "answer", "caveats")
        )
        specs = ready_specs()
        self.charts = {
            one: chart_part(
                hub, one, specs[chart["form"]], kind=chart.get("kind", "chart"),
                files=chart["files"], **chart.get("options", {}),
            )
            for one, chart in self.design.charts.items()
        }  # fmt: skip
        self.tables = Part(hub, "table", "tables", tables=list(self.design.tables))
        self.extras = {one.name: Part(hub, "extra", one.name) for one in self.claim.extras}
        self.html = {one: Part(hub, "html", one) for one in self.design.html}
        self.main = _box(
            "lk-main", widgets.VBox([self.answer, self.looks]).add_class("lk-side"),
            *list(self.charts.values())[:1],
        )  # fmt: skip
        self.fragility = widgets.VBox([Part(hub, "html", "fragility")])
        if curve:
            spec = specs["specification_curve"]
            part = Part(hub, "curve", "curve", spec=spec, uses=named_data(spec), **curve)
            self.fragility.children = (part, *self.fragility.children)
        self._answering = Answering(self.claim, hub, self._states)

    def state(
        self, choices: Mapping[str, Any], extras: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """All that the hub holds of one answer.

        Parameters
        ----------
        choices : mapping
            One value of every choice.
        extras : mapping, optional
            What the answer takes besides, where a visitor gave it.

        Returns
        -------
        dict
            ``answered, datasets, signals, offered, looks, words``: plain values.
        """
        *_, (whole, _) = self._states(choices, extras or {})
        return whole

    def _states(
        self, choices: Mapping[str, Any], extras: Mapping[str, Any]
    ) -> Iterator[tuple[dict[str, Any], bool]]:
        """The answer, and whether it is whole: where the design puts off a part, that follows."""
        self.evidence = found = self.claim.evidence(**choices, **extras)
        shown = self.design.shown(found)
        state: dict[str, Any] = {
            "answered": dict(choices),
            "datasets": shown.datasets,
            "signals": dict(shown.signals),
            "offered": dict(shown.offered),
            "looks": dict(shown.looks),
            "words": {
                **self._fixed,
                **{name: dict(said) for name, said in shown.words.items()},
                **self._words(found),
                "page": self._page_words(found) | {"names": dict(shown.names)},
                "notes": {"items": list(found.caveats)},
            },
        }
        yield state, shown.rest is None
        if shown.rest:
            rest = shown.rest()
            more = {"datasets": rest.datasets, "signals": rest.signals, "words": rest.words}
            yield {**state, **{trait: {**state[trait], **new} for trait, new in more.items()}}, True

    def pair(self, *names: str) -> widgets.Box:
        """Charts or passages of these names side by side where there is room."""
        return _box("lk-pair", *((self.charts | self.html)[name] for name in names))

    def _words(self, found: Evidence) -> dict[str, dict[str, Any]]:
        card = words.verdict_card(
            found.verdict, found.subject, found.reason, found.sentence, found.parts
        )
        notes = words.notes(found.caveats, "What to know about these figures")
        return {"answer": {"html": card}, "caveats": {"html": notes}}

    def _page_words(self, found: Evidence) -> dict[str, Any]:
        """What downloads and citations say of the answer."""
        more = self.design.about or self._choices_in_words
        return {
            "source": found.attrs["source"],
            "licence": found.attrs["licence"],
            "verdict": f"{found.verdict} ({found.subject})",
            "parts": words.parts_said(found.parts) if len(found.parts) > 1 else "",
            "reason": found.reason,
            "answer": found.sentence,
            "more": more(found),
        }

    def _choices_in_words(self, found: Evidence) -> list[list[str]]:
        return [[one.label.lower(), str(found.choices[one.name])] for one in self.claim.choices]

    def _about(self) -> dict[str, Any]:
        one = self.claim
        views = [
            {"label": v.label, "choices": one.complete(v.choices), "looks": dict(v.looks)}
            for v in one.views
        ]
        return {
            "name": one.name, "title": one.title, "question": one.question, "criterion": one.criterion,
            "views": views, "share": share(one), "main": next(iter(self.design.charts), ""),
            "parts": len(one.parts),
        }  # fmt: skip

    def _fragility(self) -> tuple[dict[str, Any], dict[str, Any] | None]:
        """Words and figures of the specification curve; only words where it is not up to date."""
        try:
            found = fragility_of(self.claim)
        except StaleError as error:
            return {"fragility": {"html": words.passage("Not up to date", str(error))}}, None
        more = {
            "height": found.curve["height"],
            "source": f"Source: {sources_of(self.claim.tables)}.",
        }
        said = {"curve": found.words | more, "fragility": {"html": found.passage}}
        return said, found.curve


def _box(name: str, *children: widgets.Widget) -> widgets.Box:
    return widgets.Box(list(children)).add_class(name)


def _criterion(one: Claim) -> str:
    return (
        '<details class="lk-criterion"><summary>How it is judged</summary>'
        f"<p>{escape(one.criterion)}</p></details>"
    )


def design_of(one: Claim) -> Design:
    """The design that the claim's folder in ``levelkit/pages`` has, else the plain one."""
    module = f"levelkit.pages.{one.name.replace('-', '_')}"
    spec = importlib.util.find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        return plain_design(one.evaluate())
    design: Design = importlib.import_module(module).DESIGN
    return design
