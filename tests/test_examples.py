"""The example in the docstring of every public statistic runs and gives what it says."""

import doctest
import inspect

import pytest

import levelkit as lk

PUBLIC = sorted(lk.measures.__all__)


@pytest.mark.parametrize("name", PUBLIC)
def test_the_example_gives_what_it_says(name, monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")  # pandas prints as wide as the terminal is
    function = inspect.unwrap(getattr(lk, name))
    examples = doctest.DocTestParser().get_doctest(
        inspect.getdoc(function), {}, name, inspect.getsourcefile(function), None
    )
    assert len(examples.examples) >= 3
    assert any("lk.load(" in example.source for example in examples.examples)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    said: list[str] = []
    runner.run(examples, out=said.append)
    assert not runner.failures, "".join(said)
