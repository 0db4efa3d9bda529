"""The state of every page fits its figures' forms: nothing is missing, and nothing superfluous."""

import functools
import json

import pytest

import levelkit as lk
from levelkit.charts.form import FormError
from levelkit.figures.figure import Figure
from levelkit.pages.blocks import plain_json
from levelkit.pages.claim_page import layout_of
from levelkit.pages.layout import PageLayout
from levelkit.pages.parts import lasting
from levelkit.pages.state import page_state, page_states

SAMPLE = 6  # combinations of each claim besides the default
#: Fields that a chart's own controls read in the browser.
CONTROLS = {"map": {"map", "code", "country", "region", "relative", "said", "readout"}}


@functools.cache
def combinations(name):
    """The default, and combinations spread over all there are."""
    claim = lk.claim(name)
    every = list(claim.combinations())
    return [claim.complete({}), *every[:: max(1, len(every) // SAMPLE)][:SAMPLE]]


@functools.cache
def states(name):
    claim = lk.claim(name)
    return [page_state(claim, layout_of(claim), made) for made in combinations(name)]


every_claim = pytest.mark.parametrize("name", lk.claim_names())


@every_claim
def test_every_column_is_drawn_shown_or_taken_away(name):
    for state in states(name):
        used = {"workings": set(state.datasets.get("workings", ()))}  # see test_workings.py
        for figure in state.figures.values():
            for dataset, fields in figure.drawn.data.items():
                used.setdefault(figure.on_page(dataset), set()).update(fields)
                if dataset == "areas":
                    used[figure.on_page(dataset)] |= CONTROLS[figure.kind]
            if figure.files:
                files = figure.files
                used.setdefault(figure.on_page(files.dataset), set()).update(
                    files.columns, files.where
                )
        for table in state.tables.values():
            fields = {field for column in table.columns for field in (*column.fields, column.link)}
            # A column of another year is found by the field "year".
            years = {"year"} if any(column.at for column in table.columns) else set()
            used.setdefault(table.dataset, set()).update(
                fields, table.where, {table.unit, table.sort}, years
            )
        for dataset, columns in state.datasets.items():
            if isinstance(columns, dict):
                assert set(columns) - used.get(dataset, set()) == set(), dataset


@every_claim
def test_a_figures_values_are_of_the_kinds_that_its_form_declares(name):
    kinds = {"N": str, "Q": (int, float), "B": bool}
    for state in states(name):
        for figure in state.figures.values():
            for dataset, fields in figure.drawn.data.items():
                columns = {**figure.data, **figure.fixed}.get(dataset)
                for field, kind in fields.items():
                    for value in columns[field]:
                        assert value is None or isinstance(value, kinds[kind]), (
                            figure.form,
                            dataset,
                            field,
                            value,
                        )


@every_claim
def test_marks_can_be_had(name):
    for state in states(name):
        for mark, usual in state.marks.items():
            assert usual in state.offered[mark], mark
        for figure in state.figures.values():
            assert set(figure.marks) <= set(figure.drawn.marks)


@every_claim
def test_what_no_choice_changes_is_the_same_in_all_answers(name):
    first, *others = states(name)
    for state in others:
        assert list(state.figures) == list(first.figures)
        for figure, figure_first in zip(
            state.figures.values(), first.figures.values(), strict=True
        ):
            assert (figure.form, figure.kind) == (figure_first.form, figure_first.kind)
            assert plain_json(lasting(figure)) == plain_json(lasting(figure_first))
        assert [t.plain() for t in state.tables.values()] == [
            t.plain() for t in first.tables.values()
        ]
        assert list(state.words) == list(first.words)


@every_claim
def test_the_state_is_plain_and_the_same_each_time(name):
    claim = lk.claim(name)
    for made, state in zip(combinations(name), states(name), strict=True):
        again = page_state(claim, layout_of(claim), made).traits()
        assert json.loads(plain_json(again)) == json.loads(plain_json(state.traits()))


@every_claim
def test_what_takes_longer_follows_and_changes_nothing_before_it(name):
    claim = lk.claim(name)
    layout = layout_of(claim)
    *early, whole = page_states(claim, layout, claim.complete({}))
    assert whole.whole and len(early) == bool(layout.later)
    for state in early:
        assert not state.whole
        assert set(whole.figures) - set(state.figures) <= layout.later
        assert all(whole.datasets[key] == rows for key, rows in state.datasets.items())
        assert all(whole.words[key] == said for key, said in state.words.items())


@every_claim
def test_every_figure_is_a_chart_outside_a_page(name):
    state = states(name)[0]
    for figure in state.figures.values():
        spec = figure.marked(state.marks).chart(width=700).to_dict()
        assert {*figure.drawn.data} <= {*spec["datasets"]}
        assert " ".join(spec["title"]["text"]) == figure.title
        # What the page marks to begin with is marked here: some charts draw nothing else.
        values = {param["name"]: param.get("value") for param in spec["params"]}
        for mark in set(figure.drawn.marks) & set(state.marks):
            assert values[mark] == state.marks[mark], (figure.form, mark)


def test_two_figures_cannot_have_different_rows_under_one_name():
    claim = lk.claim("widening-gaps")

    def bars(share):
        rows = {"row": [0], "name": ["a"], "short": ["a"], "share": [share]}
        return lambda _: Figure("share_bars", {"shares": rows}, title="Shares")

    layout = PageLayout(figures={"one": bars(0.2), "other": bars(0.3)})
    with pytest.raises(FormError, match="other has other rows under the name 'shares'"):
        page_state(claim, layout, claim.complete({}))


def test_a_layout_with_a_misspelt_form_says_so():
    claim = lk.claim("widening-gaps")
    layout = PageLayout(figures={"x": lambda _: Figure("share_bras", {}, title="x")})
    with pytest.raises(FormError, match="Did you mean 'share_bars'"):
        lk.pages.ClaimPage(claim, layout)
