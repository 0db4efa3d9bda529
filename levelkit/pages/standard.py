"""The layout of a claim that brings none: a figure and a table for each of its results."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from levelkit.charts.form import columns_of
from levelkit.figures.kept import kept
from levelkit.figures.standard import said, standard_figure
from levelkit.figures.table import Column, Table
from levelkit.pages.layout import Mark, PageLayout

if TYPE_CHECKING:
    from collections.abc import Callable

    from levelkit.claims.claim import Claim
    from levelkit.claims.evidence import Evidence
    from levelkit.figures.figure import Figure

_rows = kept(columns_of)


def standard_layout(claim: Claim) -> PageLayout:
    """Figures by the shape of its tables under the default choices, and a table of each.

    Parameters
    ----------
    claim : Claim
    """
    evidence = claim.evaluate()
    drawn = {
        name: figure
        for name, table in evidence.tables.items()
        if (figure := standard_figure(name, table))
    }
    figures: dict[str, Callable[[Evidence], Figure]] = {
        name: functools.partial(_figure, name, main=k == 0) for k, name in enumerate(drawn)
    }
    places = functools.partial(_places, figures=figures)
    marks = (
        (
            Mark(
                "highlight", places, lambda evidence: places(evidence)[0],
                label="Highlight (or click a place)",
            ),
        )
        if places(evidence)
        else ()
    )  # fmt: skip
    return PageLayout(
        figures=figures, marks=marks, tables=tuple(_table_of(name) for name in evidence.tables)
    )


def _figure(name: str, evidence: Evidence, *, main: bool) -> Figure:
    # Which tables are drawn was decided once: under other choices they may be shorter.
    figure = standard_figure(name, evidence.tables[name], least=1)
    if figure is None:
        raise ValueError(
            f"The table {name!r} has another shape under {evidence.choices} than under the default "
            "choices: no figure fits. Give the claim a layout of its own."
        )
    # The main figure says what was found, and what it shows.
    return with_words(figure, evidence.headline, figure.title) if main else figure


def with_words(figure: Figure, title: str, subtitle: str) -> Figure:
    """The same figure with another title."""
    return replace(figure, title=title, subtitle=f"{subtitle}. {figure.subtitle}".strip(" ."))


def _places(evidence: Evidence, *, figures: dict[str, Any]) -> list[str]:
    """Every place that a figure names, sorted."""
    columns = [
        rows for make in figures.values() for rows in make(evidence).data.values() if "name" in rows
    ]
    return sorted({name for rows in columns for name in rows["name"]})


def _table_of(name: str) -> Callable[[Evidence], Table]:
    def table(evidence: Evidence) -> Table:
        table = evidence.tables[name]
        every = _rows(table)
        # Other coordinates may come and go with the choices; columns of a page are the same for all.
        shown = (*table.dims, "name", *table.data_vars)
        rows = {str(key): every[str(key)] for key in shown if key in every}
        return Table(said(name), {name: rows}, tuple(Column(key, key, digits=3) for key in rows))

    table.__name__ = name
    return table
