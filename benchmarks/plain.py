"""Plain Voilà with the cells of one of our pages, to be measured beside it."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat

from levelkit.pages.folders import notebooks_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

PORT = 8978


class Plain:
    """``voila`` as a process of its own."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process


@contextlib.contextmanager
def plain_voila(name: str) -> Iterator[tuple[Plain, str]]:
    """The server and the address of a notebook without its cells for analysts."""
    with tempfile.TemporaryDirectory() as folder:
        notebook = nbformat.read(notebooks_folder() / f"{name}.ipynb", as_version=4)
        notebook.cells = [
            cell for cell in notebook.cells if "analyst" not in cell.metadata.get("tags", [])
        ]
        nbformat.write(notebook, Path(folder) / f"{name}.ipynb")
        process = subprocess.Popen(
            [sys.executable, "-m", "voila", folder, f"--port={PORT}", "--no-browser", "--Voila.log_level=ERROR"],
        )  # fmt: skip
        try:
            origin = f"http://localhost:{PORT}"
            for _ in range(300):
                with contextlib.suppress(urllib.error.URLError):
                    urllib.request.urlopen(f"{origin}/voila/static/voila.js", timeout=5).close()
                    break
                time.sleep(0.1)
            yield Plain(process), f"{origin}/voila/render/{name}.ipynb"
        finally:
            process.terminate()
            process.wait(60)
