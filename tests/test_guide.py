"""docs/add-a-claim.md: what it tells to write works as it stands."""

import ast
import json
import re

import nbformat
import pandas as pd
from nbclient import NotebookClient

from added_claim import GUIDE, ROOT, added

FOLDER = "data/combinations"


def test_the_claim_is_answered_from_real_figures():
    example = re.findall(
        r"^```python\n(import levelkit as lk\n.*?)```", GUIDE, re.MULTILINE | re.DOTALL
    )
    (lines,) = example
    *before, last = lines.strip().splitlines()
    out = added().run("-c", "\n".join([*before, f"print({last})"]))
    # Northern Ireland from 1950 to 1990, Wales since.
    assert out.strip() == (
        "Northern Ireland, the poorest region in 1950, was the poorest in 27% of 15 later years."
    )


def test_the_table_of_combinations_is_written_and_the_others_left():
    assert "century-of-ranks: up to date" in added().printed
    assert "poorest-region: written to" in added().printed
    assert "poorest-region: up to date" in added().run("-m", "levelkit.cli", "combinations")
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
                  [table["caption"] for table in page.design.tables]]))
"""

    words, answered, kinds, captions = json.loads(added().run("-c", code))
    assert answered["data"] == "uk-itl1"
    assert "North East" in words["answer"]["html"]
    assert "combinations support the claim" in words["curve"]["title"]
    assert "All first years" in words["fragility"]["html"]
    assert kinds == ["curve", "html"]
    assert captions == ["Places from below"]


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
    assert len(shown) == 6
    assert all("application/vnd.jupyter.widget-view+json" in out["data"] for out in shown)


def test_the_guide_says_of_imports_and_folders_what_is_so():
    claim = re.search(r"^`levelkit/claims/.*?```python\n(.*?)```", GUIDE, re.MULTILINE | re.DOTALL)[
        1
    ]
    assert all(node.module.startswith("levelkit.") for node in ast.walk(ast.parse(claim))
               if isinstance(node, ast.ImportFrom))  # fmt: skip
    for path in re.findall(r"\]\(\.\./([\w/.-]+)\)", GUIDE):
        assert (ROOT / path).exists()
    code = added().run("-c", "import levelkit as lk; from levelkit.claims.inputs import code_of;"
                       "print(*sorted(p.name for p in code_of(lk.claim('poorest-region'))))")  # fmt: skip
    assert {"ranks.py", "panels.py", "claim.py", "__init__.py"} <= set(code.split())
