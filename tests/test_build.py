"""data/ is what the build script makes from data/raw, and it is right."""

import json
import subprocess
import sys
from pathlib import Path

import frictionless
import pandas as pd
import pytest

ROOT = Path(__file__).parents[1]
RESOURCES = json.loads((ROOT / "data/datapackage.json").read_text(encoding="utf-8"))["resources"]
TABLES = [entry["name"] for entry in RESOURCES if "schema" in entry]
MAPS = [entry["name"] for entry in RESOURCES if "schema" not in entry]


def build(output, *options):
    command = [sys.executable, str(ROOT / "data/build"), "--output", str(output), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_every_file_of_figures_is_described_and_the_other_way_round():
    assert {path.stem for path in (ROOT / "data").glob("*.csv")} == set(TABLES)
    assert {path.stem for path in (ROOT / "data/maps").iterdir()} == set(MAPS)
    assert len(TABLES) >= 19 and len(MAPS) >= 2


def test_build_is_byte_identical_to_what_is_committed(tmp_path):
    done = build(tmp_path)
    assert done.returncode == 0, done.stderr
    names = [f"{table}.csv" for table in TABLES] + [f"maps/{name}.topojson" for name in MAPS]
    for name in [*names, "datapackage.json"]:
        assert (tmp_path / name).read_bytes() == (ROOT / "data" / name).read_bytes(), name


def test_build_writes_nothing_when_a_table_breaks_its_schema(tmp_path):
    source = tmp_path / "raw"
    source.mkdir()
    for path in (ROOT / "data/raw").iterdir():
        (source / path.name).write_bytes(path.read_bytes())
    victim = source / "roses_wolf_v6_regional_gdp_1900_2015.csv"
    victim.write_text(victim.read_text().replace("AT11,Burgenland,1900", "AT11,Burgenland,1066"))
    output = tmp_path / "out"
    done = build(output, "--source", str(source))
    assert done.returncode != 0
    assert "1066" in done.stderr
    assert "year" in done.stderr
    assert list(output.iterdir()) == []


def test_package_is_valid_frictionless():
    report = frictionless.Package(str(ROOT / "data/datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])


@pytest.fixture(scope="module")
def package():
    entries = json.loads((ROOT / "data/datapackage.json").read_text())["resources"]
    return {entry["name"]: entry for entry in entries}


@pytest.mark.parametrize("name", TABLES)
def test_metadata_is_complete(package, name):
    entry = package[name]
    assert entry["hash"].startswith("sha256:")
    for source in entry["sources"]:
        assert set(source) >= {"title", "publisher", "version", "path", "licence", "citation"}
        assert source["path"].startswith("https://")
    for field in entry["schema"]["fields"]:
        assert field["title"]
        if field["type"] == "number":
            assert field["unit"]
            assert set(field["sources"]) <= {source["title"] for source in entry["sources"]}
            assert {"minimum", "maximum"} <= set(field["constraints"])


def test_every_figure_names_its_own_sources(package):
    fields = {field["name"]: field for field in package["uk-century"]["schema"]["fields"]}
    assert fields["gdp_per_head_intl2011usd"]["sources"] == ["Roses-Wolf database on regional GDP"]
    assert len(fields["relative_to_uk_percent"]["sources"]) == 3
    fields = {field["name"]: field for field in package["uk-itl"]["schema"]["fields"]}
    assert "domestic product" in fields["gdp_million_gbp"]["sources"][0]
    assert "value added" in fields["gva_million_gbp"]["sources"][0]


def test_breaks_and_merged_units_are_in_the_metadata(package):
    for name in ("uk-century", "europe-century"):
        breaks = " ".join(package[name]["series_breaks"])
        assert "139" in breaks
        assert "167" in breaks
        assert "122" in breaks
        assert ("76.1 by GDP and 72.7 by GVA" in breaks) == (name == "uk-century")
        merged = " ".join(package[name]["merged_units"])
        assert "East + South East" in merged
        assert "North East + North West" in merged


def test_itl_regions_add_up():
    table = pd.read_csv(ROOT / "data/uk-itl.csv")
    by_level = table.pivot_table("gdp_million_gbp", "year", "level", aggfunc="sum").dropna()
    # Each figure is rounded to a million; 179 of them can be off by a few together.
    assert ((by_level["ITL3"] - by_level["ITL1"]).abs() < 200).all()
    assert ((by_level["ITL2"] - by_level["ITL1"]).abs() < 200).all()
    assert table.groupby("level").region_code.nunique().to_dict() == {
        "ITL1": 12,
        "ITL2": 41,
        "ITL3": 179,
    }


def test_per_head_is_output_over_population():
    table = pd.read_csv(ROOT / "data/uk-itl.csv").dropna(subset=["gdp_per_head_gbp"])
    again = 1e6 * table.gdp_million_gbp / table.population
    assert (again - table.gdp_per_head_gbp).abs().max() < 22


def test_europe_has_173_regions_and_one_capital_region_a_country():
    table = pd.read_csv(ROOT / "data/europe-century.csv")
    regions = table.drop_duplicates("region_code")
    assert len(regions) == 173
    assert regions.groupby("country").is_capital.sum().eq(1).all()
    assert regions.country.nunique() == 16
    assert not table.region_name.str.contains("Regierungsbezirk|Soumi").any()


def test_hierarchy_is_a_tree():
    table = pd.read_csv(ROOT / "data/uk-regions.csv").set_index("region_code")
    parents = table.parent_code[table.parent_code != "UK"]
    assert parents.isin(table.index).all()
    levels = {"ITL3": "ITL2", "ITL2": "ITL1"}
    assert (table.level.loc[parents].to_numpy() == table.level[parents.index].map(levels)).all()
    assert table.long_run_code.nunique() == 10


def test_joined_series_has_both_sides_of_the_break():
    table = pd.read_csv(ROOT / "data/uk-century.csv")
    london = table[(table.region_code == "TLI") & (table.year == 2000)].set_index("basis")
    assert london.relative_to_uk_percent["roses-wolf-v6"] == pytest.approx(139, abs=0.6)
    assert london.relative_to_uk_percent["ons-gva-2025"] == pytest.approx(171.70, abs=0.01)


def test_build_modules_have_one_table_each():
    modules = {path.stem for path in (ROOT / "data/build").glob("*.py")}
    assert modules - {"__main__", "fields", "places", "maps"} == {
        name.replace("-", "_") for name in TABLES
    }
