"""An installed levelkit, as `pip install` leaves it and without make: it serves, and copies its notebooks."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from served import start_server
from talking import Talk, asked

pytestmark = pytest.mark.release

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """An environment that has the wheel, and what levelkit needs from the one that runs the tests."""
    folder = tmp_path_factory.mktemp("installed")
    # The build writes into the folder that it builds from.
    copy = shutil.copytree(ROOT, folder / "checkout", ignore=shutil.ignore_patterns(".*", "_site", "__pycache__"))  # fmt: skip
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, copy)  # fmt: skip
    shutil.rmtree(copy)
    (wheel,) = folder.glob("levelkit-*.whl")
    run(sys.executable, "-m", "venv", folder / "venv")
    python = next((folder / "venv").glob("[bS]*/python*"))
    run(python, "-m", "pip", "install", "--quiet", "--no-deps", wheel)
    (site,) = (folder / "venv").glob("lib/*/site-packages")
    (site / "ours.pth").write_text(sysconfig.get_paths()["purelib"])
    return python


def run(*command, **how):
    made = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, **how)
    assert made.returncode == 0, made.stdout + made.stderr
    return made.stdout


def outside(home):
    """The environment of somebody who has never seen the checkout."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}  # fmt: skip
    shared = Path(sysconfig.get_paths()["data"], "share/jupyter")
    return kept | {"HOME": str(home), "USERPROFILE": str(home), "JUPYTER_PATH": str(shared)}


def test_it_is_the_wheel_that_is_imported(installed, tmp_path):
    said = run(installed, "-c", "import levelkit; print(levelkit.__file__)", cwd=tmp_path, env=outside(tmp_path))  # fmt: skip
    assert Path(said.strip()).is_relative_to(installed.parents[1])
    code = "from levelkit.catalogue.damage import damage; import levelkit as lk; print(damage(), len(lk.datasets()))"  # fmt: skip
    said = run(installed, "-c", code, cwd=tmp_path, env=outside(tmp_path))
    assert said.startswith("{} ") and int(said.split()[-1]) > 10


def test_it_serves(installed, tmp_path):
    server = start_server(
        "--port", "8943", "--warm", "0", command=[installed.parent / "levelkit"],
        cwd=tmp_path, env=outside(tmp_path),
    )  # fmt: skip
    try:
        assert not any("Damaged" in line for line in server.lines)
        status, _, vega = asked(f"{server.origin}/voila/templates/levelkit/static/vega.js")
        assert status == 200 and len(vega) > 500_000
        talk = Talk(server.origin).join()
        assert talk.hub()[1]["about"]["name"] == "century-of-ranks"
        talk.leave()
    finally:
        server.stop()


def test_lab_copies_the_notebooks_to_the_user(installed, tmp_path):
    code = "from levelkit import lab; print(lab.copies(lab.notebooks_folder(), lab.users_folder()))"
    run(installed, "-c", code, cwd=tmp_path, env=outside(tmp_path))
    (copies,) = tmp_path.rglob("levelkit-notebooks")
    names = {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert {path.name for path in copies.glob("*.ipynb")} == names
    for name in names:
        assert (copies / name).read_bytes() == (ROOT / "notebooks" / name).read_bytes()
