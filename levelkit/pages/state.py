"""The state of a page: a pure function of claim, layout, choices and inputs.

A page with a kernel sends it, a site of plain files stores it, tests read it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from levelkit.charts.form import FormError
from levelkit.pages import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from levelkit.claims.claim import Claim
    from levelkit.claims.evidence import Evidence
    from levelkit.figures.figure import Figure
    from levelkit.figures.table import Table
    from levelkit.pages.layout import PageLayout


@dataclass(frozen=True)
class PageState:
    """All that a page shows of one answer.

    Attributes
    ----------
    evidence : Evidence
    figures : dict of Figure
        By name.
    tables : dict of Table
        By the name of what makes them.
    answered : dict
        The choices.
    datasets : dict
        Columns by name, of figures and tables.
    signals : dict
        What captions and names of files are filled in with, besides choices and marks.
    params : dict
        By figure, the values of its chart's parameters.
    offered, marks : dict
        What can be marked, by name, and what is marked to begin with.
    words : dict
        By part of the page: titles, passages.
    whole : bool
        False where figures are still to come that take longer.
    """

    evidence: Evidence
    answered: dict[str, Any]
    figures: dict[str, Figure] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    datasets: dict[str, Any] = field(default_factory=dict)
    signals: dict[str, Any] = field(default_factory=dict)
    params: dict[str, dict[str, Any]] = field(default_factory=dict)
    offered: dict[str, list[Any]] = field(default_factory=dict)
    marks: dict[str, Any] = field(default_factory=dict)
    words: dict[str, dict[str, Any]] = field(default_factory=dict)
    whole: bool = True

    def traits(self) -> dict[str, Any]:
        """What a page's hub holds of it: plain values."""
        return {
            "answered": self.answered, "datasets": self.datasets, "signals": self.signals,
            "params": self.params, "offered": self.offered, "marks": self.marks, "words": self.words,
        }  # fmt: skip


def page_state(
    claim: Claim,
    layout: PageLayout,
    choices: Mapping[str, Any],
    inputs: Mapping[str, Any] | None = None,
) -> PageState:
    """The whole state of a page.

    Parameters
    ----------
    claim : Claim
    layout : PageLayout
    choices : mapping
        One value of every choice, as :meth:`levelkit.claims.claim.Claim.complete` gives them.
    inputs : mapping, optional
        What the answer takes besides, where a visitor gave it.

    Returns
    -------
    PageState

    Raises
    ------
    FormError
        If a figure and its form do not fit, or two figures give different rows one name.
    """  # fmt: skip
    *_, state = page_states(claim, layout, choices, inputs)
    return state


def page_states(
    claim: Claim,
    layout: PageLayout,
    choices: Mapping[str, Any],
    inputs: Mapping[str, Any] | None = None,
) -> Iterator[PageState]:
    """The state without what takes longer, where the layout puts that off; then the whole."""  # fmt: skip
    evidence = claim.evidence(**choices, **(inputs or {}))
    if layout.later:
        yield _state(claim, layout, evidence, choices, later=False)
    yield _state(claim, layout, evidence, choices, later=True)


def _state(
    claim: Claim, layout: PageLayout, evidence: Evidence, choices: Mapping[str, Any], *, later: bool
) -> PageState:
    def now(name: str) -> bool:
        return later or name not in layout.later

    figures = {name: make(evidence) for name, make in layout.figures.items() if now(name)}
    tables = {make.__name__: make(evidence) for make in layout.tables if now(make.__name__)}
    state = PageState(
        evidence,
        dict(choices),
        figures,
        tables,
        signals=dict(layout.values(evidence)),
        params={name: _signals(figure) for name, figure in figures.items()},
        offered={mark.name: mark.offered(evidence) for mark in layout.marks},
        marks={mark.name: mark.usual(evidence) for mark in layout.marks},
        words={
            **{name: dict(figure.words) for name, figure in figures.items()},
            **{name: {"html": write(evidence)} for name, write in layout.passages.items() if now(name)},
            **{name: {"options": options(evidence)} for name, options in layout.options.items()},
            **words_of_answer(claim, layout, evidence),
        },
        whole=later,
    )  # fmt: skip
    if layout.workings:
        workings = layout.workings(evidence)
        said = {"function": workings.function, "inputs": list(workings.inputs)}
        state.words["workings"] = said | {"settings": dict(workings.settings)}
        _put(state.datasets, "workings", workings.data, "workings")
    for name, figure in figures.items():
        for dataset, columns in figure.data.items():
            _put(state.datasets, figure.on_page(dataset), columns, name)
    for name, table in tables.items():
        for dataset, columns in table.data.items():
            _put(state.datasets, dataset, columns, name)
    return state


def _signals(figure: Figure) -> dict[str, Any]:
    return {**figure.values, **figure.marks}


def _put(datasets: dict[str, Any], name: str, columns: Any, whose: str) -> None:
    """Figures may share rows; different ones under one name would show one of them wrongly."""
    known = datasets.setdefault(name, columns)
    if known is not columns and known != columns:
        raise FormError(
            f"{whose} has other rows under the name {name!r} than a figure before it: give one of "
            "them a scope."
        )


def words_of_answer(
    claim: Claim, layout: PageLayout, evidence: Evidence
) -> dict[str, dict[str, Any]]:
    """The answer, what to know of it, and what downloads and citations say."""
    card = words.verdict_card(
        evidence.verdict, evidence.subject, evidence.reason, evidence.sentence, evidence.parts
    )
    about = layout.about(evidence) if layout.about else _choices_in_words(claim, evidence)
    return {
        "answer": {"html": card},
        "caveats": {
            "html": words.notes(evidence.caveats, ""),
        },
        "page": {
            "source": evidence.attrs["source"],
            "licence": evidence.attrs["licence"],
            "verdict": f"{evidence.verdict} ({evidence.subject})",
            "parts": words.parts_said(evidence.parts) if len(evidence.parts) > 1 else "",
            "reason": evidence.reason,
            "answer": evidence.sentence,
            "more": about,
        },
        "notes": {"items": list(evidence.caveats)},
    }


def _choices_in_words(claim: Claim, evidence: Evidence) -> list[list[str]]:
    return [[choice.label.lower(), str(evidence.choices[choice.name])] for choice in claim.choices]
