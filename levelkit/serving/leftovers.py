"""Temporary folders of servers that were killed are swept when the next one starts."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path

PROCESS = "server.pid"
MOMENT = 60  # seconds


def folder_for_connections() -> Path:
    """A private folder for this server's connection files, after sweeping those left behind.

    Returns
    -------
    Path
        Only this user may enter it.
    """
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")
    root = Path(tempfile.gettempdir(), f"levelkit-{user}")
    root.mkdir(mode=0o700, exist_ok=True)
    if os.name == "posix" and (root.is_symlink() or root.stat().st_uid != os.getuid()):
        # Somebody else got there first: then a folder of our own that nobody can guess.
        root = Path(tempfile.mkdtemp(prefix="levelkit-"))
    for left in root.iterdir():
        if left.is_dir() and not _is_in_use(left):
            shutil.rmtree(left, ignore_errors=True)
    own = Path(tempfile.mkdtemp(dir=root))
    (own / PROCESS).write_text(str(os.getpid()), encoding="ascii")
    return own


def _is_in_use(folder: Path) -> bool:
    try:
        process = int((folder / PROCESS).read_text(encoding="ascii"))
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, ValueError):  # about to be written, or of a process that is not ours to ask
        return time.time() - folder.stat().st_mtime < MOMENT
    return True
