"""Lower layers never import higher ones; files stay small; the repository is about the product."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from web_modules import deno

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "levelkit"
LAYERS = ["catalogue", "measures", "claims", "charts", "figures", "pages", "site", "serving"]
BUNDLES = PACKAGE / "pages/share/voila/templates/levelkit/static"
BUNDLED = {"page.js", "site.js", "tools.js", "maps.js"}


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


CLAIMS = {path.name for path in (PACKAGE / "claims").iterdir() if (path / "__init__.py").is_file()}


@pytest.mark.parametrize("layer", ["charts", "figures", "pages", "site", "serving"])
def test_a_page_takes_nothing_of_a_claim_but_its_evidence(layer):
    for path in (PACKAGE / layer).rglob("*.py"):
        for name in imports(path):
            parts = name.split(".")
            if parts[:2] == ["levelkit", "claims"] and len(parts) > 2:
                assert parts[2] not in CLAIMS, f"{path} imports {name}"


def test_claims_import_by_module_so_that_their_hash_sees_it():
    # The hash of a table of combinations follows imports; `lk.rank` would be none.
    for path in (PACKAGE / "claims").rglob("*.py"):
        assert "levelkit" not in set(imports(path)), f"{path}: import from levelkit.measures"


def tracked():
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return [ROOT / name for name in listed.splitlines() if (ROOT / name).is_file()]


def test_files_stay_under_350_lines():
    for path in tracked():
        if path.suffix in {".py", ".js", ".css"} and path.name not in BUNDLED:
            assert len(path.read_text().splitlines()) <= 350, path


def test_each_library_inside_a_bundle_has_its_licence_named():
    text = (PACKAGE / "pages/web/LICENSES.md").read_text(encoding="utf-8")
    listed = set(
        re.findall(
            r"^\| \[([\w-]+)\]\(.*\) \| ([\d.]+) \| (?:ISC|MIT|BSD-3-Clause) \|$",
            text,
            re.MULTILINE,
        )
    )
    locked = json.loads((ROOT / "deno.lock").read_text(encoding="utf-8"))["npm"]
    pinned = {tuple(name.split("_")[0].rsplit("@", 1)) for name in locked}
    assert listed == {(name, version) for name, version in pinned if name != "commander"}
    for holder in ("Mike Bostock", "Arjun Barrett", "gitlab.com/catamphetamine", "Kazuhiko Arase"):
        assert re.search(rf"^> Copyright (\(c\) )?[\d-]+ {holder}", text, re.MULTILINE)
    assert "levelkit/pages/web/LICENSES.md" in (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_bundles_are_those_of_the_sources(tmp_path):
    """What is committed is what ``make web`` writes."""
    command = [deno(), "task", "--quiet", "build", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    assert {path.name for path in tmp_path.iterdir()} == BUNDLED
    for name in BUNDLED:
        assert (tmp_path / name).read_bytes() == (BUNDLES / name).read_bytes(), (
            f"{name}: run `make web`"
        )


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
    def run(code):
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    run("from levelkit.charts.specs import ready_specs; ready_specs()")
    heavy = ("altair", "statsmodels", "frictionless", "scipy.stats")
    opened = run(
        "import sys, levelkit; levelkit.pages.ClaimPage('century-of-ranks'); levelkit.pages.FrontPage();"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    assert opened == "[]"


def test_public_names_match_the_stub():
    import levelkit

    for name in levelkit.__all__:
        assert getattr(levelkit, name) is not None
    for name in levelkit.measures.__all__:
        assert name in levelkit.__all__
        doc = getattr(levelkit, name).__doc__
        for part in ("Parameters", "Returns", "Raises"):
            assert part in doc, name
