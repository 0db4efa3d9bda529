"""``datapackage.json``: where the tables and maps are and what is known of each."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from levelkit.catalogue.errors import DataError, UnknownDatasetError, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

_PACKAGE = Path(__file__).resolve().parents[1]


def data_folder() -> Path:
    """``data/`` inside an installed levelkit, or beside a checkout's ``levelkit/``."""
    installed = _PACKAGE / "data"
    return installed if installed.is_dir() else _PACKAGE.parent / "data"


def descriptor(folder: Path) -> dict[str, Any]:
    """The parsed ``datapackage.json`` of ``folder``.

    Raises
    ------
    DataError
        If there is none, or it is not JSON.
    """
    path = folder / "datapackage.json"
    if not path.is_file():
        raise DataError(f"No datapackage.json in {folder}: it is not a folder of tables.")
    return _parsed(path, path.stat().st_mtime_ns)  # read again once it has changed


@functools.lru_cache(maxsize=8)
def _parsed(path: Path, _changed: int) -> dict[str, Any]:
    try:
        parsed: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise DataError(f"{path.name}, line {error.lineno}: {error.msg}.") from error
    return parsed


def resources(folder: Path, kind: str) -> dict[str, dict[str, Any]]:
    """Entries by name: tables (``kind`` "dataset") have a schema, maps ("map") have none."""
    entries = descriptor(folder)["resources"]
    return {entry["name"]: entry for entry in entries if ("schema" in entry) == (kind == "dataset")}


def resource(name: str, folder: Path, kind: str = "dataset") -> dict[str, Any]:
    """One table's or map's entry.

    Raises
    ------
    UnknownDatasetError
        With the close matches and the names there are.
    """
    entries = resources(folder, kind)
    if name not in entries:
        raise UnknownDatasetError(unknown(kind, name, entries))
    return entries[name]


def resource_hash(name: str) -> str:
    """The checksum of one of levelkit's own tables, as its descriptor states it.

    Raises
    ------
    UnknownDatasetError
        With the close matches and the names there are.
    """
    return str(resource(name, data_folder())["hash"])


def sources_of(names: Iterable[str]) -> str:
    """Who published the figures of these tables, each source once.

    Raises
    ------
    UnknownDatasetError
        With the close matches and the names there are.
    """
    sources = [source for name in names for source in resource(name, data_folder())["sources"]]
    said = (f"{source['publisher']}, {source['title']}, {source['version']}" for source in sources)
    return "; ".join(dict.fromkeys(said))


def datasets(folder: str | Path | None = None) -> pd.DataFrame:
    """List the tables of the catalogue.

    Parameters
    ----------
    folder : path, optional
        A folder with a ``datapackage.json``; levelkit's own ``data/`` by default.

    Returns
    -------
    pandas.DataFrame
        One row a table, indexed by name: title, columns, publisher, version, licence.
    """
    import pandas as pd

    def joined(items: list[dict[str, Any]], key: str) -> str:
        return "; ".join(dict.fromkeys(item[key] for item in items))

    rows = [
        {
            "name": entry["name"],
            "title": entry["title"],
            "columns": ", ".join(field["name"] for field in entry["schema"]["fields"]),
            "publisher": joined(entry["sources"], "publisher"),
            "version": joined(entry["sources"], "version"),
            "licence": joined(entry["licenses"], "title"),
        }
        for entry in resources(Path(folder) if folder else data_folder(), "dataset").values()
    ]
    return pd.DataFrame(rows).set_index("name")
