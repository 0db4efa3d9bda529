"""Our numbers beside published ones and those of independent implementations."""

import pytest

import levelkit as lk
from validation import checks


@pytest.mark.parametrize("check", checks(), ids=str)
def test_value_agrees_with_the_oracle(check):
    ours, theirs = check.values()
    assert ours == pytest.approx(theirs, abs=check.tolerance, rel=0)


def test_each_statistic_has_an_oracle():
    lacking = {name for name in lk.measures.__all__ if callable(getattr(lk.measures, name))}
    lacking -= {check.statistic.split(".")[0] for check in checks()}
    assert sorted(lacking) == []
