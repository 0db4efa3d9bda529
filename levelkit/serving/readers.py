"""Pages for readers: a site of plain files, given or built in the background, that needs no kernel."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import logging
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import parse_qsl

from levelkit.pages.folders import notebooks_folder

#: What a page of the site tells of itself (see :func:`levelkit.site.build.build_site`).
PAGES = "pages.json"
#: Part of an address that asks for the page with a kernel whatever else it says.
KERNEL = "kernel"
_PACKAGE = Path(__file__).resolve().parents[1]
#: What a site rests on; tables of figures are listed with their checksums in ``data/``.
_SOURCES = ("*.py", "*.js", "*.css", "*.j2", "*.ipynb", "*.json")
_log = logging.getLogger("levelkit")


def site_version(*folders: Path) -> str:
    """A hash of all that a site is made from: another levelkit builds another one.

    Parameters
    ----------
    *folders : path
        Of code, notebooks and tables.
    """
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(path for ending in _SOURCES for path in folder.rglob(ending)):
            digest.update(f"{path.relative_to(folder)}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


class Readers:
    """The site that readers are sent to.

    Parameters
    ----------
    folder : path or None
        A site that is built already; None for one in the user's cache.
    build : bool
        Whether to build the one in the cache where it is not there.
    forks : bool
        Whether a kernel can be started for a page that is there already. Where it cannot, a page that
        takes inputs has a kernel from the start.
    """

    def __init__(self, folder: Path | None, *, build: bool, forks: bool) -> None:
        self.forks = forks
        self._given = folder
        self._build = build
        self._pages: dict[str, Any] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self.folder: Path | None = None

    def needs_kernel(self, notebook: str, query: str) -> bool:
        """Whether what an address asks for has no answer among plain files.

        Parameters
        ----------
        notebook, query : str
            Of the address.
        """
        page = self._pages.get(PurePosixPath(notebook).stem)
        if page is None or (page["inputs"] and not self.forks):
            return True
        return any(name in (KERNEL, *page["inputs"]) for name, _ in parse_qsl(query[:8000]))

    def has(self, notebook: str) -> bool:
        """Whether the site has this page."""
        return PurePosixPath(notebook).stem in self._pages

    async def keep(self) -> None:
        """Find the site, or build it at low priority; pages are served with kernels until it is there."""
        try:
            folder = self._given or await asyncio.to_thread(self._in_cache)
            if folder:
                self._pages = json.loads((folder / PAGES).read_text(encoding="utf-8"))
                self.folder = folder
        except Exception:
            _log.exception("There is no site for readers: all pages are served with kernels")

    def _in_cache(self) -> Path | None:
        import platformdirs
        from filelock import FileLock

        from levelkit.catalogue.package import data_folder

        if not self._build:
            return None
        version = site_version(_PACKAGE, notebooks_folder(), data_folder())
        sites = platformdirs.user_cache_path("levelkit") / "sites"
        sites.mkdir(parents=True, exist_ok=True)
        site = sites / version
        with FileLock(sites / ".lock"):  # two servers build one site
            if not (site / PAGES).is_file():
                self._run_build(site)
            for old in sites.iterdir():
                if old.is_dir() and old != site:
                    shutil.rmtree(old, ignore_errors=True)
        return site if (site / PAGES).is_file() else None

    def _run_build(self, site: Path) -> None:
        # All that a killed build leaves is here, and swept by the next one.
        scratch = site.with_name(".scratch")
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir()
        part, log = scratch / "site", scratch / "log.txt"
        command = [sys.executable, "-m", "levelkit.cli", "site", "--low-priority", "--compress"]
        with log.open("wb") as output:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                [*command, "--output", str(part)], stdout=output, stderr=output,
                env={**os.environ, "TMPDIR": str(scratch)}, start_new_session=True,
            )  # fmt: skip
            code = self._process.wait()
        if code == 0:
            part.rename(site)
        elif code > 0:  # else the server that it was for has ended it
            said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
            _log.warning("The site for readers could not be built: %s", said[-1:] or code)
        shutil.rmtree(scratch, ignore_errors=True)

    def stop(self) -> None:
        """End what is being built."""
        if self._process is not None and self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
