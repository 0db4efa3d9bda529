"""Maps: TopoJSON that is what was published, with what must be said under it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from levelkit.catalogue.checks import verify_checksum
from levelkit.catalogue.errors import DataError
from levelkit.catalogue.package import data_folder, resource


def load_map(name: str, *, folder: str | Path | None = None) -> dict[str, Any]:
    """One map of the catalogue.

    Parameters
    ----------
    name : str
        ``"uk-itl3"`` or ``"europe-nuts2"``.
    folder : path, optional
        A folder with a ``datapackage.json``; levelkit's own ``data/`` by default.

    Returns
    -------
    dict
        TopoJSON in WGS 84. ``objects["regions"]`` has one geometry a region: its ``id`` is the
        region's code, ``properties["name"]`` its name. For Vega-Lite: format
        ``{"type": "topojson", "feature": "regions"}``.

    Raises
    ------
    UnknownDatasetError
        No such map; names the close matches.
    DataError
        The file is absent, its checksum is wrong, or it is no TopoJSON with regions.
    """
    folder = Path(folder) if folder else data_folder()
    entry = resource(name, folder, "map")
    path = folder / entry["path"]
    if not path.is_file():
        raise DataError(
            f"{entry['path']} is not in {folder}. Make the maps again with `python data/build --maps`."
        )
    verify_checksum(path, entry)
    try:
        topology: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise DataError(f"{entry['path']}, line {error.lineno}: {error.msg}.") from error
    # The checksum vouches for levelkit's own maps alone: a fork states its own.
    if topology.get("type") != "Topology" or "regions" not in topology.get("objects", {}):
        raise DataError(f"{entry['path']} is not TopoJSON with an object 'regions'.")
    return topology


def map_attrs(name: str, *, folder: str | Path | None = None) -> dict[str, str]:
    """What a chart with the map must say: ``title``, ``source``, ``licence`` and ``citation``.

    Parameters
    ----------
    name, folder
        As in :func:`load_map`.

    Returns
    -------
    dict
        ``citation`` is the statement that the publisher asks for.

    Raises
    ------
    UnknownDatasetError
        As in :func:`load_map`.
    """
    entry = resource(name, Path(folder) if folder else data_folder(), "map")
    [source] = entry["sources"]
    return {
        "title": entry["title"],
        "source": f"{source['publisher']}, {source['title']}, {source['version']}",
        "licence": source["licence"],
        "citation": source["citation"],
    }
