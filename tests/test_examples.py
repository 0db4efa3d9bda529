"""The example in the docstring of every public statistic runs and gives what it says."""

import doctest
import inspect

import pytest

import levelkit as lk

PUBLIC = sorted(lk.measures.__all__)


@pytest.mark.parametrize("name", PUBLIC)
def test_the_example_gives_what_it_says(name, monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")  # pandas prints as wide as the terminal is
    examples = examples_of(inspect.unwrap(getattr(lk, name)), name)
    assert len(examples.examples) >= 3
    assert any("lk.load(" in example.source for example in examples.examples)
    run(examples)


@pytest.mark.parametrize("name", lk.plot.__all__)
def test_the_example_of_a_chart_draws_it(name):
    examples = examples_of(getattr(lk.plot, name), name)
    assert f"lk.plot.{name}(" in examples.examples[-1].source
    run(examples)
    assert examples.globs["chart"].to_dict()["datasets"]


def test_the_example_of_a_claim_elsewhere_gives_what_it_says():
    run(examples_of(lk.claim("convergence").on, "on", {"lk": lk}))


def examples_of(function, name, globs=None):
    examples = doctest.DocTestParser().get_doctest(
        inspect.getdoc(function), globs or {}, name, inspect.getsourcefile(function), None
    )
    assert examples.examples
    return examples


def run(examples):
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    said: list[str] = []
    runner.run(examples, out=said.append, clear_globs=False)
    assert not runner.failures, "".join(said)
