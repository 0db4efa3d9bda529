"""A chart form: what a chart needs, declared beside the function that draws it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from levelkit.catalogue.errors import unknown
from levelkit.charts.fast_altair import alt
from levelkit.charts.offline import draw_offline
from levelkit.charts.theme import finish, value_params

if TYPE_CHECKING:
    from collections.abc import Iterable

#: A data set: columns of plain values, all of one length; maps have GeoJSON features instead.
Columns = Mapping[str, list[Any]]
Data = Mapping[str, Any]
Params = Mapping[str, Any]

WIDTH = 900  # pixels, where no page says how wide
#: The kinds of a field, as Vega-Lite writes them, and yes or no.
KINDS = {"N": "text", "Q": "number", "B": "yes or no"}


class FormError(ValueError):
    """A figure and its form do not fit: a form, data set, field or parameter that is not there."""


@dataclass(frozen=True)
class Form:
    """A way to draw a figure.

    Attributes
    ----------
    name : str
    draw : callable
        Without arguments, to an Altair chart whose data sets have names and no rows.
    data : mapping of str to mapping
        Data set to its fields, each "N" (text), "Q" (a number) or "B" (yes or no); any may have
        missing values. A data set without declared fields holds GeoJSON features.
    params : mapping
        Parameters that a figure sets, with the values that they have otherwise.
    marks : mapping
        Parameters that a visitor sets: what is highlighted, the year looked at.
    height : int or callable
        Pixels, or the rule for them: from data sets and parameters.
    scales : callable, optional
        Parameters that follow from the data: ends of scales, numbers of rows. From data sets
        and the parameters given to further ones; what a figure gives itself stands.
    computed : mapping
        Parameters that follow from those before, as Vega expressions.
    unit : str
        The field that says what a drawn thing is: a click marks it.
    """

    name: str
    draw: Callable[[], Any]
    data: Mapping[str, Mapping[str, str]]
    params: Params = field(default_factory=dict)
    marks: Params = field(default_factory=dict)
    height: int | Callable[[Data, Params], int] = 480
    scales: Callable[[Data, Params], Params] | None = None
    computed: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""

    def __post_init__(self) -> None:
        # Its own words, where it is asked for help.
        object.__setattr__(self, "__doc__", self.draw.__doc__)
        object.__setattr__(self, "__module__", self.draw.__module__)

    def __call__(self) -> Any:
        """The chart without rows, with all its parameters: what a page keeps of it."""
        computed = [alt.param(name=name, expr=expr) for name, expr in self.computed.items()]
        return finish(self.draw(), params=[*value_params(**self.params, **self.marks), *computed])

    def params_of(self, data: Data, given: Params) -> dict[str, Any]:
        """Every parameter: as given, else as it follows from the data, else its usual value."""
        follow = self.scales(data, {**self.params, **given}) if self.scales else {}
        return {**self.params, **follow, **given}

    def height_of(self, data: Data, params: Params) -> int:
        """Pixels, of these data sets and all parameters."""
        return self.height if isinstance(self.height, int) else self.height(data, params)

    def check(self, data: Data, params: Params, *, where: str = "") -> None:
        """Whether there is all that is drawn, and nothing that no form knows.

        Raises
        ------
        FormError
            Naming the data set, field or parameter, and what there is.
        """
        at = f"{where or self.name} ({self.name})"
        for name, fields in self.data.items():
            if name not in data:
                raise FormError(f"{at} lacks the data set {name!r} with {_listed(fields)}.")
            if isinstance(data[name], Mapping) and fields:
                _check_columns(data[name], fields, f"{at}, data set {name!r}")
        for name in data:
            if name not in self.data:
                raise FormError(f"{at}: {unknown('data set', name, self.data)}")
        for name in params:
            if name not in self.params:
                raise FormError(f"{at}: {unknown('parameter', name, self.params)}")

    def chart(
        self,
        data: Data,
        params: Params | None = None,
        *,
        width: int = WIDTH,
        height: int | None = None,
        marks: Params | None = None,
    ) -> Any:
        """An Altair chart with its data in it.

        Parameters
        ----------
        data : mapping
            Data sets by name, as :attr:`data` declares them: columns, or a pandas frame.
        params, marks : mapping, optional
            As :attr:`params` and :attr:`marks` name them.
        width, height : int
            Pixels; the height follows the form's rule unless given.

        Returns
        -------
        altair.LayerChart

        Raises
        ------
        FormError
            If something that is drawn is not there, or is unknown.
        """  # fmt: skip
        draw_offline()
        columns = {name: columns_of(rows) for name, rows in data.items()}
        self.check(columns, params or {})
        for name in marks or {}:
            if name not in self.marks:
                raise FormError(f"{self.name}: {unknown('mark', name, self.marks)}")
        values = self.params_of(columns, params or {})
        drawn = self()
        given = {**values, **(marks or {})}
        for param in drawn.params:
            if (key := getattr(param, "name", None)) in given:
                param.value = given[key]
        drawn.datasets = {name: rows_of(rows) for name, rows in columns.items()}
        height = height or self.height_of(columns, values)
        return drawn.properties(width=width, height=height, background="white")


def form(data: Mapping[str, str], **declared: Any) -> Callable[[Callable[[], Any]], Form]:
    """Make a function that draws a :class:`Form`.

    Parameters
    ----------
    data : mapping of str to str
        Data set to its fields: ``{"ranks": "region:N rank:Q"}``.
    **declared
        What else a form has, by its names.
    """

    def of(draw: Callable[[], Any]) -> Form:
        sets = {name: _fields(text, f"{draw.__name__}, {name}") for name, text in data.items()}
        return Form(draw.__name__, draw, sets, **declared)

    return of


def _fields(text: str, where: str) -> dict[str, str]:
    fields = dict(field.split(":") for field in text.split())
    for name, kind in fields.items():
        if kind not in KINDS:
            raise FormError(f"{where}: {unknown(f'kind of {name}', kind, KINDS)}")
    return fields


def _check_columns(columns: Columns, fields: Mapping[str, str], where: str) -> None:
    for name in fields:
        if name not in columns:
            raise FormError(f"{where}: there is no field {name!r}. There are: {_listed(columns)}.")
    lengths = {name: len(values) for name, values in columns.items()}
    if len(set(lengths.values())) > 1:
        raise FormError(f"{where}: the columns are of different lengths, {lengths}.")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(repr, names)) or "none"


def columns_of(table: Any) -> Any:
    """A labelled result as columns of plain values; missing ones are None.

    Parameters
    ----------
    table : Dataset, DataFrame, or columns as they are
    """
    import numpy as np

    if isinstance(table, Mapping) and not hasattr(table, "to_dataframe"):
        return table
    if isinstance(table, list):  # GeoJSON features
        return table
    frame = table.to_dataframe().reset_index() if hasattr(table, "to_dataframe") else table
    frame = frame.astype(object).where(frame.notna(), None)
    columns = {str(name): values.tolist() for name, values in frame.items()}
    for values in columns.values():
        values[:] = [v.item() if isinstance(v, np.generic) else v for v in values]
    return columns


def rows_of(columns: Any) -> list[dict[str, Any]]:
    """Columns as rows, which is what Vega-Lite reads."""
    if isinstance(columns, list):
        return columns
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
