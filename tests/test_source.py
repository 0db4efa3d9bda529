"""What a module's text means: the hash of stored answers follows what code does, not how it is written."""

import pytest

from levelkit.claims.source import read_source

CODE = '''"""What it is."""

import math
from levelkit.measures import rank
from . import words
from .numbers import share

MOST = 0.9  # of all


def answer(x, *, most=MOST):
    """The answer."""
    # Why it is so.
    y = {"a": 1, "b": [2, 3]}
    return f"{rank(x):.0%} of {y}" if x > most else -math.inf


class Panel:
    """Regions."""

    size: int = 3
'''
SAME = {
    "module docstring": ('"""What it is."""', '"""What it was, and\nwhy."""'),
    "no module docstring": ('"""What it is."""', ""),
    "docstring of a function": ('"""The answer."""', '"""Another."""'),
    "docstring of a class": ('    """Regions."""\n\n', ""),
    "comment": ("# Why it is so.", "# Why it was."),
    "no comment": ("  # of all", ""),
    "line breaks": ('{"a": 1, "b": [2, 3]}', '{\n        "a": 1,\n        "b": [2, 3],\n    }'),
    "line ends": ("\n", "\r\n"),
    "quotes": ('"b"', "'b'"),
}
OTHER = {
    "constant": ("0.9", "0.8"),
    "kind of number": ("size: int = 3", "size: int = 3.0"),
    "text": ('"b"', '"c"'),
    "format": (":.0%", ":.1%"),
    "operator": ("x > most", "x >= most"),
    "sign": ("-math.inf", "math.inf"),
    "name": ("most=MOST", "most=1"),
    "keyword": ("x, *, most", "x, most"),
    "import": ("import math", "import cmath as math"),
    "order": ("[2, 3]", "[3, 2]"),
    "a text that is used": ('"""What it is."""', 'WHAT = """What it is."""'),
}


@pytest.fixture
def source(tmp_path):
    def read(text):
        path = tmp_path / "module.py"
        path.write_bytes(text.encode())
        return read_source(path)

    return read


@pytest.mark.parametrize("change", SAME)
def test_how_it_is_written_means_nothing(change, source):
    old, new = SAME[change]
    assert old in CODE
    assert source(CODE.replace(old, new)) == source(CODE)


@pytest.mark.parametrize("change", OTHER)
def test_what_it_does_means_something(change, source):
    old, new = OTHER[change]
    assert old in CODE
    assert source(CODE.replace(old, new)).meaning != source(CODE).meaning


def test_imports_are_told_as_they_stand(source):
    assert source(CODE).imports == (
        "math", "levelkit.measures", "levelkit.measures.rank", ".", ".words", ".numbers", ".numbers.share",
    )  # fmt: skip


def test_a_hash_is_the_same_on_every_python(source):
    # Versions differ in the fields that are empty, and those are left out.
    assert source("x = f(1, *a)[0]\n\n\ndef g(y: int = 2) -> str:\n    return 'é'\n").meaning == (
        "8d54a678912e14f93ededa36ab5efa643ced7d4c5c0ee932d9d3572aedf023be"
    )
