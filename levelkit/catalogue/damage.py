"""Whether the files of the catalogue are those that were published: asked often, read once."""

from __future__ import annotations

import functools
import hashlib
from typing import TYPE_CHECKING

from levelkit.catalogue.errors import DataError
from levelkit.catalogue.package import data_folder, descriptor

if TYPE_CHECKING:
    from pathlib import Path


def damage() -> dict[str, str]:
    """What is wrong with levelkit's own tables and maps.

    A file is read again once its time or size has changed, so that this may be asked at each
    visit of a page.

    Returns
    -------
    dict of str to str
        By name of the table or map; those that are as published are not in it.

    Raises
    ------
    DataError
        If ``datapackage.json`` itself cannot be read.
    """
    folder = data_folder()
    faults = {}
    for entry in descriptor(folder)["resources"]:
        path = folder / entry["path"]
        try:
            state = path.stat()
            checksum = _checksum(path, state.st_mtime_ns, state.st_size)
        except OSError as error:
            faults[entry["name"]] = f"{entry['path']} cannot be read ({error.strerror})"
            continue
        if checksum != entry["hash"].removeprefix("sha256:"):
            faults[entry["name"]] = f"{entry['path']} is not the file that was published"
    return faults


@functools.lru_cache(maxsize=128)
def _checksum(path: Path, _changed: int, _size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def damage_of(names: tuple[str, ...]) -> list[str]:
    """What is wrong with these tables and maps, a sentence each; nothing if all is well.

    Parameters
    ----------
    names : tuple of str
        As ``levelkit.datasets()`` lists them, and maps.
    """
    try:
        faults = damage()
    except DataError as error:
        return [str(error).rstrip(".")]
    return [faults[name] for name in names if name in faults]
