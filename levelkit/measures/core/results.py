"""The face that all results share: ``summary()``, ``table()``, ``to_dataframe()``, HTML in Jupyter.

A statistic gives an xarray object that knows these besides all that xarray has; a regression or
the clubs of a panel, which have parts of several shapes, know the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import xarray as xr

from levelkit.measures.core.fields import own_attrs, present_name, sentence
from levelkit.measures.core.readable import Readable

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence


class ResultArray(Readable, xr.DataArray):
    """An ``xarray.DataArray`` with ``summary()`` and ``table()``: one number a label."""

    __slots__ = ()

    def table(self) -> pd.DataFrame:
        """The figures as a tidy table: a column a dimension or label, and the figures."""
        return _tidy(xr.DataArray(self).to_dataset(name=self._column()), [self._column()])

    def to_dataframe(
        self, name: Hashable | None = None, dim_order: Sequence[Hashable] | None = None
    ) -> pd.DataFrame:
        """As of any DataArray; one row for a single number, and no name is needed."""
        name = self._column() if name is None else name
        if not self.dims:
            return pd.DataFrame({name: [self.item()]})
        return super().to_dataframe(name, dim_order)

    def _getitem_coord(self, key: Any) -> Any:
        """Its labels are no result: a plain DataArray."""
        coordinate: Any = super()._getitem_coord(key)
        coordinate.__class__ = xr.DataArray  # a fresh object of the same slots
        return coordinate

    def _column(self) -> str:
        name = "value" if self.name is None else str(self.name)
        return f"{name}_value" if name in self.coords else name


class ResultDataset(Readable, xr.Dataset):
    """An ``xarray.Dataset`` with ``summary()`` and ``table()``: several parts a label."""

    __slots__ = ()

    def table(self, of: str | None = None) -> pd.DataFrame:
        """The parts as a tidy table, a row for each label of the dimensions of one of them.

        Parameters
        ----------
        of : str, optional
            The part whose dimensions make the rows, by default ``estimate`` or else the first;
            parts with further dimensions are left out.
        """
        lead = of or ("estimate" if "estimate" in self.data_vars else next(iter(self.data_vars)))
        own = set(self[lead].dims)
        columns = [str(name) for name, array in self.data_vars.items() if set(array.dims) <= own]
        return _tidy(self, columns)

    def to_dataframe(self, dim_order: Sequence[Hashable] | None = None) -> pd.DataFrame:
        """As of any Dataset; one row for a result without dimensions."""
        if not self.sizes:
            return pd.DataFrame({name: [self[name].item()] for name in self.variables})
        return super().to_dataframe(dim_order)

    def __getitem__(self, key: Any) -> Any:
        """A part; by its former name with a warning."""
        if isinstance(key, str) and key not in self._variables:
            key = present_name(str(self.attrs.get("function")), key) or key
        return super().__getitem__(key)

    def __getattr__(self, name: str) -> Any:
        """A part, coordinate or attribute; by its former name with a warning."""
        if not name.startswith("_") and name not in self._variables:
            name = present_name(str(self.attrs.get("function")), name) or name
        return super().__getattr__(name)


class ResultTable(Readable, pd.DataFrame):
    """A ``pandas.DataFrame`` with ``summary()`` and ``table()``: a row a choice."""

    @property
    def _constructor(self) -> type[ResultTable]:
        return ResultTable

    def table(self) -> pd.DataFrame:
        """The figures as a tidy table, labels of rows as a column."""
        plain = pd.DataFrame(self)
        return plain.reset_index() if plain.index.name else plain

    def to_dataframe(self) -> pd.DataFrame:
        """The same as a plain DataFrame."""
        return pd.DataFrame(self)


def _tidy(data: xr.Dataset, columns: list[str]) -> pd.DataFrame:
    """Parts side by side: dimensions first, then other labels, then the parts."""
    some = xr.Dataset(data.data_vars, data.coords)[columns]
    if not some.sizes:
        return pd.DataFrame({str(name): [some[name].item()] for name in (*some.coords, *columns)})
    frame = some.to_dataframe().reset_index()
    labels = [str(name) for name in some.coords if name not in some.dims and name in frame]
    return frame[[*map(str, some.dims), *labels, *columns]]


def finished(
    result: Any, function: str, facts: Mapping[str, Any], *, of: xr.DataArray | None
) -> Any:
    """A statistic's result with its face, and with names, units and facts of its own.

    Parameters
    ----------
    result : DataArray, Dataset, DataFrame or other
        What the function gave; other kinds stay as they are but for the facts.
    function : str
        The public name of the statistic.
    facts : mapping
        ``resamples`` and ``seed``, if it draws.
    of : DataArray, optional
        The figures, where the result is these in another form and carries their name on.
    """
    if isinstance(result, pd.DataFrame):
        table = ResultTable(result)
        table.attrs = {**result.attrs, **facts, "function": function}
        return table
    if not isinstance(result, xr.DataArray | xr.Dataset):
        if hasattr(result, "attrs"):
            result.attrs.update(facts)
        return result
    if isinstance(result, xr.DataArray):  # of numbers alone nothing is drawn
        facts = {}
    attrs = {**facts, **result.attrs}
    # A statistic that hands on another's parts (theil by groups) has that one's names of them.
    named = {"function": function}
    attrs = attrs | named if isinstance(result, xr.DataArray) else named | attrs
    if "resamples" in facts and "draws" not in str(attrs.get("p_value", "draws")):
        attrs["resamples"] = 0  # the p-value is exact or normal, or was not asked for
    if isinstance(result, xr.DataArray):
        words = sentence(str(attrs.get("statistic", result.name or function)))
        if of is not None:
            words = f"{of.attrs.get('long_name', of.name or 'Value')}: {attrs.get('statistic')}"
        array = ResultArray(result)
        array.attrs = attrs | {"long_name": words, "units": attrs.get("units") or "1"}
        return array
    dataset = ResultDataset(result.data_vars, result.coords, attrs)
    for name, part in dataset.data_vars.items():
        part.attrs = {**part.attrs, **own_attrs(str(name), part, attrs)}
    return dataset
