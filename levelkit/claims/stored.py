"""Where tables of combinations lie, and the list of what they were made from: whole or not at all.

levelkit's own lie in ``data/combinations``. Those of a claim that lives elsewhere never do: they
lie in the user's data folder, or in memory where nobody said which module the claim is from.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
from typing import TYPE_CHECKING, Any

from levelkit.catalogue.package import data_folder
from levelkit.claims.registry import is_own, module_of

if TYPE_CHECKING:
    from pathlib import Path

    from levelkit.claims.claim import Claim

LIST = "inputs.json"


def folder() -> Path:
    """Where levelkit's own tables of combinations are."""
    return data_folder() / "combinations"


def users_folder() -> Path:
    """Where those of other claims are: in the data folder of whoever runs this."""
    import platformdirs

    return platformdirs.user_data_path("levelkit") / "combinations"


def folder_of(claim: Claim) -> Path | None:
    """Where the claim's table of combinations is; None where it is in memory.

    Parameters
    ----------
    claim : Claim

    Returns
    -------
    path or None
    """
    if is_own(claim):
        return folder()
    return users_folder() if module_of(claim) else None


def put(path: Path, text: str) -> None:
    """Write a file so that whoever reads it meanwhile finds the old one or the new one, whole.

    Parameters
    ----------
    path : path
        Its folder is there.
    text : str
        Written as UTF-8, lines as they are.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def listed(folder: Path) -> dict[str, dict[str, Any]]:
    """What is stated of each claim's files; nothing where the list is not there or damaged.

    Parameters
    ----------
    folder : path

    Returns
    -------
    dict of str to dict
        By claim.
    """
    try:
        read = json.loads((folder / LIST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(read, dict):
        return {}
    return {name: stated for name, stated in read.items() if isinstance(stated, dict)}


def put_on_list(folder: Path, claim: str, stated: dict[str, Any]) -> None:
    """State what a claim's files were made from; what others state at the same time stays.

    Parameters
    ----------
    folder : path
    claim : str
        Its name.
    stated : dict
        In the place of what was stated of it before.
    """
    from filelock import FileLock

    with FileLock(folder / ".lock"):
        known = listed(folder) | {claim: stated}
        put(folder / LIST, json.dumps(dict(sorted(known.items())), indent=2) + "\n")


def text_hash(path: Path) -> str:
    """The checksum of a text file, the same whichever line ends a checkout gave it; "" without one."""
    try:
        state = path.stat()
    except OSError:
        return ""
    return _text_hash(path, state.st_mtime_ns, state.st_size)


@functools.lru_cache(maxsize=64)
def _text_hash(path: Path, _changed: int, _size: int) -> str:
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
