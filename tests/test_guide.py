"""docs/add-a-claim.md: what it tells to write works as it stands."""

import ast
import json
import re
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient

from added_claim import FILES, GUIDE, ROOT, TABLE, added, whole

FOLDER = "data/combinations"


def test_the_claim_is_answered_from_real_figures():
    example = re.findall(r"\n\n```python\n(import levelkit as lk\n.*?)```", GUIDE, re.DOTALL)
    (lines,) = example
    *before, last = lines.strip().splitlines()
    out = added().run("-c", "\n".join([*before, f"print({last})"]))
    # Northern Ireland from 1950 to 1990, Wales since.
    assert out.strip() == (
        "Northern Ireland, the poorest region in 1950, was the poorest in 27% of 15 later years."
    )


def test_the_table_of_combinations_is_written_and_the_others_left():
    # Where it takes longer than usual, a bar stands before it.
    assert "\npoorest-region: written to " in f"\n{added().printed}"
    again = added().run("-m", "levelkit.cli", "combinations", "poorest-region")
    assert again == "poorest-region: up to date\n"
    table = pd.read_csv(added().folder / FOLDER / "poorest-region.csv")
    assert len(table) == table[["data", "measure", "first_year"]].drop_duplicates().shape[0] > 100
    assert set(table.verdict) == {"supported", "mixed", "not supported"}
    kept = ROOT / FOLDER / "century-of-ranks.csv"
    assert (added().folder / FOLDER / kept.name).read_bytes() == kept.read_bytes()


def test_the_page_has_the_parts_of_any_claim():
    code = """
import json, levelkit as lk
page = lk.pages.ClaimPage("poorest-region")
page.hub.set_state({"choices": {"data": "uk-itl1"}})
lk.pages.FrontPage()
print(json.dumps([page.hub.words, page.hub.answered, [part.kind for part in page.fragility.children],
                  [table.caption for table in page.state.tables.values()]]))
"""

    words, answered, kinds, captions = json.loads(added().run("-c", code))
    assert answered["data"] == "uk-itl1"
    assert "North East" in words["answer"]["html"]
    assert "ways of measuring it" in words["curve"]["title"]
    assert "All first years" in words["fragility"]["html"]
    assert kinds == ["html", "curve"]
    assert captions == ["Places from below", "Times poorest"]


def test_it_has_two_charts_with_no_further_code():
    code = """
import json, levelkit as lk
page = lk.pages.ClaimPage("poorest-region")
print(json.dumps({name: figure.title for name, figure in page.figures.items()}))
"""
    assert json.loads(added().run("-c", code)) == {
        "places_from_below": "Northern Ireland was poorest in 42% of later years",
        "times_poorest": "Times poorest",
    }


def test_a_layout_of_its_own_takes_their_place():
    (layout,) = re.findall(r"```python\n(from levelkit.figures import .*?)```", GUIDE, re.DOTALL)
    code = (
        f"{layout}print(page.hub.words['times']['title'], page.hub.datasets['shares']['name'][0])"
    )
    assert added().run("-c", code).strip().endswith("of later years Wales")


def test_the_notebook_runs(monkeypatch):
    path = added().folder / "notebooks/11-poorest-region.ipynb"
    notebook = nbformat.read(path, as_version=4)
    assert notebook.metadata["title"] == "The poorest region"
    monkeypatch.setenv("PYTHONPATH", str(added().folder))
    strict = nbformat.v4.new_code_cell("import warnings; warnings.simplefilter('error')")
    notebook.cells.insert(0, strict)
    NotebookClient(
        notebook, timeout=60, resources={"metadata": {"path": str(path.parent)}}
    ).execute()
    shown = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    assert len(shown) == 5
    assert all("application/vnd.jupyter.widget-view+json" in out["data"] for out in shown)


def test_the_guide_says_of_imports_and_folders_what_is_so():
    (claim,) = (text for path, text in FILES.items() if path.startswith("levelkit/claims/"))
    modules = {
        node.module for node in ast.walk(ast.parse(claim)) if isinstance(node, ast.ImportFrom)
    }
    assert all(
        module.startswith("levelkit.")
        for module in modules - {"__future__", "typing", "collections.abc"}
    )
    for path in re.findall(r"\]\(\.\./([\w/.-]+)\)", GUIDE):
        assert (ROOT / path).exists()
    code = added().run("-c", "import levelkit as lk; from levelkit.claims.fingerprint import code_of;"
                       "print(*sorted(p.name for p in code_of(lk.claim('poorest-region'))))")  # fmt: skip
    assert {"ranks.py", "panels.py", "claim.py", "__init__.py"} <= set(code.split())


@pytest.mark.parametrize(
    "command",
    [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]],
    ids=lambda command: " ".join(command[:2]),
)
def test_what_it_tells_to_write_is_clean(command):
    whole().run("-m", *command)


def test_what_it_tells_to_write_passes_the_tests_of_every_claim():
    everywhere = (
        "test_claim_check",
        "test_choices",
        "test_combinations",
        "test_page_any",
        "test_notebooks",
    )
    files = [f"tests/{name}.py" for name in everywhere]
    printed = whole().run(
        "-m", "pytest", "-q", "-n", "0", "-k", "poorest", "-p", "no:cacheprovider", *files
    )
    number = int(re.search(r"(\d+) passed", printed)[1])
    assert number >= 12 and "failed" not in printed


def test_what_it_tells_to_write_passes_its_own_tests_and_those_of_readme_and_tables():
    files = [path for path in FILES if path.startswith("tests/")]
    files += [f"tests/test_{name}.py" for name in ("readme", "build", "catalogue")]
    printed = whole().run("-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *files)
    assert "failed" not in printed


def test_its_table_is_loaded_with_labels_source_and_licence():
    name = Path(TABLE).stem.replace("_", "-")
    code = f"""
import levelkit as lk
farms = lk.load({name!r})
print(dict(farms.sizes), farms.farm_work_percent.attrs["units"], farms.attrs["licence"])
print(round(float(farms.farm_work_percent.sel(region="UKN", year=1900)), 3))
"""
    about, value = whole().run("-c", code).splitlines()
    assert about.startswith("{'region': 10, 'year': 12} % None stated by the publisher")
    raw = pd.read_csv(ROOT / "data/raw/roses_wolf_v6_regional_gdp_1900_2015.csv")
    share = raw.query("nuts_code == 'UKN' and year == 1900").emp_share_agri.item()
    assert float(value) == pytest.approx(100 * share, abs=6e-4)
