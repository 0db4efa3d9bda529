"""A damaged file takes down what rests on it, in plain words, and nothing else."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import levelkit as lk
from levelkit.catalogue import damage as module
from levelkit.catalogue.damage import damage, damage_of
from levelkit.pages import FrontPage, front_page
from levelkit.serving.checks import damage_behind
from served import start_server
from talking import asked

ROOT = Path(__file__).parents[1]
CARDS = """
import json
from levelkit.pages import FrontPage
print(json.dumps([
    [part._hub.words["card"]["html"] if part.kind == "html" else part.kind for part in card.children]
    for card in FrontPage().cards.children
]))
"""


def flip(path):
    """Change one byte, as a failing disk does."""
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.write_bytes(whole)


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A copy of the tables and maps that may be damaged."""
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "data", folder, ignore=shutil.ignore_patterns("raw", "build"))
    monkeypatch.setattr(module, "data_folder", lambda: folder)
    return folder


def test_the_published_files_are_undamaged():
    assert damage() == {}


def test_what_is_wrong_is_named_and_seen_when_the_file_changes(data):
    assert damage() == {}
    whole = (data / "uk-century.csv").read_bytes()
    flip(data / "uk-century.csv")
    (data / "uk-itl.csv").unlink()
    assert damage() == {
        "uk-century": "uk-century.csv is not the file that was published",
        "uk-itl": "uk-itl.csv cannot be read (No such file or directory)",
    }
    assert damage_of(("us-states", "uk-itl")) == [damage()["uk-itl"]]
    (data / "uk-century.csv").write_bytes(whole)
    assert list(damage()) == ["uk-itl"]
    (data / "datapackage.json").write_text("{")
    assert damage_of(()) == ["datapackage.json, line 1: Expecting property name enclosed in double quotes"]  # fmt: skip


@pytest.mark.parametrize("claim", [*map(lk.claim, lk.claim_names())], ids=lambda one: one.name)
def test_a_page_rests_on_its_tables_and_maps(claim, data):
    """All that its folders name, wherever it is loaded."""
    folder = claim.name.replace("-", "_")
    text = "".join(
        path.read_text()
        for layer in ("claims", "pages")
        for path in (ROOT / "levelkit" / layer / folder).glob("**/*.py")
    )
    entries = json.loads((data / "datapackage.json").read_text())["resources"]
    listed = {entry["name"]: entry["path"] for entry in entries}
    named = {name for name in listed if f'"{name}"' in text}
    assert named <= set(claim.files)
    notebook = f"{claim.notebook}.ipynb"
    assert damage_behind(notebook) == []
    for name in claim.files:
        path = data / listed[name]
        flip(path)
        assert damage_behind(notebook)
        flip(path)
    assert damage_behind(notebook) == damage_behind("index.ipynb") == []


def test_a_card_that_cannot_be_made_leaves_the_others(monkeypatch):
    card, read = front_page._card, front_page.claim

    def failing(one):
        if one.name == "devolution":
            raise KeyError("secret")
        return card(one)

    def unreadable(name):
        if name == "convergence":
            raise OSError("secret")
        return read(name)

    monkeypatch.setattr(front_page, "_card", failing)
    monkeypatch.setattr(front_page, "claim", unreadable)
    cards = FrontPage().cards.children
    said = [card.children[0]._hub.words["card"]["html"] for card in cards]
    plain = [html for html in said if front_page.NO_CARD in html]
    assert len(said) == len(lk.claim_names()) and len(plain) == 2
    assert lk.claim("devolution").question in plain[0] and "<h2>Convergence</h2>" in plain[1]
    assert "secret" not in "".join(said)


def test_a_server_says_what_is_damaged_and_shows_the_rest(tmp_path, monkeypatch):
    leave = shutil.ignore_patterns("__pycache__", "raw", "build")
    for name in ("levelkit", "data", "notebooks"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=leave)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    tables = tmp_path / "data"
    flip(tables / "uk-century.csv")
    (tables / "combinations/inputs.json").write_text('{"devolution": {')

    made = subprocess.run([sys.executable, "-c", CARDS], capture_output=True, text=True, check=True, env=os.environ)  # fmt: skip
    cards = json.loads(made.stdout)
    assert len(cards) == len(lk.claim_names())
    lost = {one.question: "uk-century" in one.files for one in map(lk.claim, lk.claim_names())}
    for html, *charts in cards:
        question = next(one for one in lost if one in html)
        assert ("uk-century.csv is not the file that was published" in html) == lost[question]
        assert ("lk-verdict" in html) != lost[question] and charts == []

    server = start_server("--port", "8951", "--warm", "0")
    try:
        ranks, devolution = (
            f"{server.origin}/voila/render/{name}.ipynb"
            for name in ("01-a-century-of-ranks", "05-devolution")
        )
        assert any("Damaged: uk-century.csv is not the file" in line for line in server.lines)
        status, _, text = asked(ranks)
        assert status == asked(ranks, method="HEAD")[0] == 500
        assert "figures behind this page are damaged" in text and "uk-century.csv" in text
        assert server.kernels() == []
        assert asked(devolution, method="HEAD")[0] == 200
        flip(tables / "uk-century.csv")
        assert asked(ranks, method="HEAD")[0] == 200
        flip(tables / "imf-decentralisation.csv")
        assert asked(devolution, method="HEAD")[0] == 500
    finally:
        server.stop()
