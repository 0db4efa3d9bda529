"""Notebooks of an installed levelkit are copied to the user's own folder, whose edits stay."""

import sys

import platformdirs
import pytest

from levelkit import lab


@pytest.fixture
def folders(tmp_path):
    source, target = tmp_path / "package", tmp_path / "documents/levelkit-notebooks"
    source.mkdir()
    for name in ("index.ipynb", "one.ipynb"):
        (source / name).write_text(f"{name} 1")
    return source, target


def texts(folder):
    return {path.name: path.read_text() for path in folder.glob("*.ipynb")}


def test_edits_stay_and_the_rest_is_brought_up_to_date(folders, capsys):
    source, target = folders
    assert lab.copies(source, target) == target
    assert texts(target) == texts(source)
    assert str(target) in capsys.readouterr().out
    (target / "one.ipynb").write_text("mine")
    lab.copies(source, target)  # the same version once more
    assert texts(target)["one.ipynb"] == "mine" and "newer" not in capsys.readouterr().out

    for path in source.iterdir():
        path.write_text(f"{path.name} 2")
    (source / "two.ipynb").write_text("new")
    for _ in range(2):
        lab.copies(source, target)
        assert texts(target) == {"index.ipynb": "index.ipynb 2", "one.ipynb": "mine", "two.ipynb": "new"}  # fmt: skip
        assert "There are newer ones of one.ipynb: yours were left" in capsys.readouterr().out
    (target / "one.ipynb").rename(target / "my one.ipynb")
    lab.copies(source, target)
    assert texts(target)["one.ipynb"] == "one.ipynb 2" and texts(target)["my one.ipynb"] == "mine"
    assert "newer" not in capsys.readouterr().out


@pytest.mark.parametrize("damage", [None, "", "[1]", "{"])
def test_whatever_lies_there_already_is_not_overwritten(folders, damage):
    source, target = folders
    target.mkdir(parents=True)
    (target / "one.ipynb").write_text("somebody's")
    if damage is not None:
        (target / lab.COPIED).write_text(damage)
    lab.copies(source, target)
    assert texts(target) == {"index.ipynb": "index.ipynb 1", "one.ipynb": "somebody's"}


def test_copies_go_among_the_documents_where_there_are_any(tmp_path, monkeypatch):
    documents = tmp_path / "Documents"
    monkeypatch.setattr(platformdirs, "user_documents_path", lambda: documents)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert lab.users_folder() == tmp_path / "levelkit-notebooks"
    documents.mkdir()
    assert lab.users_folder() == documents / "levelkit-notebooks"


@pytest.mark.parametrize("installed", [True, False])
def test_lab_opens_the_copies_of_an_installed_version_alone(installed, folders, tmp_path, monkeypatch):  # fmt: skip
    source, target = folders
    opened = []
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "")
    monkeypatch.setattr(lab, "__file__", str((source.parent if installed else tmp_path / "elsewhere") / "lab.py"))  # fmt: skip
    monkeypatch.setattr(lab, "notebooks_folder", lambda: source)
    monkeypatch.setattr(lab, "users_folder", lambda: target)
    monkeypatch.setattr("jupyterlab.labapp.main", opened.append)
    lab.lab(["--no-browser"])
    root = target if installed else source
    assert opened == [[f"--ServerApp.root_dir={root}", "--LabApp.default_url=/lab/tree/index.ipynb", "--no-browser"]]  # fmt: skip
    assert target.exists() == installed and "jupyterlab" in sys.modules
