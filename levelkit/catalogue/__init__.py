"""The data door: what is in ``data/``, checked, as labelled arrays."""

from levelkit.catalogue.errors import DataError, UnknownDatasetError
from levelkit.catalogue.load import load, load_table
from levelkit.catalogue.maps import load_map, map_attrs
from levelkit.catalogue.package import datasets, resource_hash, sources_of

__all__ = [
    "DataError",
    "UnknownDatasetError",
    "datasets",
    "load",
    "load_map",
    "load_table",
    "map_attrs",
    "resource_hash",
    "sources_of",
]
