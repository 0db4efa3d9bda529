"""Lower layers never import higher ones; files stay small; the repository is about the product."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "levelkit"
LAYERS = ["catalogue", "measures", "claims", "charts", "pages"]


def imports(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            # A relative import would hide which layer it reaches into.
            assert node.level == 0, f"{path.name}, line {node.lineno}: import by the full name"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("layer", LAYERS)
def test_no_layer_imports_a_higher_one(layer):
    higher = LAYERS[LAYERS.index(layer) + 1 :]
    for path in (PACKAGE / layer).rglob("*.py"):
        for name in imports(path):
            parts = name.split(".")
            if parts[0] == "levelkit" and len(parts) > 1:
                assert parts[1] not in higher, f"{path.name} imports {name}"


def test_measures_stand_alone():
    for path in (PACKAGE / "measures").rglob("*.py"):
        for name in imports(path):
            assert not name.startswith(("levelkit.catalogue", "ipywidgets", "altair")), path


def tracked():
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return [ROOT / name for name in listed.splitlines() if (ROOT / name).is_file()]


def test_files_stay_under_350_lines():
    for path in tracked():
        if path.suffix in {".py", ".js", ".css"}:
            assert len(path.read_text().splitlines()) <= 350, path


def test_no_registry_or_machine_path_is_named():
    forbidden = re.compile(
        r"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian|/(?:root|work|home|tmp)/"
    )
    allowed = {Path(__file__)}
    for path in tracked():
        if path in allowed or path.suffix in {".png"}:
            continue
        found = forbidden.search(path.read_text(encoding="utf-8", errors="replace"))
        assert not found, f"{path.name}: {found.group()}"


def test_import_is_light():
    code = "import sys, levelkit; print([m for m in ('pandas','xarray','numpy','altair') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_page_needs_neither_altair_nor_statsmodels():
    code = (
        "import sys; from levelkit.charts import ready_specs; ready_specs()\n"
        "import subprocess; c = 'import sys; from levelkit.pages import CenturyOfRanksPage as P; P();'"
        "\"print([m for m in ('altair','statsmodels','frictionless','scipy.stats') if m in sys.modules])\"\n"
        "print(subprocess.run([sys.executable, '-c', c], capture_output=True, text=True).stdout)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_public_names_match_the_stub():
    import levelkit

    for name in levelkit.__all__:
        assert getattr(levelkit, name) is not None
    for name in levelkit.measures.__all__:
        assert name in levelkit.__all__
        doc = getattr(levelkit, name).__doc__
        for part in ("Parameters", "Returns", "Raises"):
            assert part in doc, name
