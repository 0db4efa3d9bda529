"""Write the site: run each notebook once, keep what it shows, and put everything beside it."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from levelkit.pages.bundles import STATIC
from levelkit.pages.folders import notebooks_folder, pages_in
from levelkit.pages.widgets import page_style

if TYPE_CHECKING:
    from nbformat import NotebookNode

_HERE = Path(__file__).resolve().parent
#: A server that has kernels for readers hands out another file in its place.
HOST = "globalThis.levelkitHost = {};\n"
#: Endings of texts, of which a compressed copy is put beside.
_TEXTS = (".html", ".js", ".css")
SCRIPTS = ("vega.js", "tools.js", "maps.js")
FONTS = ("serif.woff2", "sans.woff2", "fonts-licence.txt")
SECONDS = 900  # that one notebook, with all its answers, may take


def build_site(
    output: Path,
    *,
    notebooks: Path | None = None,
    only: Path | None = None,
    low_priority: bool = False,
    compressed: bool = False,
) -> Path:
    """Write every page, whole or not at all.

    Parameters
    ----------
    output : path
        The folder; an older site there is replaced, anything else refused.
    notebooks : path, optional
        Levelkit's own by default.
    only : path, optional
        A file of JSON with some combinations by claim: a site that is soon built, to look at pages.
        A claim that it does not name has all.
    low_priority : bool
        On one core, after all else that runs.
    compressed : bool
        Put a compressed copy beside each text, for servers that hand it out.

    Returns
    -------
    path
        ``output``.

    Raises
    ------
    SystemExit
        If ``output`` holds something that is no site.
    """
    if output.exists() and any(output.iterdir()) and not (output / "static/levelkit.js").is_file():
        raise SystemExit(f"{output} is not empty and no levelkit site. Choose another folder.")
    folder = notebooks or notebooks_folder()
    options = {"only": str(only or ""), "jobs": 1 if low_priority else -1}
    if low_priority and hasattr(os, "nice"):
        os.nice(19)
    with tempfile.TemporaryDirectory() as folder_made:
        site = Path(folder_made, "site")
        site.mkdir()
        write_static(site / "static")
        pages = {}
        for path in sorted(folder.glob("*.ipynb")):
            print(f"{path.stem} ...", flush=True)
            pages[path.stem] = write_page(path, site, options)
        (site / "pages.json").write_text(json.dumps(pages), encoding="utf-8")
        (site / ".nojekyll").touch()  # GitHub Pages serves the files as they are
        if compressed:
            compress(site)
        _put_in_place(site, output)
    print(
        f"The site is in {output}: open {output / 'index.html'}, or put the folder on any web server."
    )
    return output


#: Links between notebooks become links between pages; those to other hosts stay.
_LINK = re.compile(r'(href=\\?"[\w-]+)\.ipynb((?:#[^"\\]*)?\\?")')


def _put_in_place(site: Path, output: Path) -> None:
    """Copy beside, rename, then remove: whenever this ends, ``output`` is the old site or the new one."""
    output = output.resolve()
    new, old = (output.with_name(f".{output.name}.{what}") for what in ("new", "old"))
    output.parent.mkdir(parents=True, exist_ok=True)
    for left in (new, old):  # by one that was killed
        shutil.rmtree(left, ignore_errors=True)
    try:
        shutil.copytree(site, new)
        if output.exists():
            output.rename(old)
        new.rename(output)
    finally:
        if old.exists() and not output.exists():
            old.rename(output)
        for left in (new, old):
            shutil.rmtree(left, ignore_errors=True)


def write_static(folder: Path) -> None:
    """Scripts and styles that all pages share."""
    folder.mkdir(parents=True)
    for name in (*SCRIPTS, "page.css", "theme.js", *FONTS):
        shutil.copyfile(STATIC / name, folder / name)
    (folder / "host.js").write_text(HOST, encoding="utf-8")
    (folder / "levelkit.css").write_text(page_style(), encoding="utf-8")
    # A plain script: a page opened from a disk may not load modules.
    shutil.copyfile(STATIC / "site.js", folder / "levelkit.js")


def write_page(path: Path, site: Path, options: dict[str, Any]) -> dict[str, Any]:
    """One notebook as a page: run it, and write its HTML and its answers.

    Returns
    -------
    dict
        What a server has to know of it: ``inputs``, the names that need a kernel in an address.
    """
    from nbconvert import HTMLExporter
    from traitlets.config import Config

    notebook = run(path, site, options)
    whole = json.loads((site / f"{path.stem}.json").read_text(encoding="utf-8"))
    (site / f"{path.stem}.json").unlink()
    versions = {file.name: version_of(file) for file in (site / "static").iterdir()}
    versions |= {folder: version_of(site / folder) for folder in whole["answers"].values()}
    config = Config()
    config.HTMLExporter.template_name = "levelkit-site"
    config.HTMLExporter.extra_template_basedirs = [str(_HERE / "templates")]
    title = notebook.metadata.get("title", path.stem)
    beside = {"versions": versions, "pages": pages_in(path.parent)}
    shown = {"heading": heading_of(notebook, title), "models": _embedded(whole | beside), **beside}
    body, _ = HTMLExporter(config=config).from_notebook_node(
        notebook, resources={"levelkit": shown}
    )
    body = _LINK.sub(r"\1.html\2", body)
    (site / f"{path.stem}.html").write_text(body, encoding="utf-8")
    hubs = [whole["models"][hub]["state"] for hub in whole["answers"]]
    inputs = [control["name"] for hub in hubs for control in hub["inputs_form"]]
    return {"inputs": inputs}


def heading_of(notebook: NotebookNode, title: str) -> str:
    """What a page asks: its first heading; its title where it has none."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("# "):
            return str(cell.source.splitlines()[0][2:])
    return title


def version_of(path: Path) -> str:
    """A hash of a file, or of all files of a folder: part of their address, so that browsers keep them."""
    files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def run(path: Path, site: Path, options: dict[str, Any]) -> NotebookNode:
    """Run a page's cells (not those for analysts) and export what its widgets hold."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [
        cell for cell in notebook.cells if "analyst" not in cell.metadata.get("tags", [])
    ]
    last = nbformat.v4.new_code_cell(
        "from levelkit.site.export import export\n"
        f"export(globals(), {str(site)!r}, {path.stem!r}, **{options!r})"
    )
    notebook.cells.append(last)
    resources: dict[str, Any] = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=SECONDS, resources=resources).execute()
    notebook.cells.pop()
    return notebook


def _embedded(models: dict[str, Any]) -> str:
    """JSON that cannot end the script element that it stands in."""
    text = json.dumps(models, separators=(",", ":"), ensure_ascii=False)
    return _LINK.sub(r"\1.html\2", text).replace("<", "\\u003c")


def compress(site: Path) -> None:
    """Put a compressed copy beside each text of a site, so that no visitor waits for it.

    Parameters
    ----------
    site : path
    """
    for path in list(site.rglob("*")):
        if path.suffix in _TEXTS:
            packed = gzip.compress(path.read_bytes(), compresslevel=9, mtime=0)
            path.with_name(f"{path.name}.gz").write_bytes(packed)
