"""A figure is one object: it fits its form, and is a chart with its data in it."""

import numpy as np
import pytest
import vl_convert
import xarray as xr

import levelkit as lk
from levelkit.charts.form import FormError
from levelkit.figures.figure import Figure, Files
from levelkit.figures.kept import kept
from levelkit.figures.shapes import flat_features
from levelkit.figures.standard import share_bars, standard_figure
from levelkit.figures.table import Column, Table

SHARES = {"shares": {"row": [0, 1], "name": ["a", "b"], "short": ["a", "b"], "share": [0.7, 0.3]}}
FILES = Files("shares", {"name": "part", "share": "share"}, "shares")


def figure(**changes):
    return Figure(
        **{"form": "share_bars", "data": SHARES, "title": "Shares", "files": FILES, **changes}
    )


def test_a_figure_has_all_that_belongs_to_it():
    one = figure(subtitle="of all")
    assert one.values == {"n_shares": 2, "share_high": pytest.approx(0.805)}
    assert one.words == {
        "title": "Shares", "subtitle": "of all", "description": "Shares", "source": None,
        "height": 92, "hidden": False,
    }  # fmt: skip
    assert one.on_page("shares") == "shares"
    assert figure(scope="regions").on_page("shares") == "regions.shares"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"form": "share_bar"}, "Did you mean 'share_bars'"),
        ({"data": {}}, "lacks the data set 'shares'"),
        ({"params": {"low": 1}}, "Unknown parameter 'low'"),
        ({"title": ""}, "has no title"),
        ({"files": Files("share", {}, "x")}, "Unknown data set of files 'share'"),
        (
            {"files": Files("shares", {"nmae": "part"}, "x")},
            "Unknown field 'nmae'. Did you mean 'name'",
        ),
    ],
)
def test_a_figure_that_does_not_fit_is_never_an_empty_chart(changes, said):
    with pytest.raises(FormError, match=said):
        figure(**changes)


def test_a_chart_has_its_data_and_is_drawn():
    chart = figure().chart(width=600, marks={"highlight": "a"})
    spec = chart.to_dict()
    assert spec["datasets"]["shares"][0]["name"] == "a"
    assert (spec["width"], spec["height"], spec["title"]["text"]) == (600, 92, ["Shares"])
    svg = vl_convert.vegalite_to_svg(spec, vl_version="6.4")
    assert "a  70%" in svg and "b  30%" in svg


def test_a_table_shows_fields_that_there_are():
    table = Table("Parts", SHARES, (Column("name", "Part"), Column("share", "Share", digits=2)))
    assert table.plain()["columns"][1] == {"field": "share", "label": "Share", "digits": 2}
    assert table.frame().columns.tolist() == ["Part", "Share"]
    with pytest.raises(FormError, match="Unknown field 'shaer'"):
        Table("Parts", SHARES, (Column("shaer", "Share"),))
    with pytest.raises(FormError, match="Unknown field 'rank'"):
        Table("Parts", SHARES, (Column("share", "Share"),), sort="rank")


def test_rows_are_made_once_for_a_table_that_is_in_use():
    calls = []

    @kept
    def rows(table, *, digits):
        calls.append(digits)
        return {"x": table.values.tolist()}

    table = xr.DataArray([1.0, 2.0], dims="place")
    assert rows(table, digits=1) is rows(table, digits=1)
    assert rows(table, digits=2) is not rows(table, digits=1)
    assert calls == [1, 2]
    # Another table, though it may stand where the first one stood in memory.
    for k in range(200):
        assert rows(xr.DataArray([float(k)], dims="place"), digits=1) == {"x": [float(k)]}


PLACES = {"place": ["A", "B", "C", "D"]}
YEARS = {"year": [2000, 2001, 2002]}
RNG = np.random.default_rng(1)


@pytest.mark.parametrize(
    ("table", "form"),
    [
        (xr.Dataset({"gdp": (("place", "year"), RNG.random((4, 3)))}, PLACES | YEARS), "series_lines"),
        (xr.Dataset({"estimate": ("year", RNG.random(3))}, YEARS), "series_lines"),
        (xr.Dataset({k: ("place", RNG.random(4)) for k in ("estimate", "ci_low", "ci_high")}, PLACES), "forest_plot"),
        (xr.Dataset({k: ("specification", RNG.random(3)) for k in ("estimate", "ci_low", "ci_high")},
                    {"specification": ["x", "y", "z"]}), "forest_plot"),
        (xr.Dataset({k: ("place", RNG.random(4)) for k in ("gdp", "health")}, PLACES), "scatter"),
        (xr.Dataset({"share": ("place", RNG.random(4))}, PLACES), "share_bars"),
        (xr.Dataset({"gdp": ("place", RNG.random(4))}, PLACES), "forest_plot"),
    ],
)  # fmt: skip
def test_a_tables_shape_calls_for_its_figure(table, form):
    drawn = standard_figure("some_table", table)
    assert (drawn.form, drawn.title) == (form, "Some table")
    vl_convert.vegalite_to_svg(drawn.chart().to_dict(), vl_version="6.4")


def test_a_ranking_is_sorted_and_a_forest_is_not():
    values = {k: ("place", [1.0, 3.0, 2.0]) for k in ("estimate", "ci_low", "ci_high")}
    table = xr.Dataset(values, {"place": ["A", "B", "C"]})
    assert standard_figure("t", table).data["estimates"]["label"] == ["B", "C", "A"]
    assert standard_figure("t", table.rename(place="specification")).data["estimates"][
        "label"
    ] == list("ABC")


@pytest.mark.parametrize(
    "table",
    [
        xr.Dataset({"name": ("place", list("ABCD"))}, PLACES),
        xr.Dataset({"x": (("place", "other"), np.ones((4, 3)))}, PLACES),
        xr.Dataset({"x": ("place", [1.0])}),
    ],
)
def test_no_figure_is_made_where_none_fits(table):
    assert standard_figure("t", table) is None


def test_names_of_places_come_from_their_coordinate():
    shares = xr.DataArray(
        [0.2, 0.8], {"area": ["E1", "E2"], "name": ("area", ["One", "Two"])}, "area"
    )
    assert share_bars(shares).data["shares"]["name"] == ["Two", "One"]


SQUARE = {
    "arcs": [[[0, 0], [0, 2], [2, 2]], [[2, 2], [2, 0], [0, 0]]],
    "objects": {"regions": {"geometries": [{"id": "R", "type": "Polygon", "arcs": [[0, 1]], "properties": {"name": "Square"}}]}},
}  # fmt: skip


def test_a_map_is_laid_flat_around_its_middle():
    (feature,), width, height = flat_features(SQUARE, "m")
    assert (feature["id"], feature["map"]) == ("R", "m")
    (ring,) = feature["geometry"]["coordinates"][0]
    assert ring[0] == pytest.approx(ring[-1]) and len(ring) == 5
    # Two degrees, and equal in area: a degree is pi / 180 of the radius.
    assert width == pytest.approx(np.radians(2), rel=1e-3)
    assert height == pytest.approx(np.radians(2), rel=1e-3)
    assert np.mean(ring[:-1], axis=0) == pytest.approx([0, 0], abs=1e-6)


def test_plots_from_arrays_are_altair_charts():
    century = lk.load("uk-century").gdp_per_head_intl2011usd.dropna("year", how="all")
    bump = lk.plot.bump(century, base=1950, highlight="Wales").to_dict()
    params = {one["name"]: one.get("value") for one in bump["params"]}
    assert (params["first_year"], params["highlight"]) == (1950, "Wales")
    for chart in (
        lk.plot.slope(century, base=1900, last=2015),
        lk.plot.rank_correlations(century),
        lk.plot.lines(century, highlight="London"),
        lk.plot.ranking(century.sel(year=2015)),
        lk.plot.scatter(century.sel(year=1900), century.sel(year=2015)),
        lk.plot.share_bars(century.sel(year=2015) / century.sel(year=2015).sum()),
        lk.plot.forest(century.sel(year=2015)),
    ):
        vl_convert.vegalite_to_svg(chart.to_dict(), vl_version="6.4")
    with pytest.raises(ValueError, match=r"Unknown year.*1951"):
        lk.plot.bump(century, base=1951)
    with pytest.raises(ValueError, match="One dimension besides 'year'"):
        lk.plot.lines(xr.DataArray(np.ones((2, 2, 2)), dims=("a", "b", "year")))
