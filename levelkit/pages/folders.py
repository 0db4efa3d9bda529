"""Where notebooks and page templates lie."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
SHARE = _PACKAGE / "pages/share"
FIRST_PAGE = "index.ipynb"


def notebooks_folder() -> Path:
    """``notebooks/`` inside an installed levelkit, or beside a checkout's ``levelkit/``."""
    installed = _PACKAGE / "notebooks"
    return installed if installed.is_dir() else _PACKAGE.parent / "notebooks"


def pages_in(folder: Path) -> list[str]:
    """The pages that a folder of notebooks has, by name: where links of one may lead."""
    return sorted(path.stem for path in folder.glob("*.ipynb"))
