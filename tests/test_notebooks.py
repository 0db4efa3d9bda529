"""Every notebook: committed without outputs, equal to its text, and it runs."""

import json
from pathlib import Path

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient

import levelkit as lk

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
#: Figures that a notebook's text states.
SAID = {
    "01-a-century-of-ranks": ("0.867", "0.285", "variance_share"),
    "index": ("century-of-ranks", "rank correlation of 0.78"),
}


def test_there_are_notebooks():
    assert [path.stem for path in NOTEBOOKS] == [
        path.stem for path in sorted((FOLDER / "text").glob("*.py"))
    ]
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_committed_without_outputs(path):
    for cell in json.loads(path.read_text())["cells"]:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_equal_to_its_reviewable_text(path):
    notebook = jupytext.read(path)
    text = jupytext.read(FOLDER / "text" / f"{path.stem}.py")
    assert [(c.cell_type, c.source, c.metadata.get("tags")) for c in notebook.cells] == [
        (c.cell_type, c.source, c.metadata.get("tags")) for c in text.cells
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs_from_top_to_bottom_without_a_warning(path):
    notebook = nbformat.read(path, as_version=4)
    strict = nbformat.v4.new_code_cell("import warnings; warnings.simplefilter('error')")
    notebook.cells.insert(0, strict)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(FOLDER)}}).execute()
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            assert output.get("name") != "stderr", output
    # What the text claims of the figures is what the cells show.
    shown = " ".join(
        str(output.get("data", {}).get("text/plain", ""))
        for cell in notebook.cells
        for output in cell.get("outputs", [])
    )
    for said in SAID.get(path.stem, ()):
        assert said in shown


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_page_has_a_title_and_a_claims_page_its_claim(path):
    notebook = nbformat.read(path, as_version=4)
    headings = [cell.source for cell in notebook.cells if cell.source.startswith("# ")]
    assert notebook.metadata["title"]
    assert headings
    if path.stem not in ("index", "your-area", "corrections"):
        (one,) = [
            lk.claim(name) for name in lk.claim_names() if lk.claim(name).notebook == path.stem
        ]
        assert notebook.metadata["title"] == one.title
        assert headings[0].startswith(f"# {one.question}\n")
        assert one.quote in " ".join(headings[0].replace("\n> ", " ").split())


def test_each_claim_has_its_notebook():
    assert {lk.claim(name).notebook for name in lk.claim_names()} <= {
        path.stem for path in NOTEBOOKS
    }
