"""Where a server may write: a home that is read-only or missing is done without.

Jupyter keeps a secret and a database of signatures in the home folder, IPython its history, and
levelkit the charts that it has drawn up. None of it must outlive the server.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from jupyter_core import paths

if TYPE_CHECKING:
    from collections.abc import Callable

#: What writes where, by the variable that says so.
PLACES: dict[str, Callable[[], str]] = {
    "JUPYTER_DATA_DIR": paths.jupyter_data_dir,
    "JUPYTER_CONFIG_DIR": paths.jupyter_config_dir,
    "JUPYTER_RUNTIME_DIR": paths.jupyter_runtime_dir,
    "IPYTHONDIR": lambda: os.environ.get("IPYTHONDIR", str(Path.home() / ".ipython")),
    "XDG_CACHE_HOME": lambda: str(Path(platformdirs.user_cache_dir("levelkit")).parent),
}


def settle_home() -> None:
    """Name a home where the system knows none, as in a container whose user has but a number.

    Jupyter asks for one as soon as it is imported: this comes before.
    """
    if os.name == "posix" and not os.path.isabs(os.path.expanduser("~")):  # noqa: PTH111, PTH117
        os.environ["HOME"] = "/"


def temporary_folder() -> Path:
    """The system's folder for temporary files.

    Raises
    ------
    SystemExit
        If there is none that can be written to; says what to do.
    """
    try:
        return Path(tempfile.gettempdir())
    except FileNotFoundError:
        raise SystemExit(
            "levelkit needs a folder for temporary files (sockets, a secret) and none can be written to. Set TMPDIR to "
            "one, or give a container a writable /tmp (`--tmpfs /tmp`)."
        ) from None


def use_writable_places(spare: Path) -> list[str]:
    """See to it that all that is written has a place, for this process and those it starts.

    Parameters
    ----------
    spare : path
        A folder that can be written to; ended with the server.

    Returns
    -------
    list of str
        The folders that could not be written to; ``spare`` stands in for each.
    """
    lacking = []
    for variable, place in PLACES.items():
        usual = place()
        if is_writable(Path(usual)):
            continue
        lacking.append(usual)
        own = spare / variable.lower()
        own.mkdir(parents=True, exist_ok=True)
        os.environ[variable] = str(own)
        if variable == "JUPYTER_DATA_DIR":  # what is installed there is still found
            folders = [*filter(None, [os.environ.get("JUPYTER_PATH")]), usual]
            os.environ["JUPYTER_PATH"] = os.pathsep.join(folders)
    return lacking


def is_writable(folder: Path) -> bool:
    """Whether a file can be made in the folder, which is made if it is not there.

    Parameters
    ----------
    folder : path
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
