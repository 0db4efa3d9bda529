"""environment.yml, locks and binder/ say the same as pyproject.toml."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
CONDA_NAMES = {"lazy-loader": "lazy_loader"}


def requirement(text):
    name, bounds = re.fullmatch(r"([A-Za-z0-9_.-]+)(.*)", text).groups()
    return name, bounds.replace(" ", "")


def test_environment_equals_pyproject():
    listed = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    conda = dict(
        requirement(item) for item in listed
    )  # names alone: conda's pip block takes no options
    assert conda.pop("python") == PROJECT["project"]["requires-python"]
    stated = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["build"]
    expected = dict(requirement(item) for item in stated)
    assert conda == {CONDA_NAMES.get(name, name): bounds for name, bounds in expected.items()}


def test_build_group_equals_build_system():
    assert PROJECT["dependency-groups"]["build"] == PROJECT["build-system"]["requires"]


def pins(name):
    text = (ROOT / name).read_text()
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", text, flags=re.MULTILINE))


def test_locks_pin_every_dependency_exactly_and_agree():
    runtime, dev = pins("requirements.lock"), pins("requirements-dev.lock")
    for item in PROJECT["project"]["dependencies"]:
        assert requirement(item)[0] in runtime
    assert runtime.items() <= dev.items()
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        assert "--index-url" not in text
        assert text.count("--hash=sha256:") >= len(pins(name))


def test_installed_versions_are_the_locked_ones():
    from importlib.metadata import version

    for name, pinned in pins("requirements.lock").items():
        if name in {"altair", "xarray", "voila", "statsmodels", "ipywidgets", "pandas"}:
            assert version(name) == pinned


def test_version_is_said_once():
    import levelkit

    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert citation["version"] == PROJECT["project"]["version"] == levelkit.__version__


def test_repo2docker_parses_the_repository():
    done = subprocess.run(
        [sys.executable, "-m", "repo2docker", "--no-build", "--debug", str(ROOT)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    log = done.stdout + done.stderr
    assert done.returncode == 0, log[-2000:]
    assert 'pip install --no-cache-dir -r "binder/requirements.txt"' in log
    assert "./binder/postBuild" in log
    assert 'R2D_ENTRYPOINT="${REPO_DIR}/binder/start"' in log
    assert (ROOT / "binder/runtime.txt").read_text().strip() == "python-3.11"


def test_readme_links_use_the_urlpath_form():
    readme = (ROOT / "README.md").read_text()
    assert (
        "mybinder.org/v2/gh/levelkit/levelkit/HEAD?urlpath=voila%2Frender%2Fnotebooks%2F01-a-century-of-ranks.ipynb"
        in readme
    )
    assert "urlpath=lab%2Ftree%2Fnotebooks%2F01-a-century-of-ranks.ipynb" in readme
