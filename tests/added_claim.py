"""A copy of levelkit with the claim that docs/add-a-claim.md adds, made as the guide says."""

import atexit
import functools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "docs/add-a-claim.md").read_text(encoding="utf-8")


class Copy:
    """A checkout of its own; commands run in it as a user would run them."""

    def __init__(self, folder):
        self.folder = folder

    def run(self, *command):
        done = subprocess.run(
            [sys.executable, *command], cwd=self.folder, capture_output=True, text=True, check=False,
            env=os.environ | {"PYTHONPATH": str(self.folder), "PYTHONWARNINGS": "error::UserWarning:levelkit"},
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@functools.cache
def added():
    """The copy, with combinations evaluated, notebook made and site written; and what that printed."""
    place = tempfile.TemporaryDirectory()
    atexit.register(place.cleanup)
    copy = Copy(Path(place.name))
    leave = shutil.ignore_patterns("__pycache__", "raw", "build", "maps")
    for name in ("levelkit", "data"):
        shutil.copytree(ROOT / name, copy.folder / name, ignore=leave)
    files = dict(
        re.findall(r"^`([\w./-]+)`:\n\n```python\n(.*?)```", GUIDE, re.MULTILINE | re.DOTALL)
    )
    for name, text in files.items():
        (copy.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (copy.folder / name).write_text(text, encoding="utf-8")
    copy.printed = copy.run("-m", "levelkit.cli", "combinations")
    text = next(name for name in files if name.startswith("notebooks/"))
    copy.run("-m", "jupytext", "--sync", text)
    copy.said = copy.run("-m", "levelkit.cli", "site", "--output", "made")
    return copy
