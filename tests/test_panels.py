"""Panels: one list for all claims that says what the tables hold, and panels of one's own."""

import subprocess
import sys

import numpy as np
import pytest
import xarray as xr

import levelkit as lk
from levelkit.claims import Measure, Panel, maps, panel, panels
from levelkit.claims.panel_list import PANELS, SERIES
from levelkit.claims.panels import about, series_of


@pytest.mark.parametrize("key", SERIES)
def test_the_list_says_what_the_tables_hold(key):
    said, measure = series_of(key)
    found = panel(key)
    years = found.values.year.values
    assert found.values.dims == ("region", "year")
    assert (years[0], years[-1]) == measure.years
    assert measure.units == found.values.attrs["units"] == found.units
    assert f"{measure.years[0]}-{measure.years[1]}" in said.title(measure.name)
    assert len(found.names) == len(set(found.names)) == found.values.sizes["region"]
    # What is said of how many there are is how many there are.
    number = found.regions.split()[0]
    if number.isdigit():
        assert int(number) == found.values.sizes["region"]
    assert (found.people is not None) == bool(measure.people)
    assert (found.groups is not None) == bool(said.group)
    assert found.is_capital.any() == bool(said.capital)
    assert found.source and found.licence


def test_keys_of_panels_and_series_are_apart_and_stand_in_an_address():
    every = [*panels(), *SERIES]
    assert len(set(every)) == len(every)
    assert all(set(key) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") for key in every)
    for key, (regions, name) in SERIES.items():
        assert panel(key) is panel(regions, name)


def test_the_twelve_regions_have_one_name():
    twelve = [key for key in panels() if about(key).level == "ITL1"]
    assert twelve == ["uk-itl1"]
    for name in PANELS["uk-itl1"].measures:
        codes = set(panel("uk-itl1", name).values.region.values)
        assert codes <= set(panel("uk-itl1").values.region.values)
        assert len(codes) == (11 if name == "gva_index_1989" else 12)


def test_countries_are_parts_of_europe_s_century():
    whole = panel("europe-century")
    parts = [panel(key) for key in panels() if about(key).inside]
    assert len(parts) == 16
    assert sum(part.names.size for part in parts) == whole.names.size == 173
    # A country's capital is left out of both.
    assert sum(int(part.is_capital.sum()) for part in parts) == int(whole.is_capital.sum())


def test_nothing_is_read_to_say_what_there_is():
    code = (
        "import levelkit.claims.convergence, levelkit.claims.widening_gaps;"
        "from levelkit.claims.panels import PANELS, about, table;"
        "[about(key) for key in PANELS]; print(table.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"


READS = """
import sys, levelkit as lk
import levelkit.claims.panels
module = sys.modules["levelkit.claims.panels"]
read, load = set(), module.table
module.table = lambda name: read.add(name) or load(name)
key = sys.argv[1]
measures = [*module.about(key).measures] if sys.argv[2] == "all" else [sys.argv[2]]
for measure in measures:
    module.panel(key, measure)
print(*sorted(read))
"""


@pytest.mark.parametrize(
    ("key", "measure", "tables"),
    [
        ("uk-10", "all", "uk-century"),
        ("uk-itl1", "gdp_per_head_gbp", "uk-itl"),
        ("uk-itl1", "gdhi_per_head_gbp", "uk-itl1-income"),
        ("uk-itl2", "all", "uk-itl"),
        ("uk-itl3", "all", "uk-itl"),
        ("uk-lad-2021", "all", "uk-itl1-income uk-lad-gdp"),
        ("europe-germany", "all", "europe-century"),
        ("europe-nuts2", "all", "eurostat-nuts2"),
        ("us-states", "all", "us-states"),
    ],
)
def test_a_panel_reads_the_tables_it_needs_alone(key, measure, tables):
    """A claim states its tables: a damaged one that it does not state must not take it down."""
    command = [sys.executable, "-c", READS, key, measure]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == tables


@pytest.mark.parametrize("name", ["century-of-ranks", "convergence", "widening-gaps"])
def test_claims_state_the_tables_of_the_panels_they_offer(name):
    claim = lk.claim(name)
    read = {
        said.measures[measure].table
        for chosen in claim.combinations()
        for said, measure in [_series(chosen)]
    }
    assert read <= set(claim.tables)


def _series(chosen):
    """The panel and the name of the measure that choices stand for."""
    if chosen["data"] in SERIES:
        said, measure = series_of(chosen["data"])
        return said, measure.name
    return about(chosen["data"]), chosen["measure"]


@pytest.mark.parametrize("key", ["uk-itl1", "uk-itl1-income"])
def test_regional_prices_divide_and_name_their_source(key):
    nominal, real = panel(key), panel(key, real_prices=True)
    levels = lk.load("uk-price-levels").price_level_2016_percent / 100
    by_hand = nominal.values.values / levels.values[:, None]
    assert np.allclose(real.values.values, by_hand, rtol=1e-12)
    assert real.source.startswith(nominal.source + "; ") and real.people is not None


def test_what_is_not_known_is_said():
    with pytest.raises(ValueError, match="price levels of UK areas .ITL2. are not known"):
        panel("uk-itl2", real_prices=True)
    with pytest.raises(ValueError, match=r"360 local authorities.*is not known"):
        _ = panel("uk-lad-2023").counted
    with pytest.raises(ValueError, match="there is no 'Lundon' in United Kingdom: 12 regions"):
        panel("uk-itl1", left_out=("Lundon",))
    with pytest.raises(lk.UnknownDatasetError, match="Did you mean 'uk-itl1"):
        panel("uk-itl1-gdhi")


def test_without_a_region_nothing_else_of_it_stays():
    whole, rest = panel("uk-itl2-gva"), panel("uk-itl2-gva", left_out=("Cumbria", "Devon"))
    kept = ~np.isin(whole.names, ["Cumbria", "Devon"])
    for array in ("values", "people", "groups"):
        assert getattr(rest, array).identical(getattr(whole, array).isel(region=kept))
    assert rest.names.tolist() == whole.names[kept].tolist()


YEARS = [2001, 2000]
MINE = xr.DataArray(
    [[20.0, 21.0], [10.0, 12.0], [9.0, 8.0]],
    {"region": ["N", "S", "E"], "year": YEARS, "name": ("region", ["North", "South", "East"])},
    ("region", "year"),
    name="income",
    attrs={"long_name": "Income", "units": "GBP"},
)


def test_a_panel_of_one_s_own_needs_no_catalogue():
    people = xr.DataArray(np.arange(6.0).reshape(2, 3), {"year": YEARS, "region": ["E", "N", "S"]})
    groups = xr.DataArray(["a", "b", "b"], {"region": ["N", "S", "E"]})
    own = Panel.of(MINE.T, people=people, groups=groups, capital="South", place="Utopia")
    assert own.values.dims == ("region", "year") and own.values.year.values.tolist() == [2000, 2001]
    assert own.measures == {"income": Measure("Income, GBP", "GBP", "Income")}
    assert (own.units, own.regions, own.capital, own.place) == (
        "GBP",
        "3 regions",
        "South",
        "Utopia",
    )
    assert own.people.sel(region="E", year=2001) == 0 and own.one_basis == (2000, 2001)
    rest = own.without_capital()
    assert rest.names.tolist() == ["North", "East"] and rest.areas.tolist() == ["a", "b"]
    assert rest.people.sel(region="E", year=2001) == 0
    assert own.without(["East"]).names.tolist() == ["North", "South"]
    assert own.bare().values.coords.keys() == {"region", "year"}
    assert MINE.year.values.tolist() == YEARS  # what was given stays as it was


@pytest.mark.parametrize(
    ("values", "more", "message"),
    [
        (MINE.rename(year="time"), {}, "dimensions 'region' and 'year'; this has 'region', 'time'"),
        (MINE.isel(year=0), {}, "this has 'region'"),
        (MINE.drop_vars("region"), {}, "labels along 'region'"),
        (MINE.assign_coords(region=["N", "N", "E"]), {}, "Each region is there once; 'N' is there twice"),
        (MINE.assign_coords(year=["a", "b"]), {}, "Years are whole numbers; the first here is 'a'"),
        (MINE, {"capital": "Nord"}, "Unknown region 'Nord'. Did you mean 'North'"),
        (MINE, {"people": MINE.isel(region=[0, 1])}, "people must have every region of the values; 'E' lacks"),
        (MINE, {"people": MINE.isel(year=0)}, "people must have the dimensions 'region', 'year'; they have 'region'"),
        (MINE, {"groups": MINE}, "groups must have the dimensions 'region'"),
    ],
)  # fmt: skip
def test_what_is_no_panel_is_said(values, more, message):
    with pytest.raises(ValueError, match=message):
        Panel.of(values, **more)


@pytest.mark.parametrize("key", maps.OF_PANEL)
def test_the_map_of_a_panel_shows_its_regions(key):
    shown = maps.OF_PANEL[key]
    regions = panel(key).values.region.values.tolist()
    inside = maps.region_of_shapes(shown, regions)
    missing = set(regions) - set(inside.values())
    if shown.label == maps.BRITAIN:
        assert not missing and len(inside) == 179
    else:  # some regions of the century have no code of today's; islands far off are not on the map
        assert len(missing) < len(regions) / 5
    if shown.borders:
        assert all(code[: shown.letters] == region for code, region in inside.items())


def test_every_map_names_a_panel_of_the_list_and_its_publisher():
    assert set(maps.OF_PANEL) <= set(PANELS)
    assert set(maps.topologies()) == set(maps.MAPS)
    assert "Crown copyright" in maps.map_credit(maps.BRITAIN)
    assert "EuroGeographics" in maps.map_credits()
