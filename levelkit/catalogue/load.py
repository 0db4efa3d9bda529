"""From a tidy table to an ``xarray.Dataset`` with units and sources."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from levelkit.catalogue.checks import schema_faults, verify_checksum, verify_schema
from levelkit.catalogue.errors import DataError
from levelkit.catalogue.package import data_folder, resource

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

#: Types of a schema as pandas has them.
DTYPES = {
    "string": "str",
    "date": "str",
    "integer": "Int64",
    "number": "float64",
    "boolean": "bool",
}
_PLACE = "region_code"
_RENAMED = {"region_code": "region", "region_name": "name"}


def load_table(
    name: str, *, folder: str | Path | None = None, validate: bool = False
) -> pd.DataFrame:
    """One table of the catalogue as it stands in its file.

    Parameters
    ----------
    name : str
        A name that ``levelkit.datasets()`` lists.
    folder : path, optional
        A folder with a ``datapackage.json``; levelkit's own ``data/`` by default.
    validate : bool
        Judge every cell against the schema again (about a second). levelkit's own tables
        were validated when built and the checksum vouches for their cells; tables of
        another folder are always judged.

    Returns
    -------
    pandas.DataFrame
        Columns as in the file, typed by the schema.

    Raises
    ------
    UnknownDatasetError
        No such table; names the close matches.
    DataError
        Checksum or schema is wrong; names file, row, column and what is allowed.
    """
    import pandas as pd

    folder = Path(folder) if folder else data_folder()
    entry = resource(name, folder)
    path = folder / entry["path"]
    if not path.is_file():
        raise DataError(f"{entry['path']} is not in {folder}. Rebuild the tables with `make data`.")
    verify_checksum(path, entry)
    if validate or folder != data_folder():
        verify_schema(path, entry["schema"])
    dtypes = {field["name"]: DTYPES[field["type"]] for field in entry["schema"]["fields"]}
    try:
        table = pd.read_csv(path, dtype=dtypes, keep_default_na=False, na_values=[""])
        return table[list(dtypes)]
    except (ValueError, KeyError) as error:
        faults = schema_faults(path, entry["schema"]) or [f"{path.name}: {error}"]
        raise DataError("\n".join(faults)) from error


def load(name: str, *, folder: str | Path | None = None, validate: bool = False) -> xr.Dataset:
    """One table of the catalogue as labelled arrays.

    Parameters
    ----------
    name, folder, validate
        As in :func:`load_table`.

    Returns
    -------
    xarray.Dataset
        Dimensions ``(region, year)``, or ``region`` alone for a table without years. A table
        that is not of regions (``uk-policies``) has one dimension, named as its key.
        ``region`` is labelled by code; ``name``, ``code``, ``country`` and parent
        regions are coordinates along it. A table of several levels (``uk-itl``: ITL1, ITL2
        and ITL3) has a ``level``: choose one before you compare regions, with
        ``data.isel(region=data.level == "ITL3")``. Each variable has ``long_name``, ``units`` and its
        own ``source`` and ``licence``; the dataset has ``title``, ``source``, ``licence``, ``citation``,
        ``series_breaks``, ``merged_units`` and ``notes``. A table whose rows have a
        ``basis`` also gets ``spliced_basis`` along ``year``: the basis of the columns that
        several bases fill (each basis takes over after the last year of the one before);
        a column that one basis alone fills has no splice.

    Raises
    ------
    UnknownDatasetError, DataError
        As in :func:`load_table`.
    """
    table = load_table(name, folder=folder, validate=validate)
    entry = resource(name, Path(folder) if folder else data_folder())
    fields = {field["name"]: field for field in entry["schema"]["fields"]}
    key = _PLACE if _PLACE in fields else entry["schema"]["primaryKey"][0]
    index = [column for column in (key, "year") if column in fields]
    table, basis = _one_row_a_place(table, entry, index)
    columns = [str(c) for c in table]
    values = [c for c in columns if fields[c]["type"] in {"number", "integer"} and c not in index]
    labels = [c for c in columns if c not in values and c not in index]
    array: xr.Dataset = table.set_index(index)[values].to_xarray()
    label = _RENAMED.get(key, key)
    array = array.rename({key: label}) if label != key else array
    first = table.drop_duplicates(key).set_index(key).loc[array[label].values]
    array = array.assign_coords(
        {_RENAMED.get(c, c): (label, first[c].to_numpy(dtype=None)) for c in labels}
        | ({"code": (label, array[label].values)} if key == _PLACE else {})
        | ({"spliced_basis": ("year", [basis[y] for y in array.year.values])} if basis else {})
    )
    if "year" in index:
        array = array.assign_coords(year=array.year.astype("int64"))
        array.year.attrs = {"long_name": "Year"}
    for column in values:
        array[column] = array[column].astype("float64")
        array[column].attrs = {
            "long_name": fields[column]["title"],
            "units": fields[column].get("unit", ""),
        } | _sources(entry, fields[column].get("sources"))
    array.attrs = _provenance(entry)
    return array


def _one_row_a_place(
    table: pd.DataFrame, entry: dict[str, Any], index: list[str]
) -> tuple[pd.DataFrame, dict[int, str]]:
    """Merge the rows that a region and year have on several bases.

    Columns that one basis alone fills are kept whole. Where bases share a column
    the years are shared out in ``basis_order``, so that no series zigzags
    between bases.
    """
    if "basis" not in table:
        return table, {}
    owner: dict[int, str] = {}
    for basis in entry["basis_order"]:
        last = max(owner, default=-1)
        years = table.loc[table["basis"] == basis, "year"]
        owner |= {int(year): basis for year in years if year > last}
    numbers = [
        str(c) for c in table if str(table[c].dtype) in {"float64", "Int64"} and c not in index
    ]
    shared = [c for c in numbers if table.loc[table[c].notna(), "basis"].nunique() > 1]
    table[shared] = table[shared].where(table["basis"] == table["year"].map(owner))
    merged = table.drop(columns="basis").groupby(index, as_index=False, sort=True).first()
    years = sorted(merged["year"].unique())
    # A year that only a superseded stretch of a basis has (say 1998) is no spliced year.
    return merged, {int(year): owner.get(int(year), "") for year in years}


def _provenance(entry: dict[str, Any]) -> dict[str, Any]:
    sources = entry["sources"]
    return {
        "name": entry["name"],
        "title": entry["title"],
        "description": entry["description"],
        **_sources(entry),
        "citation": "; ".join(dict.fromkeys(s["citation"] for s in sources)),
        "series_breaks": list(entry.get("series_breaks", [])),
        "merged_units": list(entry.get("merged_units", [])),
        "notes": list(entry.get("notes", [])),
        "sha256": entry["hash"].removeprefix("sha256:"),
    }


def _sources(entry: dict[str, Any], titles: list[str] | None = None) -> dict[str, str]:
    """Source and licence of a table, or of the one field that names its sources by title."""
    sources = [s for s in entry["sources"] if titles is None or s["title"] in titles]
    return {
        "source": "; ".join(f"{s['publisher']}, {s['title']}, {s['version']}" for s in sources),
        "licence": "; ".join(dict.fromkeys(s["licence"] for s in sources)),
    }
