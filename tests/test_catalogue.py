"""The data door: labelled arrays in, clear errors out."""

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import levelkit as lk

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture
def copy(tmp_path):
    for path in DATA.glob("*.*"):
        shutil.copy(path, tmp_path)
    return tmp_path


def stamp(folder, name):
    """State the file's present checksum, as a fork would that edits a table."""
    path = folder / "datapackage.json"
    package = json.loads(path.read_text())
    entry = next(entry for entry in package["resources"] if entry["name"] == name)
    digest = hashlib.sha256((folder / entry["path"]).read_bytes()).hexdigest()
    entry["hash"] = f"sha256:{digest}"
    path.write_text(json.dumps(package))


def test_datasets_lists_every_table():
    listed = lk.datasets()
    entries = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    assert listed.index.tolist() == [entry["name"] for entry in entries if "schema" in entry]
    assert {path.stem for path in DATA.glob("*.csv")} == set(listed.index)
    assert {"title", "publisher", "version", "licence", "columns"} <= set(listed.columns)


def test_uk_century_is_labelled():
    data = lk.load("uk-century")
    assert data.sizes == {"region": 10, "year": data.sizes["year"]}
    assert {"name", "code", "country", "itl1_codes", "spliced_basis"} <= set(data.coords)
    assert data.gdp_per_head_intl2011usd.attrs["units"] == "2011 international $"
    for key in ("title", "source", "licence", "citation", "series_breaks", "merged_units"):
        assert data.attrs[key]
    assert data.gdp_per_head_intl2011usd.sel(region="TLI", year=1900) == pytest.approx(8163.791)


def test_each_variable_cites_its_own_sources_alone():
    data = lk.load("uk-century")
    roses_wolf, ons = data.gdp_per_head_intl2011usd.attrs, data.gdp_per_head_gbp.attrs
    assert "Wolf" in roses_wolf["source"] and "Statistics" not in roses_wolf["source"]
    assert "None stated" in roses_wolf["licence"] and "Open Gov" not in roses_wolf["licence"]
    assert "Statistics" in ons["source"] and "Wolf" not in ons["source"]
    assert ons["licence"] == "Open Government Licence v3.0"
    assert data.relative_to_uk_percent.attrs["source"] == data.attrs["source"]
    assert data.relative_to_uk_percent.attrs["licence"] == data.attrs["licence"]


def test_spliced_series_never_zigzags_between_bases():
    data = lk.load("uk-century")
    joined = data.relative_to_uk_percent.dropna("year", how="all")
    bases = joined.spliced_basis.values.tolist()
    assert bases == sorted(bases, key=["roses-wolf-v6", "ons-gdp-2023", "ons-gva-2025"].index)
    assert joined.year.values[bases.index("ons-gdp-2023")] == 2016
    assert joined.sel(region="TLI", year=2000) == pytest.approx(139, abs=0.6)


def test_single_basis_series_are_kept_whole():
    data = lk.load("uk-century")
    years = data.gva_per_head_gbp.dropna("year", how="all").year
    assert (int(years[0]), int(years[-1]), len(years)) == (1998, 2023, 26)


def test_missing_stays_missing():
    data = lk.load("europe-century")
    flevoland = data.gdp_per_head_intl2011usd.sel(region="NL23")
    assert flevoland.isnull().sel(year=[1900, 1950, 1960]).all()
    assert flevoland.notnull().sel(year=2015)


def test_table_without_years():
    assert lk.load("uk-regions").sizes == {"region": 232}


def test_unknown_name_offers_close_matches():
    with pytest.raises(lk.UnknownDatasetError, match="Did you mean 'uk-century'") as error:
        lk.load("uk-centry")
    assert "europe-century" in str(error.value)


def test_wrong_checksum_names_file_row_column_and_bounds(copy):
    path = copy / "uk-century.csv"
    path.write_text(path.read_text().replace(",7713510", ",-5", 1))
    with pytest.raises(lk.DataError) as error:
        lk.load("uk-century", folder=copy)
    message = str(error.value)
    for part in ("uk-century.csv", "checksum", "row 2", "'population'", "-5", "minimum", "500000"):
        assert part in message


def test_changed_figure_within_bounds_is_refused_too(copy):
    path = copy / "uk-century.csv"
    path.write_text(path.read_text().replace(",7713510", ",7713511", 1))
    with pytest.raises(lk.DataError, match="keeps its schema: figures were changed"):
        lk.load("uk-century", folder=copy)


def test_stamped_table_that_does_not_parse_is_refused(copy):
    path = copy / "uk-century.csv"
    path.write_text(path.read_text().replace(",7713510", ",many", 1))
    stamp(copy, "uk-century")
    with pytest.raises(lk.DataError, match=r"uk-century.csv, row 2, column 'population'.*many"):
        lk.load("uk-century", folder=copy)


def test_stamped_table_without_a_column_is_refused(copy):
    path = copy / "uk-regions.csv"
    path.write_text(path.read_text().replace("parent_code", "parent", 1))
    stamp(copy, "uk-regions")
    with pytest.raises(lk.DataError, match="parent"):
        lk.load("uk-regions", folder=copy)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",7713510", ",12", "row 2, column 'population': '12' is not allowed"),
        ("roses-wolf-v6", "rosewolf", "row 2, column 'basis': 'rosewolf' is not allowed"),
        (",1900,", ",2900,", "row 2, column 'year': '2900' is not allowed"),
        (",1900,", ",,", "row 2, column 'year'"),
        ("region_code,", "code,", "uk-century.csv, row 1, column 'region_code': Label \"code\""),
    ],
)
def test_a_forks_own_table_is_judged_cell_by_cell(copy, old, new, message):
    path = copy / "uk-century.csv"
    path.write_text(path.read_text().replace(old, new, 1))
    stamp(copy, "uk-century")
    with pytest.raises(lk.DataError, match=message):
        lk.load("uk-century", folder=copy)


def test_a_rebuilt_table_is_read_anew_in_the_same_session(copy):
    place = {"region": "TLC", "year": 1998}
    assert float(lk.load("uk-itl", folder=str(copy)).gdp_million_gbp.sel(place)) == 32662
    table = pd.read_csv(copy / "uk-itl.csv", dtype=str, keep_default_na=False)
    table.loc[(table.region_code == "TLC") & (table.year == "1998"), "gdp_million_gbp"] = "32000"
    table.to_csv(copy / "uk-itl.csv", index=False)
    stamp(copy, "uk-itl")
    assert float(lk.load("uk-itl", folder=str(copy)).gdp_million_gbp.sel(place)) == 32000


def test_whole_numbers_that_change_by_year_are_values_not_labels(copy):
    package = json.loads((copy / "datapackage.json").read_text())
    entry = next(entry for entry in package["resources"] if entry["name"] == "uk-itl")
    field = next(field for field in entry["schema"]["fields"] if field["name"] == "population")
    field["type"] = "integer"
    (copy / "datapackage.json").write_text(json.dumps(package))
    found = lk.load("uk-itl", folder=copy).population
    assert found.dims == ("region", "year")
    np.testing.assert_array_equal(found, lk.load("uk-itl").population)


def test_a_folder_without_a_catalogue_says_so(tmp_path):
    with pytest.raises(lk.DataError, match="No datapackage.json in"):
        lk.datasets(str(tmp_path))
    (tmp_path / "datapackage.json").write_text("{")
    with pytest.raises(lk.DataError, match="datapackage.json, line 1"):
        lk.load("uk-itl", folder=tmp_path)


def test_absent_file_says_what_to_run(copy):
    (copy / "uk-itl.csv").unlink()
    with pytest.raises(lk.DataError, match="make data"):
        lk.load("uk-itl", folder=copy)
