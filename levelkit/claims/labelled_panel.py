"""A panel: regions followed over years, as labelled arrays with the words that belong to them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.catalogue.errors import unknown

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    import xarray as xr

    Names = np.ndarray[Any, Any]


#: What a panel is called that nobody named.
YOURS = "A panel of your own"


@dataclass(frozen=True)
class Measure:
    """What is measured in every region and year.

    Attributes
    ----------
    label : str
        For a list, with its unit: "GDP per head, £, current prices (ONS)".
    units : str
        The unit alone.
    what : str
        As it reads in a sentence: "GDP per head".
    """

    label: str
    units: str = ""
    what: str = ""


@dataclass(frozen=True, eq=False)
class Panel:
    """Regions followed over years: one measure of them, and all that claims ask of regions.

    A panel needs no catalogue: :meth:`of` makes one of any labelled array. Those of the catalogue
    come from :func:`levelkit.claims.panels.panel`.

    Attributes
    ----------
    values : DataArray
        ``(region, year)``, in the unit of the measure.
    key, label : str
        Short name, as in a page's address (``uk-itl1``), and for people.
    measure : str
        Which of the measures ``values`` holds.
    measures : mapping of str to Measure
        All that this panel has, the default first.
    names : array of str
        ``(region,)``: names of the regions, each there once.
    is_capital : array of bool
        ``(region,)``: the regions that hold a capital.
    people : DataArray or None
        ``(region, year)``: people, where they are known.
    groups : DataArray or None
        ``(region,)``: the larger area of each region, by name.
    farming : DataArray or None
        ``(region, year)``: agriculture's share of employment, 0 to 1.
    one_basis : tuple of int
        The years that one source gives: what may be followed from year to year.
    place, places, regions : str
        In a sentence: "the UK", "UK areas (ITL2)", "41 areas".
    capital, group : str
        In a sentence: what is left out without the capital ("London"), and what a larger area is
        called ("region or nation"). Empty if there is none.
    source, licence : str
        Of the values.
    notes : tuple of str
        What a reader must know.
    attrs : mapping
        Whatever else the table of the values says of itself.

    Examples
    --------
    >>> from levelkit.claims import panel
    >>> itl1 = panel("uk-itl1", "gdp_per_head_gbp")
    >>> itl1.label, itl1.capital, dict(itl1.values.sizes)
    ('United Kingdom: 12 regions and nations (ITL1), 1998-2022', 'London', {'region': 12, 'year': 24})
    """

    values: xr.DataArray
    names: Names
    is_capital: Names
    key: str = ""
    label: str = ""
    measure: str = ""
    measures: Mapping[str, Measure] = field(default_factory=dict)
    people: xr.DataArray | None = None
    groups: xr.DataArray | None = None
    farming: xr.DataArray | None = None
    one_basis: tuple[int, ...] = ()
    place: str = ""
    places: str = "regions"
    regions: str = ""
    capital: str = ""
    group: str = ""
    source: str = ""
    licence: str = ""
    notes: tuple[str, ...] = ()
    attrs: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        values: xr.DataArray,
        *,
        people: xr.DataArray | None = None,
        groups: xr.DataArray | None = None,
        capital: str | Sequence[str] = (),
        label: str = YOURS,
        measure: Measure | None = None,
        **words: Any,
    ) -> Panel:
        """A panel of a labelled array, whoever's it is.

        Parameters
        ----------
        values : DataArray
            ``(region, year)``; years are whole numbers. A coordinate ``name`` along ``region``
            holds names where labels are codes.
        people : DataArray, optional
            ``(region, year)`` of the same labels.
        groups : DataArray, optional
            ``(region,)``: the larger area of each region.
        capital : str or sequence of str, optional
            Names of the regions that hold the capital.
        label : str
            For people.
        measure : Measure, optional
            What is measured; by default what ``values.attrs`` says (``long_name``, ``units``).
        **words
            Further attributes of the panel: ``place``, ``source``, ``notes`` ...

        Raises
        ------
        ValueError
            If dimensions are others, a region or year is there twice, people or groups lack a
            region, or a capital is none of the regions.

        Examples
        --------
        >>> import xarray as xr
        >>> from levelkit.claims import Panel
        >>> income = xr.DataArray(
        ...     [[20.0, 21.0], [10.0, 12.0]], {"region": ["North", "South"], "year": [2000, 2001]}
        ... )
        >>> Panel.of(income, capital="North").without_capital().names.tolist()
        ['South']
        """
        _check_values(values)
        values = values.transpose("region", "year").sortby("year")
        labels = values.indexes["region"]
        named = values.coords["name"].values if "name" in values.coords else labels.to_numpy()
        names = np.array([str(name) for name in named], dtype=object)
        if len(set(names)) < len(names):
            names = np.array([str(label) for label in labels], dtype=object)
        capitals = (capital,) if isinstance(capital, str) else tuple(capital)
        for name in capitals:
            if name not in names:
                raise ValueError(unknown("region", name, names.tolist()))
        if people is not None:
            people = _alike("people", people, values)
        if groups is not None:
            groups = _alike("groups", groups, values.isel(year=0, drop=True))
        said = str(values.attrs.get("long_name", values.name or "value"))
        units = str(values.attrs.get("units", ""))
        measure = measure or Measure(f"{said}, {units}" if units else said, units, said)
        name = str(values.name or "value")
        return cls(
            values=values,
            names=names,
            is_capital=np.isin(names, capitals),
            label=label,
            measure=name,
            measures={name: measure},
            people=people,
            groups=groups,
            one_basis=tuple(int(year) for year in values.year.values),
            regions=f"{len(names)} region{'' if len(names) == 1 else 's'}",
            capital=" and ".join(capitals),
            **words,
        )

    @property
    def units(self) -> str:
        """The unit of the values."""
        return self.measures[self.measure].units

    @property
    def on_one_basis(self) -> xr.DataArray:
        """The values of the years that one source gives."""
        return self.values.sel(year=list(self.one_basis))

    @property
    def counted(self) -> xr.DataArray:
        """People, ``(region, year)``.

        Raises
        ------
        ValueError
            If they are not known.
        """
        if self.people is None:
            raise ValueError(f"{self.label}: how many people live there is not known.")
        return self.people

    @property
    def areas(self) -> Names:
        """The larger area of each region, by name; the region itself where there is none."""
        return self.names if self.groups is None else self.groups.values

    def without(self, left_out: Sequence[str]) -> Panel:
        """The panel without the regions of these names; years that have no figures go too.

        Raises
        ------
        ValueError
            If a name is none of the panel's.
        """
        for name in left_out:
            if name not in self.names:
                known = ", ".join(sorted(self.names)[:5])
                raise ValueError(
                    f"Left out: there is no {name!r} in {self.label}. There are {known} ..."
                )
        return self._of(~np.isin(self.names, list(left_out)))

    def without_capital(self) -> Panel:
        """The panel without the regions that hold a capital.

        Raises
        ------
        ValueError
            If none is left.
        """
        if self.is_capital.all():
            raise ValueError(f"{self.capital} is the only region of {self.place}: it must stay in.")
        return self._of(~self.is_capital)

    def at_prices(self, level: xr.DataArray, source: str = "") -> Panel:
        """The same at regional prices.

        Parameters
        ----------
        level : DataArray
            ``(region,)``: the price level of each region, 1 on average.
        source : str
            Of the price levels, put after that of the values.
        """
        level = level.sel(region=self.values.region).reset_coords(drop=True)
        return dataclasses.replace(
            self,
            values=self.values / level,
            source=f"{self.source}; {source}" if source else self.source,
        )

    def bare(self) -> Panel:
        """The same without the coordinates that no statistic asks for: labels are matched at every step."""

        def stripped(array: xr.DataArray | None) -> Any:
            return None if array is None else array.reset_coords(drop=True)

        return dataclasses.replace(
            self,
            values=stripped(self.values),
            people=stripped(self.people),
            groups=stripped(self.groups),
            farming=stripped(self.farming),
        )

    def _of(self, keep: np.ndarray[Any, Any]) -> Panel:
        """These regions alone."""
        values = self.values.isel(region=keep).dropna("year", how="all")
        years = set(values.year.values.tolist())

        def kept(array: xr.DataArray | None) -> xr.DataArray | None:
            return None if array is None else array.isel(region=keep).sel(year=values.year)

        return dataclasses.replace(
            self,
            values=values,
            names=self.names[keep],
            is_capital=self.is_capital[keep],
            people=kept(self.people),
            groups=None if self.groups is None else self.groups.isel(region=keep),
            farming=kept(self.farming),
            one_basis=tuple(year for year in self.one_basis if year in years),
        )


def at_year(array: xr.DataArray, year: int) -> Names:
    """One year of ``(region, year)`` as a plain array: selecting by label takes far longer."""
    at = array["year"].values.tolist().index(year)
    values: Names = np.take(array.values, at, axis=array.get_axis_num("year"))
    return values


def _check_values(values: xr.DataArray) -> None:
    if set(values.dims) != {"region", "year"}:
        named = ", ".join(map(repr, values.dims)) or "none"
        raise ValueError(f"A panel has the dimensions 'region' and 'year'; this has {named}.")
    for dim in ("region", "year"):
        if dim not in values.indexes:
            raise ValueError(f"A panel has labels along {dim!r}; this array has none.")
        twice = _first_twice(values.indexes[dim])
        if twice is not None:
            raise ValueError(f"Each {dim} is there once; {twice!r} is there twice.")
    if values.indexes["year"].dtype.kind not in "iu":
        raise ValueError(
            f"Years are whole numbers; the first here is {values.indexes['year'][0]!r}."
        )


def _first_twice(labels: Any) -> Hashable | None:
    """The first label that is there more than once."""
    repeated = labels[labels.duplicated()]
    return repeated[0] if len(repeated) else None


def _alike(what: str, array: xr.DataArray, like: xr.DataArray) -> xr.DataArray:
    """An array along the labels of another; none may be missing."""
    if set(array.dims) != set(like.dims):
        raise ValueError(
            f"{what} must have the dimensions {', '.join(map(repr, like.dims))}; "
            f"they have {', '.join(map(repr, array.dims)) or 'none'}."
        )
    for dim in like.dims:
        missing = like.indexes[dim].difference(array.indexes[dim])
        if len(missing):
            raise ValueError(f"{what} must have every {dim} of the values; {missing[0]!r} lacks.")
    return array.sel({dim: like.indexes[dim] for dim in like.dims}).transpose(*like.dims)
