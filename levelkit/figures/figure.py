"""A figure: a form with its data, parameters, words and files, made in one function from evidence."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from levelkit.catalogue.errors import unknown
from levelkit.charts.form import WIDTH, FormError
from levelkit.charts.forms import form_named

if TYPE_CHECKING:
    from levelkit.charts.form import Form

#: A data set: columns of plain values, all of one length.
Columns = dict[str, list[Any]]


@dataclass(frozen=True)
class Files:
    """The figures behind a chart, to take away.

    Attributes
    ----------
    dataset : str
        Whose rows they are.
    columns : mapping of str to str
        Field to its heading in the file, in their order.
    filename : str
        Without ending; ``{first_year}`` and the like are filled in with choices and marks.
    where : mapping
        Rows to keep: field to ``{"in": [names]}`` or ``{"from": name, "to": name}`` of choices and
        marks.
    about : list of pairs
        Further lines above the figures.
    """

    dataset: str
    columns: Mapping[str, str]
    filename: str
    where: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    about: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Figure:
    """A chart with all that belongs to it.

    Attributes
    ----------
    form : str
        Name of a :class:`levelkit.charts.form.Form`.
    data : mapping of str to mapping
        The form's data sets: columns, each a list of plain values.
    params : mapping
        The form's parameters that do not follow from the data.
    title, subtitle, description : str
        Above it; the description is what a screen reader says instead of it.
    source : str
        Where it is another than that of the whole answer.
    files : Files, optional
        What can be taken away.
    marks : mapping
        What is marked unless a visitor marks something else.
    scope : str
        Stands before the names of its data sets on a page, where another figure of the page has
        the same form: ``scope.estimates``.
    kind : str
        What draws it in a browser: "chart", or one with controls of its own ("map", "places").
    options : mapping
        For the browser, the same in all answers: ``renderer``, ``picks`` (the ``input`` on whose list
        a click puts the datum's ``field``), and of a map ``topologies``, ``readout`` (what is read
        of an area: its columns, ``place`` and ``among`` in braces) and ``home`` (the country whose
        highest area is marked where a map is chosen).
    fixed : mapping
        Data sets that no choice changes.
    hidden : bool
        Where there is nothing to draw.

    Raises
    ------
    FormError
        If form, data sets, fields or parameters do not fit: naming them, and what there is.
    """

    form: str
    data: Mapping[str, Any]
    params: Mapping[str, Any] = field(default_factory=dict)
    title: str = ""
    subtitle: str = ""
    description: str = ""
    source: str = ""
    files: Files | None = None
    marks: Mapping[str, Any] = field(default_factory=dict)
    scope: str = ""
    kind: str = "chart"
    options: Mapping[str, Any] = field(default_factory=dict)
    fixed: Mapping[str, Any] = field(default_factory=dict)
    hidden: bool = False

    def __post_init__(self) -> None:
        if not self.title and not self.hidden:
            raise FormError(f"A figure of the form {self.form!r} has no title.")
        needed = set(self.drawn.data)
        # Shapes of a map are laid flat where it is drawn.
        late: dict[str, list[Any]] = (
            {"shapes": []} if "topologies" in self.options and "shapes" in needed else {}
        )
        every = {**self.data, **self.fixed}
        # What is taken away may hold more than what is drawn.
        more = {self.files.dataset} - needed if self.files else set()
        drawn = {name: rows for name, rows in every.items() if name not in more}
        self.drawn.check({**late, **drawn}, self.params, where=self.title)
        if self.files and self.files.dataset not in every:
            name = unknown("data set of files", self.files.dataset, every)
            raise FormError(f"{self.title}: {name}")
        if self.files:
            check_fields(every[self.files.dataset], self.files.columns, f"{self.title}, files")

    @functools.cached_property
    def drawn(self) -> Form:
        """Its form."""
        return form_named(self.form)

    @functools.cached_property
    def values(self) -> dict[str, Any]:
        """Every parameter of its form."""
        return self.drawn.params_of({**self.data, **self.fixed}, self.params)

    @property
    def height(self) -> int:
        """Pixels, by the form's rule."""
        return self.drawn.height_of({**self.data, **self.fixed}, self.values)

    @property
    def words(self) -> dict[str, Any]:
        """What stands around it, and how high it is."""
        return {
            "title": self.title,
            "subtitle": self.subtitle,
            "description": self.description or self.title,
            "source": self.source or None,
            "height": self.height,
            "hidden": self.hidden,
        }

    def marked(self, marks: Mapping[str, Any]) -> Figure:
        """The same with these marked, of those that its form has: what a page marks besides."""
        known = {name: value for name, value in marks.items() if name in self.drawn.marks}
        return replace(self, marks={**self.marks, **known}) if known else self

    def on_page(self, dataset: str) -> str:
        """What a page calls one of its data sets."""
        return f"{self.scope}.{dataset}" if self.scope else dataset

    def chart(
        self,
        *,
        width: int = WIDTH,
        height: int | None = None,
        marks: Mapping[str, Any] | None = None,
    ) -> Any:
        """The Altair chart with its data in it, to be changed, layered or saved.

        Parameters
        ----------
        width, height : int
            Pixels; by default the form's.
        marks : mapping, optional
            What is marked: ``{"highlight": "Wales"}``.

        Returns
        -------
        altair.LayerChart
        """
        from levelkit.figures.shapes import map_of

        mapped = map_of(self, {**self.marks, **(marks or {})})
        every = {**self.data, **self.fixed, **mapped.data}
        chart = self.drawn.chart(
            {name: rows for name, rows in every.items() if name in self.drawn.data},
            self.params,
            width=width,
            height=height or mapped.height(width) or self.height,
            marks={**self.marks, **mapped.marks, **(marks or {})},
        )
        # Vega does not break lines.
        title = {
            "text": wrap(self.title, max(30, width // 8)), "anchor": "start", "offset": 12,
            "subtitle": wrap(self.subtitle, max(40, width // 6)),
        }  # fmt: skip
        return chart.properties(title=title)


def check_fields(columns: Any, fields: Any, where: str) -> None:
    """Whether a data set has all of these fields.

    Raises
    ------
    FormError
        Naming the first that is not there, and what there is.
    """
    if isinstance(columns, Mapping):
        for name in fields:
            if name not in columns:
                raise FormError(f"{where}: {unknown('field', name, columns)}")
