"""The reference page is what the docstrings and checks give."""

import importlib.util
import re
from pathlib import Path

import levelkit as lk
from validation import checks

ROOT = Path(__file__).parents[1]


def generator():
    spec = importlib.util.spec_from_file_location(
        "build_reference", ROOT / "docs/build_reference.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_page_is_made_from_the_present_docstrings():
    made = generator()
    written = (ROOT / "docs/reference.md").read_text(encoding="utf-8")
    assert made.functions() in written, "Run `make reference`."


def test_every_public_measure_is_on_the_page():
    written = (ROOT / "docs/reference.md").read_text(encoding="utf-8")
    for name in lk.measures.__all__:
        assert f"\n### {name}\n" in written


def test_table_has_each_check_with_its_values():
    written = (ROOT / "docs/reference.md").read_text(encoding="utf-8")
    table = written[written.index(generator().TABLE) :]
    rows = [re.split(r"(?<!\\)\|", line)[1:-1] for line in table.splitlines() if line[:1] == "|"][
        2:
    ]
    assert [row[0].strip() for row in rows] == [check.statistic for check in checks()]
    for row, check in zip(rows, checks(), strict=True):
        ours = check.values()[0]
        # The last digits vary by machine.
        assert abs(float(row[3]) - ours) <= check.tolerance + 1e-4 * abs(ours), check
