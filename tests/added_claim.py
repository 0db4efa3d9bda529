"""A copy of levelkit with what docs/add-a-claim.md adds, made as the guide says, word for word."""

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
#: The files that it tells to write, by path.
FILES = dict(re.findall(r"`([\w./-]+\.py)`:\n\n```python\n(.*?)```", GUIDE, re.DOTALL))
#: What it tells to put into the README: below which table, and the row.
ROWS = re.findall(r"`README\.md`, below the last .*?\n\n```markdown\n(.*?)```", GUIDE, re.DOTALL)
HEADS = ("| page | the claim |", "| table | figures | licence |")
TABLE = next(path for path in FILES if path.startswith("data/"))


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

    def write(self, path):
        """Write a file that the guide gives."""
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(FILES[path], encoding="utf-8")

    def put_into_readme(self, row, head):
        """Put a row below the last one of the table with this head."""
        path = self.folder / "README.md"
        text = path.read_text(encoding="utf-8")
        start = text.index(head)
        end = text.index("\n\n", start) + 1
        path.write_text(text[:end] + row + text[end:], encoding="utf-8")


@functools.cache
def added():
    """The copy, with combinations evaluated, notebook made and site written; and what that printed."""
    place = tempfile.TemporaryDirectory()
    atexit.register(place.cleanup)
    copy = Copy(Path(place.name))
    leave = shutil.ignore_patterns("__pycache__", "raw", "build", "maps")
    for name in ("levelkit", "data"):
        shutil.copytree(ROOT / name, copy.folder / name, ignore=leave)
    for path in FILES:
        if path != TABLE:
            copy.write(path)
    copy.printed = copy.run("-m", "levelkit.cli", "combinations", "poorest-region")
    text = next(name for name in FILES if name.startswith("notebooks/"))
    copy.run("-m", "jupytext", "--sync", text)
    copy.said = copy.run("-m", "levelkit.cli", "site", "--output", "made")
    return copy


@functools.cache
def whole():
    """The copy as a checkout has it, with all else that is in the repository, and the table added."""
    copy = added()
    for name in ("notebooks", "tests", "docs", "data", "binder", "benchmarks"):
        shutil.copytree(
            ROOT / name, copy.folder / name, dirs_exist_ok=True,
            ignore=shutil.ignore_patterns("__pycache__", "combinations"),
        )  # fmt: skip
    for path in ROOT.glob("[!_]*"):
        if path.is_file():
            shutil.copy2(path, copy.folder)
    if (cache := ROOT / ".mypy_cache").is_dir():  # what it knows of all other files
        shutil.copytree(cache, copy.folder / ".mypy_cache")
    for path in FILES:
        if path.startswith(("tests/", "data/")):
            copy.write(path)
    module = Path(TABLE).stem
    script = copy.folder / "data/build/__main__.py"
    text = script.read_text(encoding="utf-8")
    # In its place among the others, as the guide says.
    after = max(
        name for name in re.findall(r"^import (uk_\w+)$", text, re.MULTILINE) if name < module
    )
    text = text.replace(f"import {after}\n", f"import {after}\nimport {module}\n", 1)
    text = re.sub(r"(\nTABLES = \(\n.*?)\n\)", rf"\1\n    {module},\n)", text, flags=re.DOTALL)
    script.write_text(text, encoding="utf-8")
    copy.run("data/build")
    for row, head in zip(ROWS, HEADS, strict=True):
        copy.put_into_readme(row, head)
    return copy
